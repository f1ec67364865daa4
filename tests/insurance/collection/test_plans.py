"""What a row of a labour list does to what is declared of one person."""

from dataclasses import replace

import pytest

from lienthong_emulator.insurance.collection.domain import Engagement, Unit
from lienthong_emulator.insurance.collection.errors import (
    AlreadyInsured,
    NotDeclared,
    NotOnLeave,
    PlanNotFound,
    SalaryNotPositive,
)
from lienthong_emulator.insurance.collection.plans import Effect, Person, declared, effect_of, funds_of
from lienthong_emulator.insurance.contributions.domain import GOES_ON, Fund, Month
from lienthong_emulator.insurance.employers.domain import EmployerType

UNIT = Unit(
    unit_code="TA0001A",
    full_name="May Lá Rách",
    tax_code="9990000071",
    province_code="27",
    type=EmployerType.LIMITED_LIABILITY,
    payment_months=1,
)
LABOUR_CONTRACT = Fund.SOCIAL | Fund.ACCIDENT | Fund.HEALTH | Fund.UNEMPLOYMENT
WORK = Engagement(
    unit_code="TA0001A",
    participant_key=1,
    first_month=Month(202001),
    last_month=GOES_ON,
    funds=LABOUR_CONTRACT,
    salary=6_000_000,
    full_name="Lan",
    nationality="VN",
    unpaid=False,
)
LAN = Person(participant_key=1, full_name="Lan", nationality="VN", unit_code="TA0001A", engagements=[WORK])
"""Born 1985, at work since January 2020."""
NEW = replace(LAN, unit_code="", engagements=[])
ENDED = WORK._replace(last_month=Month(202110))
ON_LEAVE = replace(LAN, engagements=[ENDED])
DECEMBER = Month(202112)


def span(one: Engagement) -> tuple[int, int, int]:
    return one.first_month, one.last_month, one.salary


def after_row(effect: Effect, person: Person, salary: int = 0, month: Month = DECEMBER) -> list[tuple[int, int, int]]:
    return [span(one) for one in declared(effect, person, UNIT, month, salary)]


def test_who_joins_begins_to_pay() -> None:
    assert declared(Effect.JOIN, NEW, UNIT, DECEMBER, 6_000_000) == [WORK._replace(first_month=DECEMBER)]


def test_who_leaves_pays_up_to_the_month_before() -> None:
    assert after_row(Effect.LEAVE, LAN) == [(202001, 202111, 6_000_000)]


def test_who_leaves_in_the_first_month_was_never_there() -> None:
    assert after_row(Effect.LEAVE, LAN, month=Month(202001)) == []


def test_who_leaves_long_ago_leaves_nothing_of_what_came_after() -> None:
    person = replace(LAN, engagements=[ENDED, WORK._replace(first_month=Month(202111), salary=7_000_000)])

    assert after_row(Effect.LEAVE, person, month=Month(202106)) == [(202001, 202105, 6_000_000)]


def test_who_left_once_and_joined_again_has_left_once() -> None:
    again = WORK._replace(first_month=Month(202111), salary=7_000_000)
    person = replace(LAN, engagements=[WORK._replace(last_month=Month(202109)), again])

    assert after_row(Effect.LEAVE, person, month=Month(202106)) == [(202001, 202105, 6_000_000), span(again)]
    assert after_row(Effect.PAUSE, person, month=Month(202001)) == [span(again)]


def test_who_is_on_leave_comes_back_on_the_old_salary_or_another() -> None:
    assert after_row(Effect.RETURN, ON_LEAVE) == [(202001, 202110, 6_000_000), (202112, GOES_ON, 6_000_000)]
    assert after_row(Effect.RETURN, ON_LEAVE, 7_000_000)[-1] == (202112, GOES_ON, 7_000_000)


def test_who_is_on_leave_may_leave() -> None:
    assert after_row(Effect.LEAVE, ON_LEAVE) == [(202001, 202110, 6_000_000)]


def test_another_salary_counts_up_to_where_something_else_was_declared() -> None:
    raised = WORK._replace(first_month=Month(202111), salary=7_000_000)
    person = replace(LAN, engagements=[ENDED, raised])

    assert after_row(Effect.ADJUST, LAN, 9_000_000) == [(202001, 202111, 6_000_000), (202112, GOES_ON, 9_000_000)]
    assert after_row(Effect.ADJUST, person, 8_000_000, Month(202106)) == [
        (202001, 202105, 6_000_000),
        (202106, 202110, 8_000_000),
        (202111, GOES_ON, 7_000_000),
    ]


@pytest.mark.parametrize(
    ("effect", "person", "salary", "refusal"),
    [
        pytest.param(Effect.JOIN, NEW, -1, SalaryNotPositive, id="a negative salary"),
        pytest.param(Effect.JOIN, NEW, 0, SalaryNotPositive, id="no salary"),
        pytest.param(Effect.ADJUST, LAN, 0, SalaryNotPositive, id="another salary, which is none"),
        pytest.param(Effect.JOIN, LAN, 1, AlreadyInsured, id="who is there already"),
        pytest.param(
            Effect.JOIN,
            replace(NEW, engagements=[WORK._replace(unit_code="TB0001B")]),
            1,
            AlreadyInsured,
            id="who is with another unit",
        ),
        pytest.param(Effect.LEAVE, NEW, 0, NotDeclared, id="a stranger leaves"),
        pytest.param(Effect.PAUSE, ON_LEAVE, 0, NotDeclared, id="who is on leave goes on leave"),
        pytest.param(Effect.ADJUST, ON_LEAVE, 1, NotDeclared, id="who is on leave earns more"),
        pytest.param(Effect.RETURN, LAN, 0, NotOnLeave, id="who is there comes back"),
        pytest.param(Effect.RETURN, NEW, 0, NotOnLeave, id="a stranger comes back"),
    ],
)
def test_a_row_that_cannot_be_is_refused(effect: Effect, person: Person, salary: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        declared(effect, person, UNIT, DECEMBER, salary)


def test_a_plan_code_has_an_effect() -> None:
    effects = [effect_of(code) for code in ("TM", "TC", "ON", "GH", "GC", "TS", "OF", "KL", "DC")]

    assert effects == [*[Effect.JOIN] * 2, Effect.RETURN, *[Effect.LEAVE] * 2, *[Effect.PAUSE] * 3, Effect.ADJUST]
    with pytest.raises(PlanNotFound):
        effect_of("XX")


@pytest.mark.parametrize(
    ("unit_type", "nationality", "funds"),
    [
        pytest.param(EmployerType.JOINT_STOCK, "VN", LABOUR_CONTRACT, id="a labour contract"),
        pytest.param(EmployerType.PUBLIC_UNIT, "VN", LABOUR_CONTRACT, id="a public unit"),
        pytest.param(EmployerType.STATE_BODY, "VN", LABOUR_CONTRACT & ~Fund.UNEMPLOYMENT, id="a civil servant"),
        pytest.param(EmployerType.JOINT_STOCK, "KR", LABOUR_CONTRACT & ~Fund.UNEMPLOYMENT, id="a foreigner"),
    ],
)
def test_who_joins_is_insured_by_unit_and_nationality(unit_type: EmployerType, nationality: str, funds: Fund) -> None:
    assert funds_of(replace(UNIT, type=unit_type), nationality) == funds
