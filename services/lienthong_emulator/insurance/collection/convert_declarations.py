"""Declarations, payments, reliefs and accounts, between the domain and the wire."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from lienthong.insurance.v1 import contribution_declaration_pb2 as pb
from lienthong_emulator.insurance.collection.convert import month_from_proto, month_to_proto, unit_statement_to_proto
from lienthong_emulator.insurance.collection.domain import Relief, ReliefKind
from lienthong_emulator.insurance.collection.errors import ImpossibleDay
from lienthong_emulator.insurance.months import after
from lienthong_emulator.wire import date_to_proto, full_date

if TYPE_CHECKING:
    from google.type import date_pb2

    from lienthong.insurance.v1.contribution_service_pb2 import RequestReliefRequest
    from lienthong_emulator.insurance.collection.domain import Declaration, Payment
    from lienthong_emulator.insurance.collection.ledger import Books
    from lienthong_emulator.insurance.contributions.domain import Month

FIRST_DAY = date(2018, 1, 1)


def declaration_name(unit_code: str, declaration_id: str) -> str:
    return f"employers/{unit_code}/declarations/{declaration_id}"


def declaration_of(found: Declaration) -> pb.ParticipantDeclaration:
    """A declaration as it was answered."""
    return pb.ParticipantDeclaration.FromString(found.content)


def relief_from_proto(request: RequestReliefRequest, unit_code: str) -> Relief:
    """Raises `ImpossibleMonth`."""
    return Relief(
        unit_code=unit_code,
        kind=ReliefKind(request.kind),
        first_month=month_from_proto(request.first_month, "first_month"),
        last_month=month_from_proto(request.last_month, "last_month"),
        basis=request.basis,
    )


def receive_date_from_proto(found: date_pb2.Date, today: date, *, is_given: bool) -> date:
    """The day on which money came in, today where none is given. Raises `ImpossibleDay`."""
    day = full_date(found) if is_given else today
    if day is None or not FIRST_DAY <= day <= today:
        raise ImpossibleDay(field="receive_date", today=today.isoformat())
    return day


def payment_to_proto(payment: Payment) -> pb.ContributionPayment:
    return pb.ContributionPayment(
        name=f"employers/{payment.unit_code}/payments/{payment.payment_id}",
        unit_code=payment.unit_code,
        amount=payment.amount,
        receive_date=date_to_proto(payment.receive_date),
        reference=payment.reference,
    )


def relief_to_proto(relief: Relief) -> pb.ContributionRelief:
    return pb.ContributionRelief(
        kind=cast("pb.ReliefKind.ValueType", relief.kind.value),
        first_month=month_to_proto(relief.first_month),
        last_month=month_to_proto(relief.last_month),
        basis=relief.basis,
    )


def account_statement_to_proto(books: Books, month: Month, now: Month) -> pb.AccountStatement:
    statement = unit_statement_to_proto(books, month, now)
    ended = after(now, -1)
    arrears, interest = books.arrears_before(month), books.interest(min(month, ended))
    return pb.AccountStatement(
        statement=statement,
        arrears=arrears,
        interest=interest,
        balance=arrears + statement.remaining + interest - books.credit_after(max(month, ended)),
        payments=[payment_to_proto(payment) for payment in books.payments if not payment.by_itself],
        reliefs=[relief_to_proto(relief) for relief in books.reliefs],
    )
