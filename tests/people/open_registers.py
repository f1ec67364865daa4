"""The databases of the agencies, read with SQL, and who is who in them: told by numbers alone."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from lienthong_emulator.people.identifiers.numbers import Directory
from lienthong_emulator.people.identifiers.numbers import Numbers as Numbered
from lienthong_emulator.people.identifiers.series import SOCIAL_INSURANCE_NUMBER
from lienthong_emulator.people.tile import FIRST_KEY, tile_of
from lienthong_emulator.people.tiles import spans
from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.load import build
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.templates import blueprint_of

AGENCIES = ("population", "insurance", "justice", "tax")
Date = tuple[int, int, int]
Row = tuple[Any, ...]


class Held(NamedTuple):
    """What a register holds of a person beside the numbers."""

    name: str
    birth: Date
    sex: int


class Numbers(NamedTuple):
    """Empty where there is none."""

    personal: str
    cmnd: str

    @property
    def current(self) -> str:
        return self.personal or self.cmnd


class Citizen(NamedTuple):
    """A person of the population database."""

    key: int
    numbers: Numbers
    held: Held
    defaulted: bool
    commune: str
    mother: int
    father: int
    died: str
    rest: tuple[str, ...]
    """Nobody is ever wrong about it: ethnic group, nationality, where registered, from and at home."""


class Participant(NamedTuple):
    """A person of the insurance database."""

    si_number: int
    numbers: Numbers
    held: Held
    commune: str
    household: int
    tax_code: str
    has_card: bool
    is_locked: bool
    rest: tuple[str, ...]


class Taxpayer(NamedTuple):
    """A person of the tax database."""

    tax_code: str
    numbers: Numbers
    held: Held
    commune: str
    died: str


class Registered(NamedTuple):
    """A person whose birth stands in the registers of justice."""

    key: int
    numbers: Numbers
    held: Held
    mother: int
    mother_name: str
    father: int
    father_name: str


def built(nation: Nation, folder: Path) -> Path:
    """A folder with the database of each agency, of the nation and of a world with nobody but the personas."""
    for agency in AGENCIES:
        for kind, world in (("nation", nation), ("personas", Nation(year=nation.year))):
            build(folder / f"{agency}.{kind}.sqlite3", blueprint_of(ROSTER[agency], world), lambda _people: None)
    return folder


@contextmanager
def opened(folder: Path) -> Generator[sqlite3.Connection]:
    """Every database under the name of its agency, that of the personas as `insurance_personas` and so on."""
    with closing(sqlite3.connect(":memory:")) as db:
        for agency in AGENCIES:
            db.execute(f"ATTACH ? AS {agency}", (str(folder / f"{agency}.nation.sqlite3"),))
            db.execute(f"ATTACH ? AS {agency}_personas", (str(folder / f"{agency}.personas.sqlite3"),))
        yield db


CITIZENS = """
    SELECT citizen_key, personal_number,
           coalesce((SELECT value FROM population.identity_number AS number
                     WHERE number.citizen_key = citizen.citizen_key AND kind = 2), ''),
           full_name, birth_date_year, birth_date_month, birth_date_day, sex, birth_defaulted, residence_commune_code,
           mother_key, father_key, death_date,
           ethnic_group, nationality, registration_commune, hometown_commune_code, residence_detail
    FROM population.citizen WHERE citizen_key NOT IN (SELECT citizen_key FROM population_personas.citizen)
"""
PARTICIPANTS = """
    SELECT participant_key,
           coalesce((SELECT value FROM insurance.participant_number AS number
                     WHERE number.participant_key = participant.participant_key AND kind = 1), ''),
           coalesce((SELECT value FROM insurance.participant_number AS number
                     WHERE number.participant_key = participant.participant_key AND kind = 2), ''),
           full_name, birth_year, birth_month, birth_day, sex, residence_commune_code, household_key, tax_code,
           EXISTS (SELECT 1 FROM insurance.card
                   WHERE card.participant_key = participant.participant_key AND ending = 0),
           EXISTS (SELECT 1 FROM insurance.card
                   WHERE card.participant_key = participant.participant_key AND ending = 3),
           ethnic_group, nationality, registration_commune, hometown_commune_code, residence_detail
    FROM insurance.participant JOIN insurance.social_insurance USING (participant_key)
    WHERE participant_key NOT IN (SELECT participant_key FROM insurance_personas.participant)
"""
TAXPAYERS = """
    SELECT printf('%010d', taxpayer_key / 1000), personal_number, cmnd, full_name, birth_year, birth_month, birth_day,
           sex, residence_commune_code, died
    FROM tax.person WHERE taxpayer_key NOT IN (SELECT taxpayer_key FROM tax_personas.person)
"""
REGISTERED = """
    SELECT person_key, personal_number, cmnd, full_name, birth_year, birth_month, birth_day, sex,
           mother_key, mother_name, father_key, father_name
    FROM justice.registered_person JOIN justice.birth USING (person_key)
    WHERE person_key NOT IN (SELECT person_key FROM justice_personas.registered_person)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody:
    """The people of a nation by their keys in population, with all that the others hold of them."""

    citizens: Mapping[int, Citizen]
    participants: Mapping[int, Sequence[Participant]]
    """One for each, and behind it a second one for those who are held twice."""
    strays: Mapping[int, Participant]
    """By their own keys those who are held under the number of somebody else."""
    taxpayers: Mapping[int, Taxpayer]
    registered: Mapping[int, Registered]
    leads_to: Mapping[str, int]
    """From every identity number to who carries it or did."""


