"""Units declare who joins and leaves; histories follow, and so does what is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.journeys.collecting import IN_DEBT, Office, change, month

from lienthong.insurance.v1 import contribution_service_pb2 as pb
from lienthong.insurance.v1 import participant_pb2
from lienthong.insurance.v1.history_pb2 import FUND_ACCIDENT, FUND_HEALTH, FUND_SOCIAL, FUND_UNEMPLOYMENT

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune
    from lienthong.insurance.v1.contribution_declaration_pb2 import ParticipantDeclaration

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOA_SUA = "ZZ0001A"
"""Three people, 28,000,000 đồng of salaries, 8,540,000 due a month."""
MUI = "2708000353"
"""Viên Thị Mùi left her work in 2019."""
LOAN = "0121000335"
"""Ninh Thị Loan is with Hoa Sữa, on 5,500,000."""
TAM = "7906000145"
"""Đặng Văn Tâm is with another unit."""
DEAD = "0210000178"
"""Lý Văn Khoa died in 2020."""
FIRST = "11111111-1111-4111-8111-111111111111"


def told(declaration: ParticipantDeclaration) -> list[str]:
    return [row.refusal.reason for row in declaration.rows]


async def test_who_joins_is_in_the_history_and_in_what_the_unit_owes(commune: Commune) -> None:
    unit = Office(commune, f"employers/{HOA_SUA}")
    joins = change("TM", MUI, 7_000_000, full_name="viên thị mùi", tax_code="0100109106")
    declaration = await unit.declare(HOA_SUA, 202201, joins)

    assert (told(declaration), declaration.accepted_count) == ([""], 1)
    mui = await commune.participant(MUI)
    social = mui.social_insurance
    assert (social.unit_code, social.tax_code, social.object) == (
        HOA_SUA,
        "0100109106",
        participant_pb2.SOCIAL_INSURANCE_OBJECT_LABOUR_CONTRACT,
    )
    last = social.history.contributions[-1]
    assert (last.first_month, last.HasField("last_month"), last.unit_code, last.salary) == (
        month(202201),
        False,
        HOA_SUA,
        7_000_000,
    )
    assert list(last.funds) == [FUND_SOCIAL, FUND_ACCIDENT, FUND_HEALTH, FUND_UNEMPLOYMENT]
    assert mui.unemployment_insurance.history.contributions[-1] == last
    account = await unit.statement(HOA_SUA, 202201)
    # 30.5 % of 35,000,000: nothing for accidents, nothing from the employer for unemployment.
    assert (account.statement.headcount, account.statement.payroll, account.balance) == (4, 35_000_000, 10_675_000)


async def test_what_is_declared_late_is_owed_from_its_month_on(commune: Commune) -> None:
    tester = Office(commune)
    await tester.declare(HOA_SUA, 202111, change("TM", MUI, 7_000_000))

    account = await tester.statement(HOA_SUA, 202201)
    assert (account.arrears, account.interest, account.statement.paid) == (2 * 2_135_000, 0, 0)
    # The money of two months covers all of November and what is left of December.
    november, december = await tester.statement(HOA_SUA, 202111), await tester.statement(HOA_SUA, 202112)
    assert (november.statement.due.total, november.statement.remaining) == (10_675_000, 0)
    assert (december.statement.paid, december.statement.remaining) == (6_405_000, 4_270_000)
    assert [one.remaining for one in await tester.people(202112, HOA_SUA)] == [1_708_000, 1_037_000, 671_000, 854_000]


async def test_who_leaves_was_paid_for_too_long(commune: Commune) -> None:
    tester = Office(commune)
    declaration = await tester.declare(HOA_SUA, 202112, change("GH", LOAN))

    assert told(declaration) == [""]
    loan = (await commune.participant(LOAN)).social_insurance
    assert (loan.unit_code, loan.object) == ("", participant_pb2.SOCIAL_INSURANCE_OBJECT_RESERVED)
    assert loan.history.contributions[-1].last_month == month(202111)
    account = await tester.statement(HOA_SUA, 202112)
    assert (account.statement.headcount, account.statement.remaining, account.balance) == (2, 0, -1_677_500)


async def test_a_former_unit_tells_late_and_the_present_one_goes_on(commune: Commune) -> None:
    tester = Office(commune)
    assert told(await tester.declare(HOA_SUA, 202111, change("GH", LOAN))) == [""]
    assert told(await tester.declare(IN_DEBT, 202112, change("TC", LOAN, 6_000_000))) == [""]
    before = await commune.participant(LOAN)
    assert told(await tester.declare(HOA_SUA, 202110, change("GH", LOAN))) == [""]

    after = await commune.participant(LOAN)
    assert (after.social_insurance.unit_code, after.social_insurance.object) == (
        IN_DEBT,
        participant_pb2.SOCIAL_INSURANCE_OBJECT_LABOUR_CONTRACT,
    )
    assert after.health_insurance.card == before.health_insurance.card
    assert [one.month.month for one in await tester.months_of(LOAN)][:3] == [1, 12, 9]


async def test_leave_return_and_another_salary(commune: Commune) -> None:
    tester = Office(commune)
    assert told(await tester.declare(HOA_SUA, 202110, change("TS", LOAN))) == [""]
    assert (await commune.participant(LOAN)).social_insurance.unit_code == HOA_SUA
    assert told(await tester.declare(HOA_SUA, 202112, change("ON", LOAN))) == [""]
    assert told(await tester.declare(HOA_SUA, 202201, change("DC", LOAN, 9_000_000))) == [""]

    periods = (await commune.participant(LOAN)).social_insurance.history.contributions
    assert [(one.first_month, one.last_month, one.salary) for one in periods][-3:] == [
        (periods[-3].first_month, month(202109), 5_500_000),
        (month(202112), month(202112), 5_500_000),
        (month(202201), periods[-1].last_month, 9_000_000),
    ]
    assert [one.month.month for one in await tester.months_of(LOAN)][:3] == [1, 12, 9]


async def test_a_wrong_row_is_refused_by_name_and_the_others_stand(commune: Commune) -> None:
    declaration = await Office(commune).declare(
        HOA_SUA,
        202201,
        change("XX", MUI, 7_000_000),
        change("TM", "2708999999", 7_000_000),
        change("TM", MUI, 7_000_000, full_name="Viên Thị Mừng"),
        change("TM", MUI, 7_000_000, tax_code="0100109107"),
        change("TM", MUI, 7_000_000, tax_code="0100109106-000"),
        change("TM", MUI, -7_000_000),
        change("TM", TAM, 7_000_000),
        change("GH", MUI),
        change("ON", LOAN),
        change("TM", MUI, 7_000_000),
        change("DC", MUI, 8_000_000),
    )

    assert told(declaration) == [
        "PLAN_NOT_FOUND",
        "PARTICIPANT_NOT_FOUND",
        "NAME_DIFFERS",
        "TAX_CODE_CHECK_DIGIT",
        "TAX_CODE_ZEROS",
        "SALARY_NOT_POSITIVE",
        "ALREADY_INSURED",
        "NOT_DECLARED",
        "NOT_ON_LEAVE",
        "",
        "DECLARED_TWICE",
    ]
    assert declaration.accepted_count == 1
    assert declaration.rows[5].refusal.field == "salary"
    assert (await commune.participant(MUI)).social_insurance.history.contributions[-1].salary == 7_000_000


async def test_the_dead_do_not_join(commune: Commune) -> None:
    declaration = await Office(commune).declare(HOA_SUA, 202201, change("TM", DEAD, 7_000_000))

    assert told(declaration) == ["PARTICIPANT_DECEASED"]


async def test_the_dead_leave(commune: Commune) -> None:
    tester = Office(commune)
    await tester.declare(HOA_SUA, 201901, change("TM", DEAD, 7_000_000))

    assert told(await tester.declare(HOA_SUA, 202101, change("GH", DEAD))) == [""]
    assert (await tester.statement(HOA_SUA, 202101)).statement.headcount == 2


async def test_no_salary_is_beyond_reason(commune: Commune) -> None:
    tester = Office(commune)
    most, more = change("DC", LOAN, 10_000_000_000), change("DC", LOAN, 10_000_000_001)
    declaration = await tester.declare(HOA_SUA, 202201, more, change("DC", LOAN, 2**63 - 1), most)

    assert told(declaration) == ["SALARY_TOO_HIGH", "SALARY_TOO_HIGH", ""]
    assert declaration.rows[0].refusal.field == "salary"
    assert (await tester.statement(HOA_SUA, 202201)).statement.payroll == 10_022_500_000


async def test_a_second_declaration_for_a_person_and_month_is_refused(commune: Commune) -> None:
    tester = Office(commune)
    first = await tester.declare(HOA_SUA, 202201, change("TM", MUI, 7_000_000), request_id=FIRST)
    again = await tester.declare(HOA_SUA, 202201, change("TM", MUI, 7_000_000), request_id=FIRST)

    assert again == first
    assert told(await tester.declare(HOA_SUA, 202201, change("GH", MUI))) == ["DECLARED_TWICE"]


async def test_a_declaration_can_be_read_again(commune: Commune, refusal: Refusing) -> None:
    declaration = await Office(commune).declare(HOA_SUA, 202201, change("TM", MUI, 7_000_000))
    read = commune.client.contributions.GetParticipantDeclaration
    request = pb.GetParticipantDeclarationRequest(name=declaration.name)

    assert await read(request, metadata=Office(commune, f"employers/{HOA_SUA}").metadata) == declaration
    assert (await refusal(read(request))).reason == "ACCESS_NOT_PERMITTED"
    request.name = declaration.name.replace(HOA_SUA, IN_DEBT)
    assert (await refusal(read(request, metadata=Office(commune).metadata))).reason == "DECLARATION_NOT_FOUND"


@pytest.mark.parametrize(
    ("unit", "of", "reason", "field"),
    [
        pytest.param({"unit_code": "TA9999A"}, 202201, "EMPLOYER_NOT_FOUND", "unit_code", id="an unknown unit"),
        pytest.param({"tax_code": "0100109106"}, 202201, "EMPLOYER_NOT_FOUND", "tax_code", id="an unknown tax code"),
        pytest.param({"tax_code": "9990000019"}, 202201, "TAX_CODE_CHECK_DIGIT", "tax_code", id="a check digit"),
        pytest.param({"tax_code": "9990000018-000"}, 202201, "TAX_CODE_ZEROS", "tax_code", id="branch 000"),
        pytest.param({"tax_code": "9990000018"}, 202202, "MONTH_NOT_BEGUN", "month", id="a month to come"),
        pytest.param({"tax_code": "9990000018"}, 201712, "IMPOSSIBLE_MONTH", "month", id="a month of no rates"),
    ],
)
async def test_a_declaration_is_refused_as_a_whole(
    commune: Commune, refusal: Refusing, unit: dict[str, str], of: int, reason: str, field: str
) -> None:
    request = pb.DeclareParticipantsRequest(month=month(of), changes=[change("TM", MUI, 7_000_000)], **unit)
    no = await refusal(commune.client.contributions.DeclareParticipants(request, metadata=Office(commune).metadata))

    assert (no.reason, no.field) == (reason, field)


async def test_nobody_declares_for_another(commune: Commune, refusal: Refusing) -> None:
    for caller in (f"employers/{IN_DEBT}", "agencies/tax", "portals/one-stop"):
        no = await refusal(Office(commune, caller).declare(HOA_SUA, 202201, change("GH", LOAN)))
        assert no.reason == "NOT_ONES_OWN_UNIT"
