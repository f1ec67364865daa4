"""The civil-status registers of the people a world begins with.

The nation says who was born, is married and died, and where; when that was registered is drawn here (our choice).
"""

from array import array
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from lienthong_emulator.justice.civil_status.domain import DAYS_IN_TIME, RegistrationKind
from lienthong_emulator.people.nation import versions_of
from lienthong_emulator.people.registers.versions import People, Relatives, Version
from lienthong_emulator.reference.identity_numbers import Sex
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.rows import Rows

Row = tuple[str | int, ...]

FIRST_YEAR = 1960
"""Of the births and marriages that are still on record."""
FIRST_DAY = date(FIRST_YEAR, 1, 1).toordinal()
ONE_LATE_OF, LATEST = 16, 1_000
YEARS_TO_MARRY = 12
# Law on marriage and family of 2014, article 8.
LEGAL_AGES: Mapping[int, int] = {Sex.MALE: 20, Sex.FEMALE: 18}
# Law 60/2014 on civil status, article 33: a death is registered within 15 days.
DAYS_FOR_A_DEATH = 15
DAYS_OF_A_YEAR = 365

PERSON = (
    "person_key",
    "full_name",
    "birth_year",
    "birth_month",
    "birth_day",
    "sex",
    "ethnic_group",
    "nationality",
    "personal_number",
    "cmnd",
)
PLACE = ("place_entry", "place_registered_on", "place_commune")
BIRTH = ("person_key", *PLACE, "registration_kind", "mother_key", "mother_name", "father_key", "father_name")
MOTHER, FATHER = 1, 2
"""Kinds of relatives, as in the contract."""
MARRIAGE = ("husband_key", "wife_key", *PLACE)
DEATH = ("person_key", *PLACE, "died")
REGISTERS: Mapping[str, int] = {"birth": 0, "marriage": 1, "death": 2}
"""The place of each among the books of a commune."""


def rows(nation: Nation) -> Iterator[Rows]:
    registrars = Registrars(nation.anchor)
    for version in versions_of("justice", nation):
        yield from registrars.rows_of_version(version)


class Registrars:
    """Those who keep the books, up to a day: entries go on counting from one batch to the next.

    Days are ordinals here: there are many, and few different ones.
    """

    def __init__(self, last_day: date) -> None:
        self._last_day = last_day.toordinal()
        self._books = _Books(last_day.year)

    def rows_of_version(self, version: Version) -> Iterator[Rows]:
        people = version.people
        yield Rows("birth", BIRTH, self._births(people, version.relatives))
        yield Rows("marriage", MARRIAGE, self._marriages(people))
        yield Rows("death", DEATH, self._deaths(people))
        yield Rows("registered_person", PERSON, _persons(people), version.people_so_far)

    def _births(self, people: People, relatives: Relatives) -> Iterator[Row]:
        """A birth whose day or month is not known counts as that of the first."""
        mothers, fathers = _names(relatives, MOTHER), _names(relatives, FATHER)
        parents = zip(people.mother, people.father, strict=True)
        born = zip(people.birth_year, people.birth_month, people.birth_day, strict=True)
        communes = people.registration_commune
        for key, commune, (year, month, day), (mother, father) in zip(people.key, communes, born, parents, strict=True):
            if commune and year >= FIRST_YEAR:
                birth = date(year, month or 1, day or 1).toordinal()
                registered = min(birth + _days_to_register(key), self._last_day)
                kind = RegistrationKind.LATE if registered > birth + DAYS_IN_TIME else RegistrationKind.ON_TIME
                place = self._place("birth", registered, commune)
                yield key, *place, kind, mother, mothers.get(key, ""), father, fathers.get(key, "")

    def _marriages(self, people: People) -> Iterator[Row]:
        """A couple is registered once, by the one with the smaller key, while both live and since both may marry."""
        days = dict(zip(people.key, _lives(people), strict=True))
        for key, spouse, sex, commune in zip(people.key, people.spouse, people.sex, _homes(people), strict=True):
            if key < spouse and commune:
                of_age, last_days = zip(*(days[who] for who in (key, spouse) if who in days), strict=True)
                wedding = _wedding(key, max(of_age), min(self._last_day, *last_days))
                if wedding >= FIRST_DAY:
                    couple = (key, spouse) if sex == Sex.MALE else (spouse, key)
                    yield *couple, *self._place("marriage", wedding, commune)

    def _deaths(self, people: People) -> Iterator[Row]:
        for key, died, commune in zip(people.key, people.died, _homes(people), strict=True):
            if died and commune:
                told = _day(died) + _draw(key) % (DAYS_FOR_A_DEATH + 1)
                yield key, *self._place("death", min(told, self._last_day), commune), died

    def _place(self, register: str, day: int, commune: str) -> tuple[int, str, str]:
        year, text = _written(day)
        return self._books.next_entry(register, commune, year), text, commune