def everybody(db: sqlite3.Connection, nation: Nation) -> Everybody:
    citizens = {row[0]: _citizen(row) for row in db.execute(CITIZENS)}
    leads_to = {number: citizen.key for citizen in citizens.values() for number in citizen.numbers if number}
    join = _Join(citizens, leads_to, _KeysBySiNumber(nation))
    for row in db.execute(PARTICIPANTS):
        join.take(_participant(row))
    join.tell_strays()
    join.find_the_numberless()
    by_tax_code = {each.tax_code: key for key, found in join.participants.items() for each in found if each.tax_code}
    taxpayers = {}
    for row in db.execute(TAXPAYERS):
        taxpayer = _taxpayer(row)
        key = leads_to.get(taxpayer.numbers.current) or by_tax_code[taxpayer.tax_code]
        assert key not in taxpayers, f"{taxpayer.tax_code} is the second of one citizen"
        taxpayers[key] = taxpayer
    registered = {}
    for row in db.execute(REGISTERED):
        person = _registered(row)
        registered[leads_to.get(person.numbers.current, person.key)] = person
    return Everybody(
        citizens=citizens,
        participants=join.participants,
        strays=join.strays,
        taxpayers=taxpayers,
        registered=registered,
        leads_to=leads_to,
    )


class _Join:
    """Brings participants to citizens."""

    def __init__(self, citizens: Mapping[int, Citizen], leads_to: Mapping[str, int], keys: _KeysBySiNumber) -> None:
        self.participants: defaultdict[int, list[Participant]] = defaultdict(list)
        self.strays: dict[int, Participant] = {}
        self._citizens, self._leads_to, self._keys = citizens, leads_to, keys
        self._numberless: list[Participant] = []

    def take(self, found: Participant) -> None:
        """By the number that insurance holds, else by the social-insurance number."""
        key = self._leads_to[found.numbers.current] if found.numbers.current else self._keys(found.si_number)
        if key is None:
            self._numberless.append(found)
        else:
            self.participants[key].append(found)

    def tell_strays(self) -> None:
        """Of two who claim one number, that one is somebody else whose name, birth date and sex are others."""
        for key, claimants in [(key, found) for key, found in self.participants.items() if len(found) > 1]:
            owner = self._citizens[key]
            for stray in [claimant for claimant in claimants if claimant.held != owner.held]:
                claimants.remove(stray)
                own_key = self._leads_to[stray.numbers.cmnd] if stray.numbers.cmnd else self._keys(stray.si_number)
                assert own_key is not None
                assert own_key not in self.strays
                self.strays[own_key] = stray
            claimants.sort(key=lambda claimant: self._keys(claimant.si_number) is None)

    def find_the_numberless(self) -> None:
        """Without any paper and under a second social-insurance number: a name of the same household, born that day."""
        known = {(one.household, one.held): key for key, found in self.participants.items() for one in found}
        for each in self._numberless:
            self.participants[known[each.household, each.held]].append(each)


class _KeysBySiNumber:
    """Who was given a social-insurance number first; nobody for a second one."""

    def __init__(self, nation: Nation) -> None:
        self._spans = spans(nation)

        @cache
        def numbers_in(tile: int) -> Numbered:
            return tile_of(nation, tile).numbers

        self._directory = Directory(nation, len(self._spans), numbers_in)

    def __call__(self, si_number: int) -> int | None:
        holder = self._directory.holder(SOCIAL_INSURANCE_NUMBER, f"{si_number:010}")
        return FIRST_KEY + self._spans[holder.tile].first + holder.number if holder else None


def _citizen(row: Row) -> Citizen:
    key, personal, cmnd, name, year, month, day, sex, defaulted, commune, mother, father, died, *rest = row
    held = Held(name, (year, month, day), sex)
    return Citizen(key, Numbers(personal, cmnd), held, bool(defaulted), commune, mother, father, died, tuple(rest))


def _participant(row: Row) -> Participant:
    si_number, personal, cmnd, name, year, month, day, sex, commune, household, tax_code, card, locked, *rest = row
    held = Held(name, (year, month, day), sex)
    numbers = Numbers(personal, cmnd)
    return Participant(si_number, numbers, held, commune, household, tax_code, bool(card), bool(locked), tuple(rest))


def _taxpayer(row: Row) -> Taxpayer:
    tax_code, personal, cmnd, name, year, month, day, sex, commune, died = row
    return Taxpayer(tax_code, Numbers(personal, cmnd), Held(name, (year, month, day), sex), commune, died)


def _registered(row: Row) -> Registered:
    key, personal, cmnd, name, year, month, day, sex, *parents = row
    return Registered(key, Numbers(personal, cmnd), Held(name, (year, month, day), sex), *parents)
