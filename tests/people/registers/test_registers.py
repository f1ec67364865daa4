"""The registers of the agencies differ exactly as the answer key says: compared with SQL and the rules for matching."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from tests.people.discrepancies import Auditor, audit, compared_births, participant_of
from tests.people.open_registers import Everybody, built, opened

from lienthong_emulator.matching import DateReason, Outcome
from lienthong_emulator.people import tiles
from lienthong_emulator.people.mistakes.difference import Difference
from lienthong_emulator.people.mistakes.differences import Kind
from lienthong_emulator.people.mistakes.key import answer_key
from lienthong_emulator.people.tile import tile_of
from lienthong_emulator.runtime.recipe import Nation

DIFFERING = Nation(seed=1, people=20_000)
IN_FOUR_TILES = Nation(seed=2, people=10_000, differing=60)
HALF_DIFFERING = Nation(seed=3, people=20_000, differing=500)
CLEAN = Nation(seed=4, people=5_000, differing=0)
SMALL_TILE = 2_500
WORLDS = {"usual": DIFFERING, "in four tiles": IN_FOUR_TILES, "half of all differ": HALF_DIFFERING, "clean": CLEAN}
MOTHER, FATHER, SPOUSE = 1, 2, 3
LOCKED = 3


@dataclass(frozen=True)
class World:
    nation: Nation
    db: sqlite3.Connection

    @cached_property
    def auditor(self) -> Auditor:
        return audit(self.db, self.nation)

    @cached_property
    def found(self) -> Counter[Difference]:
        return Counter(self.auditor.discrepancies())

    @property
    def people(self) -> Everybody:
        return self.auditor.people


@pytest.fixture(scope="module", params=WORLDS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    nation, folder = WORLDS[request.param], tmp_path_factory.mktemp("registers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiles, "PEOPLE_OF_A_TILE", SMALL_TILE if nation is IN_FOUR_TILES else tiles.PEOPLE_OF_A_TILE)
        with opened(_built(nation, folder)) as db:
            yield World(nation, db)
    tile_of.cache_clear()


def _built(nation: Nation, folder: Path) -> Path:
    tile_of.cache_clear()
    return built(nation, folder)


def test_what_differs_is_in_the_key_and_what_is_in_the_key_differs(world: World) -> None:
    key = Counter(answer_key(world.nation))

    assert sorted(map(repr, world.found - key)) == []
    assert sorted(map(repr, key - world.found)) == []


def test_every_kind_of_mistake_is_met_and_none_where_nothing_differs(world: World) -> None:
    kinds = {each.kind for each in world.found}

    assert kinds == (set(Kind) if world.nation.differing else set())


def test_a_defaulted_birth_date_is_uncertain_in_every_register_as_the_key_says(world: World) -> None:
    defaulted = [citizen for citizen in world.people.citizens.values() if citizen.defaulted]
    claims = [(participant_of(world.people, citizen.key).held.birth, citizen.held.birth) for citizen in defaulted]
    found = [compared_births(claim, held, defaulted=True) for claim, held in claims]
    told = [entry for entry in answer_key(world.nation) if entry.kind is Kind.BIRTH_DEFAULTED]

    assert len(told) == len(defaulted)
    assert bool(defaulted) == bool(world.nation.differing)
    assert all(comparison.outcome is Outcome.PARTIAL for comparison in found)
    assert all(comparison.reasons == (DateReason.DEFAULTED_1_JAN,) for comparison in found)
    assert all(birth[1:] == (1, 1) for claim in claims for birth in claim)


def test_an_old_number_that_two_carry_leads_to_both_of_them_in_population_alone(world: World) -> None:
    shared = [entry for entry in answer_key(world.nation) if entry.kind is Kind.CMND_OF_ANOTHER]
    carriers = "SELECT count(*) FROM population.identity_number WHERE value = ? AND kind = 2"

    assert bool(shared) == bool(world.nation.differing)
    for entry in shared:
        assert world.db.execute(carriers, (entry.held,)).fetchone()[0] > 1
        assert world.db.execute(carriers, (entry.truth,)).fetchone() == (0,)


def test_nobody_is_missing_from_a_register_that_should_have_them(world: World) -> None:
    people = world.people
    known = people.strays.keys() | people.participants.keys()
    adults = {key for key in people.citizens if world.auditor.agreed[key].birth[0] <= 2021 - 18}
    recorded = {key for key in people.citizens if world.auditor.agreed[key].birth[0] >= 1960}

    assert known == people.citizens.keys()
    assert people.taxpayers.keys() == adults
    assert people.registered.keys() == recorded
    assert sum(not citizen.died for citizen in people.citizens.values()) == pytest.approx(world.nation.people, rel=0.01)


def test_what_nobody_gets_wrong_is_the_same_in_population_and_insurance(world: World) -> None:
    pairs = [(citizen.rest, participant_of(world.people, key).rest) for key, citizen in world.people.citizens.items()]

    assert [pair for pair in pairs if pair[0] != pair[1]] == []


def test_tax_knows_where_people_live_and_that_they_died(world: World) -> None:
    buried = dict(world.db.execute("SELECT person_key, died FROM justice.death"))
    citizens, held = world.people.citizens, world.people.taxpayers.items()

    assert any(taxpayer.died for _, taxpayer in held)
    assert [key for key, taxpayer in held if taxpayer.commune != citizens[key].commune] == []
    assert [key for key, taxpayer in held if taxpayer.died != buried.get(key, "")] == []


def test_the_birth_registers_have_the_parents_that_population_has(world: World) -> None:
    agreed = world.auditor.agreed
    assert any(born.mother and born.father for born in world.people.registered.values())
    for key, born in world.people.registered.items():
        citizen = world.people.citizens[key]
        assert (born.mother, born.father) == (citizen.mother, citizen.father)
        assert born.mother_name == (agreed[citizen.mother].name if citizen.mother else "")
        assert born.father_name == (agreed[citizen.father].name if citizen.father else "")


def test_insurance_tells_parents_by_the_numbers_and_names_that_they_have(world: World) -> None:
    told = {(si_number, kind): (number, name) for si_number, kind, number, name in world.db.execute(RELATIVES)}
    assert {MOTHER, FATHER} < {kind for _, kind in told}
    agreed, citizens = world.auditor.agreed, world.people.citizens
    for key, citizen in citizens.items():
        si_number = participant_of(world.people, key).si_number
        for kind, parent in ((MOTHER, citizen.mother), (FATHER, citizen.father)):
            held = told.get((si_number, kind))
            if parent and held:
                assert held == (citizens[parent].numbers.current, agreed[parent].name)
            else:
                assert held is None
                assert kind == MOTHER or not parent


def test_who_is_registered_as_married_is_the_others_spouse_in_insurance(world: World) -> None:
    told = {si_number: name for si_number, kind, _, name in world.db.execute(RELATIVES) if kind == SPOUSE}
    agreed = world.auditor.agreed
    couples = world.db.execute(MARRIAGES).fetchall()
    for husband, wife in couples:
        assert (agreed[husband].sex, agreed[wife].sex) == (1, 2)
        assert told[participant_of(world.people, husband).si_number] == agreed[wife].name
        assert told[participant_of(world.people, wife).si_number] == agreed[husband].name
    assert len({person for couple in couples for person in couple}) == 2 * len(couples) > 2_000


def test_who_is_insured_at_work_and_not_paid_by_anybody_has_no_tax_code_yet(world: World) -> None:
    unpaid = world.db.execute(UNPAID).fetchall()

    assert unpaid or world.nation.people <= 20_000  # few are so young
    assert {tax_code for tax_code, _ in unpaid} <= {""}
    assert all(year >= 2021 - 18 for _, year in unpaid)  # or insurance holds them a year older


def test_population_was_told_of_the_cards_that_are_current(world: World) -> None:
    assert world.db.execute(TOLD_OTHERWISE).fetchall() == []
    assert world.db.execute("SELECT count(*) FROM population.insurance_facts").fetchone()[0] > world.nation.people / 30


def test_insurance_holds_the_day_of_each_death_that_locked_a_card_and_of_nobody_with_a_card(world: World) -> None:
    died = dict(world.db.execute(DIED))
    locked = dict(world.db.execute(f"SELECT participant_key, end_date FROM insurance.card WHERE ending = {LOCKED}"))
    current = {key for (key,) in world.db.execute("SELECT participant_key FROM insurance.card WHERE ending = 0")}

    assert locked.items() <= died.items()
    assert locked
    assert not died.keys() & current


def test_insurance_and_tax_know_employers_by_the_same_names_and_addresses(world: World) -> None:
    insurance = set(world.db.execute(EMPLOYERS_OF_INSURANCE))
    tax = set(world.db.execute(EMPLOYERS_OF_TAX))

    assert insurance <= tax
    assert len(tax) > len(insurance) > 0


RELATIVES = """
    SELECT participant_key, kind, number, full_name FROM insurance.relative
    WHERE participant_key NOT IN (SELECT participant_key FROM insurance_personas.participant)
