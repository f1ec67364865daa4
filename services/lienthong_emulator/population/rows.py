"""The population database's version of the people a world begins with."""

from collections.abc import Iterator, Mapping

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND, IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER
from lienthong_emulator.people.nation import versions_of
from lienthong_emulator.people.registers.versions import Cards, Elsewhere, People
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.rows import Rows, addresses
from lienthong_emulator.verification.fingerprints import fingerprint, number_said, words_of

CITIZEN = (
    "citizen_key",
    "personal_number",
    "full_name",
    "birth_date_year",
    "birth_date_month",
    "birth_date_day",
    "birth_defaulted",
    "sex",
    "ethnic_group",
    "nationality",
    "registration_commune",
    *addresses("hometown"),
    *addresses("residence"),
    "mother_key",
    "father_key",
    "death_date",
    "revision",
)
IDENTITY_NUMBER = ("value", "kind", "citizen_key", "superseded", "fingerprint")
INSURANCE_FACTS = (
    "citizen_key",
    "social_insurance_number",
    "card_number",
    "valid_from",
    "valid_to",
    "initial_facility",
    "card_locked",
)


def rows(nation: Nation) -> Iterator[Rows]:
    for version in versions_of("population", nation):
        yield _citizens(version.people, version.people_so_far)
        yield _numbers(version.people, version.elsewhere)
        yield _facts(version.people, version.cards)


def _citizens(people: People, so_far: int) -> Rows:
    home, residence = people.hometown, people.residence
    columns = (
        people.key,
        people.personal_number,
        people.full_name,
        people.birth_year,
        people.birth_month,
        people.birth_day,
        people.birth_defaulted,
        people.sex,
        people.ethnic_group,
        people.nationality,
        people.registration_commune,
        *(home.province_code, home.district_code, home.commune_code, home.detail),
        *(residence.province_code, residence.district_code, residence.commune_code, residence.detail),
        people.mother,
        people.father,
        people.died,
        [1] * len(people.key),
    )
    return Rows("citizen", CITIZEN, zip(*columns, strict=True), so_far)


def _numbers(people: People, elsewhere: Elsewhere) -> Rows:
    """The current number with its fingerprint, and an old CMND beside it where there was one."""
    fingerprints = _fingerprints(people, elsewhere)
    found = [
        row
        for key, personal, cmnd in zip(people.key, people.personal_number, people.cmnd, strict=True)
        for row in (
            (personal, IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, key, 0, fingerprints.get(key)),
            (cmnd, IDENTITY_NUMBER_TYPE_CMND, key, int(bool(personal)), None if personal else fingerprints.get(key)),
        )
        if row[0]
    ]
    return Rows("identity_number", IDENTITY_NUMBER, found)


def _fingerprints(people: People, elsewhere: Elsewhere) -> Mapping[int, int]:
    """By their keys, of whom one can be made."""
    numbers = {0: ""}
    for each in (people, elsewhere):
        numbers.update(zip(each.key, map(number_said, each.personal_number, each.cmnd), strict=True))
    said = words_of(people, map(numbers.get, people.mother), map(numbers.get, people.father))
    return {
        key: fingerprint(*words)
        for key, words, died, defaulted in zip(people.key, said, people.died, people.birth_defaulted, strict=True)
        if words[0] and None not in words and not died and not defaulted
    }


def _facts(people: People, cards: Cards) -> Rows:
    """The current card of those whom population and insurance have compared: others were never told of."""
    known = {
        si_number: key
        for si_number, key, day in zip(people.si_number, people.key, people.confirmed, strict=True)
        if day
    }
    columns = (cards.si_number, cards.card_number, cards.valid_from, cards.valid_to, cards.initial_facility)
    found = [
        (known[row[0]], *row, 0)
        for ending, *row in zip(cards.ending, *columns, strict=True)
        if not ending and row[0] in known
    ]
    return Rows("insurance_facts", INSURANCE_FACTS, found)
