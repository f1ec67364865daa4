"""Each agency's version of the personas, and the answer key to it."""

from collections.abc import Sequence
from dataclasses import fields

import pytest

from lienthong_emulator.matching import PartialDate, compare_dates, compare_exact, compare_names
from lienthong_emulator.people.by_hand.person_views import AGENCIES
from lienthong_emulator.people.by_hand.persona_versions import persona_differences, personas_held_by
from lienthong_emulator.people.by_hand.personas import personas
from lienthong_emulator.people.labour.standing import Funds
from lienthong_emulator.people.mistakes.difference import Difference
from lienthong_emulator.people.mistakes.differences import BIRTH_DEFAULTED, sorts
from lienthong_emulator.people.registers.versions import Addresses, Version
from lienthong_emulator.runtime.recipe import Nation

NATION = Nation()
OWN_KINDS = {"NAME_MIDDLE_MISSING", "BIRTH_FIRST_OF_JANUARY"}
"""That the nation beside the personas does not have; and some mistakes of population and insurance at once."""
DIFFERENCES = persona_differences(NATION)


def held(agency: str, key: str, column: str, nation: Nation = NATION) -> object:
    people = personas_held_by(agency, nation).people
    return getattr(people, column)[list(people.key).index(personas()[key].number)]


@pytest.mark.parametrize("year", [2017, 2021, 2024])
@pytest.mark.parametrize("agency", AGENCIES)
def test_columns_of_a_table_are_of_one_length(agency: str, year: int) -> None:
    version = personas_held_by(agency, Nation(year=year))
    for table in fields(Version):
        columns = getattr(version, table.name)
        if not isinstance(columns, int):
            assert len(set(_lengths(columns))) == 1, table.name


def _lengths(table: object) -> Sequence[int]:
    columns = [getattr(table, column.name) for column in fields(table)]  # type: ignore[arg-type] - a dataclass
    return [length for each in columns for length in (_lengths(each) if isinstance(each, Addresses) else [len(each)])]


def test_numbers_in_insurance_are_unique_and_known() -> None:
    version = personas_held_by("insurance", NATION)
    known = set(version.people.si_number)

    assert len(known) == len(version.people.si_number)
    for table in (version.cards, version.contributions, version.benefits, version.relatives, version.circumstances):
        assert set(table.si_number) <= known
    assert list(version.participations.si_number) == list(version.people.si_number)
    assert set(version.participations.unit_code) - {""} <= set(version.employers.unit_code)
    assert set(version.people.household) == set(version.households.code)


def test_nobody_has_two_current_cards_under_one_number() -> None:
    cards = personas_held_by("insurance", NATION).cards
    current = [number for number, ending in zip(cards.si_number, cards.ending, strict=True) if not ending]

    assert len(current) == len(set(current))


def test_population_and_justice_hold_citizens_once() -> None:
    for agency in ("population", "justice"):
        people = personas_held_by(agency, NATION).people
        assert len(set(people.key)) == len(people.key)
        assert set(people.nationality) == {"VN"}
        assert personas()["newborn"].number not in people.key


def test_tax_is_told_of_who_is_paid() -> None:
    version = personas_held_by("tax", NATION)

    assert set(version.incomes.person_tax_code) <= set(version.people.tax_code)
    assert set(version.incomes.employer_tax_code) <= set(version.employers.tax_code)
    assert set(version.incomes.month) == {202112}


@pytest.mark.parametrize(
    ("year", "deducted"),
    [
        pytest.param(2021, 435_000, id="1.5 % for health alone before 2022"),
        pytest.param(2022, 2_755_000, id="9.5 % since there is a pension"),
    ],
)
def test_foreigners_pay_for_a_pension_from_2022_on(year: int, deducted: int) -> None:
    incomes = personas_held_by("tax", Nation(year=year)).incomes
    place = incomes.person_tax_code.index(personas(year)["min-jun"].tax_code)

    assert incomes.insurance_deducted[place] == deducted


def test_an_agency_holds_its_mistakes_and_no_other_does() -> None:
    assert held("insurance", "thi-hue", "full_name") == "Pham Thi Hue"
    assert held("population", "thi-hue", "full_name") == "Phạm Thị Huệ"
    assert (held("insurance", "van-thang", "birth_month"), held("justice", "van-thang", "birth_month")) == (9, 4)
    assert (held("population", "van-bay", "died"), held("insurance", "van-bay", "died")) == ("2021-11-30", "")
    assert (held("justice", "van-ut", "died"), held("population", "van-ut", "died")) == ("2021-10-02", "")
    assert held("insurance", "van-chung", "personal_number") == personas()["thanh-tung"].personal_number


def test_mistakes_shift_with_the_year() -> None:
    nation = Nation(year=2023)

    assert held("insurance", "thi-tuyet", "birth_year", nation) == 1969
    assert held("population", "van-bay", "died", nation) == "2023-11-30"
    assert held("insurance", "van-chung", "personal_number", nation) == personas(2023)["thanh-tung"].personal_number


def test_only_who_differs_nowhere_is_confirmed() -> None:
    assert held("insurance", "lan", "confirmed") == "2021-12-31"
    for key in ("thi-hue", "newborn", "van-ut"):
        assert not held("insurance", key, "confirmed")


def test_unemployment_is_a_fund_since_2009_for_personas_too() -> None:
    paid = personas_held_by("insurance", NATION).contributions
    rows = [*zip(paid.si_number, paid.first_month, paid.last_month, paid.funds, strict=True)]

    assert [row for row in rows if row[3] & Funds.UNEMPLOYMENT and row[1] < 200901] == []
    ended = [number for number, _, last, _ in rows if last == 200812]
    began = [number for number, first, _, funds in rows if first == 200901 and funds & Funds.UNEMPLOYMENT]
    assert 4 <= len(ended) == len(set(ended) & set(began))


@pytest.mark.parametrize("one", DIFFERENCES, ids=lambda one: f"{one.agency} {one.kind} {one.subject}")
def test_a_planted_difference_comes_to_what_the_key_says(one: Difference) -> None:
    claim, right = (one.held, one.truth) if one.agency == "insurance" else (one.truth, one.held)
    if one.field == "full_name":
        assert compare_names(claim, right).outcome == one.outcome
    elif one.field == "birth_date":
        assert compare_dates(_date(claim), _date(right)).outcome == one.outcome
    elif one.field in ("sex", "residence"):
        assert compare_exact(claim, right).outcome == one.outcome
    else:
        assert one.truth != one.held


def _date(text: str) -> PartialDate:
    return PartialDate(*map(int, text.split("-")))


def test_the_key_speaks_of_the_same_kinds_as_that_of_the_nation() -> None:
    known = {(sort.agency, sort.kind.value, sort.field, sort.outcome) for sort in (*sorts(), BIRTH_DEFAULTED)}
    of_people = {
        (one.agency, one.kind, one.field, one.outcome)
        for one in DIFFERENCES
        if one.kind not in OWN_KINDS and one.field not in ("status", "headcount")
    }
    assert of_people - known == {("population", "DEATH_UNKNOWN", "death_date", "DECEASED")}
    assert {kind for _, kind, _, _ in known} == {kind for _, kind, _, _ in of_people}
