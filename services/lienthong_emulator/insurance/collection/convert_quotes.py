"""Quotes, between the domain and the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from lienthong.insurance.v1 import contribution_quote_pb2 as pb
from lienthong_emulator.insurance.circumstances.domain import Poverty
from lienthong_emulator.insurance.collection.convert import due_to_proto, month_from_proto
from lienthong_emulator.insurance.collection.domain import Payer, Terms
from lienthong_emulator.insurance.collection.dues import Line, due_of, lines_of
from lienthong_emulator.insurance.collection.quotes import household_lines, voluntary_lines
from lienthong_emulator.insurance.contributions.domain import Fund
from lienthong_emulator.reference import contribution_rates as rates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lienthong.insurance.v1.contribution_service_pb2 import QuoteContributionRequest
    from lienthong_emulator.insurance.contributions.domain import Month

CONTRACT: Final = Fund.SOCIAL | Fund.ACCIDENT | Fund.HEALTH | Fund.UNEMPLOYMENT
KINDS: Final[Mapping[int, tuple[str, Fund]]] = {
    pb.INSURED_KIND_EMPLOYEE: (rates.CITIZENS, CONTRACT),
    pb.INSURED_KIND_STATE_PAID: (rates.BUDGET, CONTRACT),
    pb.INSURED_KIND_CIVIL_SERVANT: (rates.BUDGET, CONTRACT & ~Fund.UNEMPLOYMENT),
    pb.INSURED_KIND_COMMUNE_STAFF: (rates.COMMUNE, Fund.SOCIAL | Fund.HEALTH),
    pb.INSURED_KIND_FOREIGNER: (rates.FOREIGNERS, CONTRACT & ~Fund.UNEMPLOYMENT),
}


def quote_of(request: QuoteContributionRequest) -> pb.ContributionQuote:
    """What is asked about, reckoned. Raises `ImpossibleMonth`, `IncomeOutOfRange`."""
    month = month_from_proto(request.month, "month")
    lines = _lines(request, month)
    total = sum(line.amount for line in lines if line.payer is not Payer.STATE)
    support = sum(line.amount for line in lines if line.payer is Payer.STATE)
    return pb.ContributionQuote(
        month=request.month,
        lines=map(_line_to_proto, lines),
        due=due_to_proto(due_of(lines)) if request.HasField("employee") else None,
        total=total,
        state_support=support,
        to_pay=total - support,
    )


def _lines(request: QuoteContributionRequest, month: Month) -> Sequence[Line]:
    if request.HasField("household"):
        return household_lines(request.household.members, request.household.months, month)
    if request.HasField("volunteer"):
        volunteer = request.volunteer
        return voluntary_lines(volunteer.income, Poverty(volunteer.poverty), volunteer.months, month)
    employee = request.employee
    people, funds = KINDS[employee.kind]
    return lines_of(employee.salary, month, funds, Terms(people, employee.wage_region or 1, employee.safe_enterprise))


def _line_to_proto(line: Line) -> pb.QuoteLine:
    return pb.QuoteLine(
        fund=pb.ContributionFund.Value(f"CONTRIBUTION_FUND_{line.fund}"),
        payer=cast("pb.ContributionPayer.ValueType", line.payer.value),
        member=line.member,
        base=line.base,
        cap=line.cap,
        rate=line.rate,
        percent=line.percent,
        months=line.months,
        amount=line.amount,
        source=line.source,
        cap_source=line.cap_source,
    )
