"""Who is old enough to marry, and who is too near."""

from __future__ import annotations

from datetime import date

import pytest

from lienthong_emulator.justice.marriages.domain import are_related, may_marry_from
from lienthong_emulator.justice.registers.domain import Birth, Place
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.identity_numbers import Sex

MOTHER, FATHER, LAN, HUNG = 1, 2, 3, 4


def born(key: int, mother: int = 0, father: int = 0) -> Birth:
    return Birth(
        person_key=key,
        place=Place(entry=1, registered_on=date(2000, 1, 1), commune="00166"),
        registration_kind=1,
        mother_key=mother,
        mother_name="",
        father_key=father,
        father_name="",
    )


@pytest.mark.parametrize(
    ("birth", "sex", "first"),
    [
        pytest.param(PartialDate(2002, 1, 5), Sex.MALE, date(2022, 1, 5), id="a man on his twentieth birthday"),
        pytest.param(PartialDate(2004, 1, 5), Sex.FEMALE, date(2022, 1, 5), id="a woman on her eighteenth"),
        pytest.param(PartialDate(2002, 2), Sex.MALE, date(2022, 2, 28), id="of an unknown day the last"),
        pytest.param(PartialDate(2002), Sex.MALE, date(2022, 12, 31), id="of an unknown month the last"),
        pytest.param(PartialDate(2004, 2, 29), Sex.FEMALE, date(2022, 2, 28), id="a leap day"),
    ],
)
def test_the_law_asks_for_a_birthday(birth: PartialDate, sex: Sex, first: date) -> None:
    assert may_marry_from(birth, sex) == first


@pytest.mark.parametrize(
    ("births", "keys", "related"),
    [
        pytest.param([born(LAN, MOTHER, FATHER), None], [LAN, FATHER], True, id="a daughter and her father"),
        pytest.param([born(LAN, MOTHER), born(HUNG, MOTHER)], [LAN, HUNG], True, id="of one mother"),
        pytest.param([born(LAN, MOTHER, FATHER), born(HUNG, 5, 6)], [LAN, HUNG], False, id="of other parents"),
        pytest.param([born(LAN), born(HUNG)], [LAN, HUNG], False, id="of parents whom no register names"),
        pytest.param([None, None], [0, 0], False, id="whom no register names"),
    ],
)
def test_who_is_too_near_follows_from_the_birth_register(
    births: list[Birth | None], keys: list[int], related: bool
) -> None:
    assert are_related(births, keys) is related
