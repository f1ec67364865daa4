"""A corrected birth must fit the rest of the family."""

from dataclasses import replace
from datetime import date

import pytest
from tests.justice.amendments.test_domain import KHOI

from lienthong_emulator.justice.amendments.rules import Elder, Family, refuse_misfit
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.identity_numbers import Sex
from lienthong_emulator.runtime.refusals import Refusal

ALONE = Family(parents={}, children=[], marriages=[], died=None, roles=frozenset())
LAN = PartialDate(1993, 5, 17)
DAY = frozenset({"birth_date"})


def objection(born: PartialDate, family: Family) -> str:
    """The reason, empty where the day is let in."""
    try:
        refuse_misfit(replace(KHOI, birth_date=born), DAY, family)
    except Refusal as no:
        return no.reason
    return ""


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        pytest.param(PartialDate(2005, 5, 17), "", id="on her twelfth birthday"),
        pytest.param(PartialDate(2005, 5, 16), "PARENT_TOO_YOUNG", id="the day before"),
        pytest.param(PartialDate(2005, 5), "", id="in the month"),
        pytest.param(PartialDate(2005, 4), "PARENT_TOO_YOUNG", id="in the month before"),
        pytest.param(PartialDate(2005), "", id="in the year"),
        pytest.param(PartialDate(1990, 1, 1), "PARENT_TOO_YOUNG", id="before her"),
    ],
)
def test_a_parent_is_old_enough_as_far_as_the_days_are_known(born: PartialDate, reason: str) -> None:
    assert objection(born, replace(ALONE, parents={"mother": Elder(LAN)})) == reason


@pytest.mark.parametrize(
    ("role", "born", "reason"),
    [
        pytest.param("mother", PartialDate(2021, 12, 27), "", id="on the day on which she died"),
        pytest.param("mother", PartialDate(2021, 12, 28), "PARENT_DIED_BEFORE", id="the day after"),
        pytest.param("mother", PartialDate(2021, 12), "", id="in the month"),
        pytest.param("mother", PartialDate(2021), "", id="in the year"),
        pytest.param("mother", PartialDate(2022), "PARENT_DIED_BEFORE", id="in the year after"),
        pytest.param("father", PartialDate(2022, 10, 23), "", id="300 days after he died"),
        pytest.param("father", PartialDate(2022, 10, 24), "PARENT_DIED_BEFORE", id="301 days after"),
    ],
)
def test_a_parent_lived_late_enough_as_far_as_the_day_is_known(role: str, born: PartialDate, reason: str) -> None:
    assert objection(born, replace(ALONE, parents={role: Elder(LAN, died=date(2021, 12, 27))})) == reason


@pytest.mark.parametrize(
    ("family", "reason"),
    [
        pytest.param(replace(ALONE, children=[PartialDate(2032, 1, 1)]), "CHILD_TOO_OLD", id="a child"),
        pytest.param(replace(ALONE, marriages=[PartialDate(2032, 1, 1)]), "MARRIED_TOO_YOUNG", id="a marriage"),
        pytest.param(replace(ALONE, died=PartialDate(2021, 12, 27)), "DEATH_BEFORE_BIRTH", id="a death before"),
        pytest.param(replace(ALONE, died=PartialDate(2021, 12, 28)), "", id="a death on the day"),
        pytest.param(replace(ALONE, children=[PartialDate(2034, 1, 1)]), "", id="a child in time"),
        pytest.param(ALONE, "", id="nobody"),
    ],
)
def test_children_marriages_and_the_death_come_after(family: Family, reason: str) -> None:
    assert objection(KHOI.birth_date, family) == reason


@pytest.mark.parametrize(("role", "sex"), [("mother", Sex.FEMALE), ("father", Sex.MALE)])
def test_a_role_says_the_sex(role: str, sex: Sex) -> None:
    family, other = replace(ALONE, roles={role}), Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE
    refuse_misfit(replace(KHOI, sex=sex), {"sex"}, family)

    with pytest.raises(Refusal) as no:
        refuse_misfit(replace(KHOI, sex=other), {"sex"}, family)
    assert (no.value.reason, no.value.facts["role"]) == ("SEX_CONTRADICTS_ROLE", role)


def test_what_is_not_corrected_is_not_judged() -> None:
    refuse_misfit(KHOI, {"full_name"}, replace(ALONE, children=[PartialDate(1950)], roles={"mother"}))
