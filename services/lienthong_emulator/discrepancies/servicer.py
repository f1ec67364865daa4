"""The side of the contract that every register with discrepancies mounts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from lienthong.discrepancy.v1 import requests_pb2
from lienthong.discrepancy.v1.discrepancy_pb2 import Discrepancy as ToldDiscrepancy
from lienthong_emulator.discrepancies.convert import (
    difference_from_proto,
    discrepancy_to_proto,
    source_of_truth_to_proto,
    state_from_proto,
)
from lienthong_emulator.discrepancies.domain import Discrepancy, State, can_have_corrected
from lienthong_emulator.discrepancies.errors import (
    ChangeEventNotFound,
    ChangeEventRequired,
    ChangeOfAnotherField,
    DiscrepancyNotFound,
)
from lienthong_emulator.discrepancies.handling import acknowledge, end, forward, open_discrepancy, withdraw
from lienthong_emulator.discrepancies.rights import refuse_nameless, refuse_unless_handler, sight_of
from lienthong_emulator.discrepancies.source_of_truth import refuse_unless_source, row_of, source_of_truth
from lienthong_emulator.discrepancies.store import DiscrepancyQuestions, Wanted
from lienthong_emulator.discrepancies.subjects import Register, person_under
from lienthong_emulator.papers import number_asked
from lienthong_emulator.runtime.calls import Call
from lienthong_emulator.runtime.database import Reader
from lienthong_emulator.runtime.etags import refuse_stale
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.kit import Tx
from lienthong_emulator.runtime.paging import page_size, page_token, place_in

Moving = (
    requests_pb2.AcknowledgeDiscrepancyRequest
    | requests_pb2.ForwardDiscrepancyRequest
    | requests_pb2.ResolveDiscrepancyRequest
    | requests_pb2.WithdrawDiscrepancyRequest
)


class DiscrepancyServicer:
    def __init__(self, register: Register) -> None:
        self._register = register

    async def ReportDiscrepancy(self, request: requests_pb2.ReportDiscrepancyRequest, call: Call) -> ToldDiscrepancy:
        refuse_nameless(call.context)
        number_asked(request.identity_number, "identity_number")

        async def act(tx: Tx) -> ToldDiscrepancy:
            row_of(request.field)
            person = await person_under(self._register, tx.kit, tx.db, request.identity_number, request.field)
            difference = difference_from_proto(request, person)
            _, kept = await open_discrepancy(tx, difference, reporter=tx.context.caller)
            return discrepancy_to_proto(kept, tx.now)

        return await _answered(call, request, act)

    async def GetDiscrepancy(self, request: requests_pb2.GetDiscrepancyRequest, call: Call) -> ToldDiscrepancy:
        found = await _found(call.kit.lookups, request.name)
        if not sight_of(call.context, call.kit.agency).shows(found):
            raise DiscrepancyNotFound(field="name", discrepancy=request.name)
        call.belongs_to(found.case_id)
        return discrepancy_to_proto(found, call.kit.now())

    async def ListDiscrepancies(
        self, request: requests_pb2.ListDiscrepanciesRequest, call: Call
    ) -> requests_pb2.ListDiscrepanciesResponse:
        size, now = page_size(request), call.kit.now()
        wanted = Wanted(
            state=state_from_proto(request.state),
            only_open=request.open_only,
            overdue_at=now if request.overdue_only else None,
            field=request.field,
            reporter=request.reporter,
        )
        (after,) = place_in(call, request, (0,))
        sight = sight_of(call.context, call.kit.agency)
        found = await DiscrepancyQuestions(call.kit.scans).list_discrepancies(wanted, sight, after=after, most=size + 1)
        return requests_pb2.ListDiscrepanciesResponse(
            discrepancies=[discrepancy_to_proto(one, now) for one in found[:size]],
            next_page_token=page_token(call, request, found[size - 1].position) if len(found) > size else "",
        )

    async def AcknowledgeDiscrepancy(
        self, request: requests_pb2.AcknowledgeDiscrepancyRequest, call: Call
    ) -> ToldDiscrepancy:
        async def move(tx: Tx, held: Discrepancy) -> Discrepancy:
            refuse_unless_handler(tx.context, tx.kit.agency, held)
            return acknowledge(tx, held, request.note)

        return await _moved(call, request, move)

    async def ForwardDiscrepancy(self, request: requests_pb2.ForwardDiscrepancyRequest, call: Call) -> ToldDiscrepancy:
        async def move(tx: Tx, held: Discrepancy) -> Discrepancy:
            refuse_unless_handler(tx.context, tx.kit.agency, held)
            refuse_unless_source(held.field, request.source, "source")
            return forward(tx, held, request.source, request.note)

        return await _moved(call, request, move)

    async def ResolveDiscrepancy(self, request: requests_pb2.ResolveDiscrepancyRequest, call: Call) -> ToldDiscrepancy:
        async def move(tx: Tx, held: Discrepancy) -> Discrepancy:
            refuse_unless_source(held.field, tx.context.caller)
            state = state_from_proto(request.state)
            if state is not State.CORRECTED:
                return end(tx, held, State.UPHELD, request.note)
            await self._refuse_unless_changed(tx, held, request.change_event)
            return end(tx, held, State.CORRECTED, request.note, request.change_event)

        return await _moved(call, request, move)

    async def _refuse_unless_changed(self, tx: Tx, held: Discrepancy, change_event: str) -> None:
        if not change_event:
            raise ChangeEventRequired(field="change_event")
        changed = await self._register.fields_changed(tx.db, change_event, held.subject_key)
        if not changed:
            raise ChangeEventNotFound(field="change_event", change_event=change_event)
        if held.subject_key and not can_have_corrected(held.field, changed):
            raise ChangeOfAnotherField(field="change_event", of=held.field, change_event=change_event)

    async def WithdrawDiscrepancy(
        self, request: requests_pb2.WithdrawDiscrepancyRequest, call: Call
    ) -> ToldDiscrepancy:
        async def move(tx: Tx, held: Discrepancy) -> Discrepancy:
            return withdraw(tx, held, request.note)

        return await _moved(call, request, move)

    async def GetSourceOfTruth(
        self, _request: requests_pb2.GetSourceOfTruthRequest, _call: Call
    ) -> requests_pb2.SourceOfTruth:
        return requests_pb2.SourceOfTruth(rows=map(source_of_truth_to_proto, source_of_truth()))


async def _moved(
    call: Call, request: Moving, move: Callable[[Tx, Discrepancy], Awaitable[Discrepancy]]
) -> ToldDiscrepancy:
    """Move what a request names, as it was read, once."""

    async def act(tx: Tx) -> ToldDiscrepancy:
        held = await _found(tx.db, request.name)
        refuse_stale(request.etag, str(held.revision))
        return discrepancy_to_proto(await move(tx, held), tx.now)

    return await _answered(call, request, act)


async def _answered(
    call: Call,
    request: Moving | requests_pb2.ReportDiscrepancyRequest,
    act: Callable[[Tx], Awaitable[ToldDiscrepancy]],
) -> ToldDiscrepancy:
    answer = await once(call, request, ToldDiscrepancy, act)
    call.belongs_to(answer.case_id)
    return answer


async def _found(db: Reader, name: str) -> Discrepancy:
    found = await DiscrepancyQuestions(db).find(name)
    if found is None:
        raise DiscrepancyNotFound(field="name", discrepancy=name)
    return found
