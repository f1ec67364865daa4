"""A mistake of which nobody said what it is, is told by comparing."""

from dataclasses import replace

import pytest

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.people.by_hand.judged_mistakes import judged
from lienthong_emulator.people.by_hand.person import HeldOtherwise, Person
from lienthong_emulator.people.by_hand.personas import personas

LAN = personas()["lan"]
NUMBERS = {person.personal_number for person in personas().values()}
STATED = [(person, held) for person in personas().values() for held in person.held_otherwise]


@pytest.mark.parametrize(("person", "held"), STATED, ids=lambda one: getattr(one, "key", getattr(one, "kind", "")))
def test_what_is_planted_on_the_personas_is_judged_as_their_file_says(person: Person, held: HeldOtherwise) -> None:
    assert judged(person, replace(held, kind="", outcome=""), NUMBERS) == (held.kind, held.outcome)


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        pytest.param("full_name", "NGUYỄN THỊ LAN", ("NAME_SPELLING", "MATCH_NORMALIZED"), id="in capitals"),
        pytest.param("full_name", "Trần Thị Lan", ("NAME_OTHER", "MISMATCH"), id="of another family"),
        pytest.param("birth", PartialDate(1993, 5, 18), ("BIRTH_OTHER_DAY", "MISMATCH"), id="a day later"),
        pytest.param("personal_number", "", ("NUMBER_UNKNOWN", "NOT_COMPARED"), id="no number, and no older one"),
        pytest.param("personal_number", "901193000999", ("NUMBER_OF_NOBODY", "NOT_FOUND"), id="a number of nobody"),
        pytest.param("birth_defaulted", True, ("BIRTH_DEFAULTED", "PARTIAL"), id="a day that is not meant"),
    ],
)
def test_insurance_claims_what_it_holds(field: str, value: object, found: tuple[str, str]) -> None:
    assert judged(LAN, HeldOtherwise(agency="insurance", field=field, value=value), NUMBERS) == found


def test_another_register_is_asked_with_the_truth() -> None:
    year_only = HeldOtherwise(agency="population", field="birth", value=PartialDate(1993))

    assert judged(LAN, year_only, NUMBERS) == ("BIRTH_YEAR_ONLY", "PARTIAL")
    assert judged(LAN, replace(year_only, field="mother", value="thanh-mai"), NUMBERS) == ("PARENT_UNKNOWN", "NOT_HELD")