class _Books:
    """Numbers the entries of each register, commune and year.

    There are two million such books: whole numbers side by side take a few megabytes, however large the nation.
    """

    def __init__(self, last_year: int) -> None:
        self._years = last_year - FIRST_YEAR + 1
        nothing = bytes(len(REGISTERS) * self._years * array("H").itemsize)
        self._entries: defaultdict[str, array[int]] = defaultdict(lambda: array("H", nothing))

    def next_entry(self, register: str, commune: str, year: int) -> int:
        """From 1; what was registered before the first year stands in the same book as that of the first."""
        entries, book = self._entries[commune], REGISTERS[register] * self._years + max(year - FIRST_YEAR, 0)
        entries[book] += 1
        return entries[book]


def _names(relatives: Relatives, kind: int) -> Mapping[int, str]:
    """Of those who are a kind of relative, by the person whose relative they are."""
    found = zip(relatives.person, relatives.kind, relatives.full_name, strict=True)
    return {person: name for person, which, name in found if which == kind}


def _persons(people: People) -> Iterator[Row]:
    return zip(
        people.key,
        people.full_name,
        people.birth_year,
        people.birth_month,
        people.birth_day,
        people.sex,
        people.ethnic_group,
        people.nationality,
        people.personal_number,
        people.cmnd,
        strict=True,
    )


def _homes(people: People) -> Iterator[str]:
    """The commune that registers a marriage or a death: where one lives, else where one was born."""
    homes, births = people.residence.commune_code, people.registration_commune
    return (home or birth for home, birth in zip(homes, births, strict=True))


def _days_to_register(key: int) -> int:
    days, rest = divmod(_draw(key), ONE_LATE_OF)
    return days % (DAYS_IN_TIME + 1) if rest else DAYS_IN_TIME + 1 + days % LATEST


def _lives(people: People) -> Iterator[tuple[int, int]]:
    """From which day until which each may marry; who has no birthday on record may from the end of a year or month."""
    born = zip(people.birth_year, people.birth_month, people.birth_day, strict=True)
    for sex, died, (year, month, day) in zip(people.sex, people.died, born, strict=True):
        yield _birthday(year + LEGAL_AGES[sex], month or 12, day), _day(died) - 1 if died else date.max.toordinal()


def _wedding(key: int, first: int, last: int) -> int:
    """A day of the first years in which both may marry, 0 where there is none."""
    days = min(last - first + 1, YEARS_TO_MARRY * DAYS_OF_A_YEAR)
    return first + _draw(key) % days if days > 0 else 0


@cache
def _birthday(year: int, month: int, day: int) -> int:
    """Of a month the last day where no day is known or the month has none such."""
    last = monthrange(year, month)[1]
    return date(year, month, min(day or last, last)).toordinal()


@cache
def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@cache
def _written(day: int) -> tuple[int, str]:
    """The year, and the day as a register writes it."""
    found = date.fromordinal(day)
    return found.year, found.isoformat()


def _draw(key: int) -> int:
    """A number below 2^32 that follows from a key (Knuth's multiplicative hash, its low bits set aside)."""
    return key * 2_654_435_761 % 2**40 >> 8