"""
MARRIAGES = """
    SELECT husband_key, wife_key FROM justice.marriage
    WHERE (husband_key, wife_key) NOT IN (SELECT husband_key, wife_key FROM justice_personas.marriage)
"""
UNPAID = """
    SELECT tax_code, birth_year FROM insurance.contribution
    JOIN insurance.participant USING (participant_key) JOIN insurance.social_insurance USING (participant_key)
    WHERE last_month = 0 AND funds & 5 = 5
      AND participant_key NOT IN (SELECT participant_key FROM insurance_personas.participant)
      AND NOT EXISTS (SELECT 1 FROM tax.income_payment
                      WHERE person_key = CAST(tax_code AS INTEGER) * 1000 AND month = 202112)
"""
DIED = "SELECT participant_key, death_date FROM insurance.participant WHERE death_date <> ''"
TOLD_OTHERWISE = """
    SELECT value, social_insurance_number, card_number, valid_from, valid_to, initial_facility, card_locked
    FROM population.insurance_facts JOIN population.identity_number USING (citizen_key)
    WHERE superseded = 0 AND citizen_key NOT IN (SELECT citizen_key FROM population_personas.insurance_facts)
    EXCEPT
    SELECT value, printf('%010d', participant_key), card_number, valid_from, valid_to, initial_facility, 0
    FROM insurance.card JOIN insurance.participant_number USING (participant_key) WHERE ending = 0
"""
EMPLOYERS_OF_INSURANCE = """
    SELECT tax_code, full_name, head_office_commune_code, head_office_detail, business_line, phone, email
    FROM insurance.employer WHERE unit_code NOT IN (SELECT unit_code FROM insurance_personas.employer)
"""
EMPLOYERS_OF_TAX = """
    SELECT printf('%010d', taxpayer_key / 1000), full_name, head_office_commune_code, head_office_detail,
           business_line, phone, email
    FROM tax.organisation WHERE taxpayer_key NOT IN (SELECT taxpayer_key FROM tax_personas.organisation)
"""
