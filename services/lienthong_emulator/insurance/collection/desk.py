"""What is done with what units send: declarations, money, requests for relief."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from lienthong.insurance.v1 import contribution_declaration_pb2 as pb
from lienthong_emulator.insurance.collection.booking import open_account
from lienthong_emulator.insurance.collection.convert import month_to_proto
from lienthong_emulator.insurance.collection.convert_declarations import (
    declaration_name,
    payment_to_proto,
    relief_to_proto,
)
from lienthong_emulator.insurance.collection.declaring import LabourList
from lienthong_emulator.insurance.collection.domain import Declaration, Relief
from lienthong_emulator.insurance.collection.errors import MonthHasEnded, ReliefOverlaps, ReliefTooLong
from lienthong_emulator.insurance.collection.store import StatementStore
from lienthong_emulator.insurance.months import month_of, months, told
from lienthong_emulator.runtime.kit import instant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from lienthong_emulator.insurance.collection.domain import Unit
    from lienthong_emulator.insurance.contributions.domain import Month
    from lienthong_emulator.runtime.kit import Tx


async def declare(tx: Tx, unit: Unit, month: Month, changes: Iterable[pb.DeclaredChange]) -> pb.ParticipantDeclaration:
    """Take in a labour list; the unit's money is counted from then on."""
    booking = await open_account(tx, unit, month)
    number = await tx.next_number("participant declaration")
    taken = LabourList(tx=tx, unit=unit, month=month, declaration_number=number)
    rows = [await taken.take(change) for change in changes]
    await booking.close()
    declaration_id = tx.kit.opaque_id("participant declaration", number)
    answer = pb.ParticipantDeclaration(
        name=declaration_name(unit.unit_code, declaration_id),
        unit_code=unit.unit_code,
        month=month_to_proto(month),
        receive_time=instant(tx.now),
        rows=rows,
        accepted_count=sum(not row.HasField("refusal") for row in rows),
    )
    StatementStore(tx.db).add_declaration(
        Declaration(
            declaration_number=number,
            declaration_id=declaration_id,
            unit_code=unit.unit_code,
            month=month,
            receive_time=tx.now.astimezone(UTC),
            content=answer.SerializeToString(),
        )
    )
    return answer


async def receive(tx: Tx, unit: Unit, amount: int, day: date, reference: str) -> pb.ContributionPayment:
    """Note money that came in from a unit."""
    booking = await open_account(tx, unit, month_of(tx.now.date()))
    payment = await booking.receive(amount, day, reference)
    await booking.close()
    return payment_to_proto(payment)


async def relieve(tx: Tx, relief: Relief) -> pb.ContributionRelief:
    """Grant a relief, from a month on that has not ended."""
    store = StatementStore(tx.db)
    today = tx.now.date()
    if relief.first_month < month_of(today):
        raise MonthHasEnded(field="first_month", month=told(relief.first_month), today=today.isoformat())
    if len([*months(relief.first_month, relief.last_month)]) not in range(1, relief.kind.most_months + 1):
        raise ReliefTooLong(field="last_month", most=str(relief.kind.most_months))
    granted = [one for one in await store.reliefs_of(relief.unit_code) if one.kind is relief.kind]
    if any(one.meets(relief) for one in granted):
        raise ReliefOverlaps(field="first_month")
    store.add_relief(relief)
    return relief_to_proto(relief)
