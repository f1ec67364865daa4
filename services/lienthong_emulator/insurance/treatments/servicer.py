"""What a facility asks beside the card: treatments of before, and co-payments of the year."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from lienthong.insurance.v1 import treatment_service_pb2 as pb
from lienthong_emulator.access.errors import AccessNotPermitted
from lienthong_emulator.access.record import note_access
from lienthong_emulator.access.rules import keeps_register
from lienthong_emulator.insurance.cards.convert import check_result_to_proto, presented_from_proto
from lienthong_emulator.insurance.cards.desk import judged
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.registry.domain import number_of
from lienthong_emulator.insurance.treatments.convert import claim_to_proto, co_payments_to_proto, treatment_to_proto
from lienthong_emulator.insurance.treatments.domain import accumulated, yearly_limit
from lienthong_emulator.insurance.treatments.errors import ClaimNotFound
from lienthong_emulator.insurance.treatments.store import TreatmentQuestions
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.runtime.paging import page_size, page_token, place_in
from lienthong_emulator.wire import date_to_proto, partial_to_proto

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from lienthong_emulator.insurance.cards.domain import Card, Holder
    from lienthong_emulator.insurance.cards.rules import Judged
    from lienthong_emulator.insurance.treatments.domain import ClaimTable, CoPayment, Treatment
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.database import Reader


class _Told(NamedTuple):
    """Somebody of whom something may be told."""

    holder: Holder
    card: Card


class TreatmentServicer:
    """`tables_of` reads the tables of a treatment's claim again."""

    def __init__(self, tables_of: Callable[[Reader, Treatment], Awaitable[Sequence[ClaimTable]]]) -> None:
        self._tables_of = tables_of

    async def ListTreatments(self, request: pb.ListTreatmentsRequest, call: Call) -> pb.ListTreatmentsResponse:
        found = await judged(call, presented_from_proto(request.presented))
        answer = pb.ListTreatmentsResponse(result=check_result_to_proto(found.result), code=found.result.code)
        size, (after,) = page_size(request), place_in(call, request, (0,))
        told = _told(call, found)
        if told is None:
            return answer
        treatments = await TreatmentQuestions(call.kit.lookups).of(
            told.holder.participant_key, after=after, most=size + 1
        )
        names = Names(call.kit.opaque_id)
        answer.treatments.extend(treatment_to_proto(treatment, names) for treatment in treatments[:size])
        if len(treatments) > size:
            answer.next_page_token = page_token(call, request, treatments[size - 1].treatment_number)
        return answer

    async def GetCoPayments(self, request: pb.GetCoPaymentsRequest, call: Call) -> pb.GetCoPaymentsResponse:
        found = await judged(call, presented_from_proto(request.presented))
        answer = pb.GetCoPaymentsResponse(result=check_result_to_proto(found.result), code=found.result.code)
        told = _told(call, found)
        if told is None:
            return answer
        holder, card = told
        today = call.time.date()
        year = request.year or today.year
        paid = await _paid_in(call, holder.participant_key, year)
        limit = yearly_limit(min(today, today.replace(year=year, month=12, day=31)))
        names = Names(call.kit.opaque_id)
        answer.year.CopyFrom(co_payments_to_proto(year, paid, limit, card.five_year_date, today, names))
        answer.full_name, answer.social_insurance_number = holder.full_name, number_of(holder.participant_key)
        answer.birth_date.CopyFrom(partial_to_proto(holder.birth))
        answer.valid_to.CopyFrom(date_to_proto(card.valid_to))
        answer.as_of_time.CopyFrom(instant(call.time))
        return answer

    async def GetClaim(self, request: pb.GetClaimRequest, call: Call) -> pb.Claim:
        treatment = await TreatmentQuestions(call.kit.lookups).find(request.number)
        if treatment is None or treatment.discharge_time is None:
            raise ClaimNotFound(field="number", number=str(request.number))
        is_own = call.context.caller == f"facilities/{treatment.facility}"
        if not is_own and not keeps_register(call.context, call.kit.agency):
            raise AccessNotPermitted(caller=call.context.caller)
        tables = await self._tables_of(call.kit.lookups, treatment)
        return claim_to_proto(treatment, tables, Names(call.kit.opaque_id))


def _told(call: Call, found: Judged) -> _Told | None:
    """Whom something may be told of: number, name and birth date are theirs. That is noted."""
    if found.holder is None or found.card is None or found.result.is_of_another:
        return None
    note_access(call, [found.holder.participant_key])
    return _Told(found.holder, found.card)


async def _paid_in(call: Call, participant_key: int, year: int) -> Sequence[CoPayment]:
    first, end = datetime(year, 1, 1, tzinfo=HANOI), datetime(year + 1, 1, 1, tzinfo=HANOI)
    return accumulated(await TreatmentQuestions(call.kit.lookups).ended_between(participant_key, first, end))
