"""The civil-status registers of the people a world begins with.

The nation says who was born, is married and died, and where; when that was registered is drawn here (our choice).
"""

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
YOUNGEST, YEARS_TO_MARRY = 20, 8
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
        self._entries: dict[tuple[str, str, int], int] = {}

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
        """A couple is registered once, by the one with the smaller key, and while both live."""
        birth_years = dict(zip(people.key, people.birth_year, strict=True))
        deaths = dict(zip(people.key, people.died, strict=True))
        for key, spouse, sex, commune in zip(people.key, people.spouse, people.sex, _homes(people), strict=True):
            if key < spouse and commune:
                younger = max(birth_years[key], birth_years.get(spouse, 0))
                died = [_day(text) for who in (key, spouse) if (text := deaths.get(who))]
                wedding = min(_wedding(key, younger), self._last_day, *died)
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
        book = (register, commune, year)
        entry = self._entries[book] = self._entries.get(book, 0) + 1
        return entry, text, commune


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


def _wedding(key: int, birth_year: int) -> int:
    days, years = divmod(_draw(key), YEARS_TO_MARRY)
    return date(birth_year + YOUNGEST + years, 1, 1).toordinal() + days % DAYS_OF_A_YEAR


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
