"""The side of the contract on amendments of births."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TYPE_CHECKING

from lienthong.justice.v1 import birth_amendment_service_pb2 as contract
from lienthong_emulator.justice.amendments.births import birth_under
from lienthong_emulator.justice.amendments.convert import (
    amendment_to_proto,
    content_of,
    parents_from_proto,
    renamed,
    values_from_proto,
)
from lienthong_emulator.justice.amendments.desk import AMENDMENT
from lienthong_emulator.justice.amendments.domain import Amendment, Birth, Kind, State, corrected, refuse_recorded
from lienthong_emulator.justice.amendments.errors import AmendmentNotFound, AmendmentUnderWay, FieldRequired
from lienthong_emulator.justice.amendments.family import family_of
from lienthong_emulator.justice.amendments.rules import JUDGED, refuse_misfit
from lienthong_emulator.justice.amendments.store import AmendmentQuestions, AmendmentStore
from lienthong_emulator.justice.rights import PORTALS, own_dossiers_of, refuse_unless_reader, refuse_unless_registrar
from lienthong_emulator.papers import number_asked
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.paging import page_size, page_token, place_in

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Tx

PAGE, LARGEST_PAGE = 50, 200
Change = contract.CorrectBirthRequest | contract.ChangeParentsRequest


class BirthAmendmentServicer:
    async def CorrectBirth(self, request: contract.CorrectBirthRequest, call: Call) -> contract.BirthAmendment:
        values = values_from_proto(request.values, call.kit.today())

        async def content(birth: Birth) -> tuple[Kind, bytes]:
            right = corrected(birth, values)
            if values.keys() & JUDGED:
                refuse_misfit(right, values.keys(), await family_of(call.kit.scans, birth))
            return Kind.CORRECTION, content_of(birth, right, values)

        return await _filed(call, request, content)

    async def ChangeParents(self, request: contract.ChangeParentsRequest, call: Call) -> contract.BirthAmendment:
        kind = Kind(contract.AmendmentKind.Name(request.kind).removeprefix("AMENDMENT_KIND_"))
        name = renamed(request)
        if kind is Kind.DETERMINATION and not request.basis.strip():
            raise FieldRequired(field="basis")

        async def content(birth: Birth) -> tuple[Kind, bytes]:
            refuse_recorded(birth, kind, parents_from_proto(request, birth))
            return kind, content_of(birth, birth.with_values(name), name, request)

        return await _filed(call, request, content)

    async def GetBirthAmendment(
        self, request: contract.GetBirthAmendmentRequest, call: Call
    ) -> contract.BirthAmendment:
        found = await _found(call.kit.lookups, request.name)
        call.belongs_to(found.case_id)
        return amendment_to_proto(found, call.kit.today())

    async def WatchBirthAmendment(
        self, request: contract.WatchBirthAmendmentRequest, call: Call
    ) -> AsyncGenerator[contract.BirthAmendment]:
        with call.kit.changes.watching(request.name) as changed:
            seen = None
            while True:
                changed.clear()
                found = await _found(call.kit.lookups, request.name)
                call.belongs_to(found.case_id)
                if (told := amendment_to_proto(found, call.kit.today())) != seen:
                    yield told
                    seen = told
                if found.state is not State.IN_PROCESS:
                    return
                await changed.wait()

    async def WithdrawBirthAmendment(
        self, request: contract.WithdrawBirthAmendmentRequest, call: Call
    ) -> contract.BirthAmendment:
        refuse_unless_registrar(call, PORTALS)

        async def act(tx: Tx) -> contract.BirthAmendment:
            withdrawn = (await _found(tx.db, request.name)).withdrawn()
            AmendmentStore(tx.db).keep(withdrawn)
            tx.context = tx.context.within(withdrawn.case_id)
            tx.step("amendment-withdrawn", f"Amendment {withdrawn.name} withdrawn")
            tx.changed(withdrawn.name)
            return amendment_to_proto(withdrawn, tx.now.date())

        told = await once(call, request, contract.BirthAmendment, act)
        call.belongs_to(told.case_id)
        return told

    async def ListBirthAmendments(
        self, request: contract.ListBirthAmendmentsRequest, call: Call
    ) -> contract.ListBirthAmendmentsResponse:
        refuse_unless_reader(call)
        birth = await birth_under(call.kit.lookups, number_asked(request.identity_number, "identity_number"))
        size = page_size(request, PAGE, LARGEST_PAGE)
        (after,) = place_in(call, request, (0,))
        found = await AmendmentQuestions(call.kit.lookups).of(birth, after, size + 1, own_dossiers_of(call))
        more = len(found) > size
        today = call.kit.today()
        return contract.ListBirthAmendmentsResponse(
            amendments=[amendment_to_proto(one, today) for one in found[:size]],
            next_page_token=page_token(call, request, found[size - 1].position) if more else "",
        )


async def _found(db: Reader, name: str) -> Amendment:
    found = await AmendmentQuestions(db).find(name.removeprefix("birthAmendments/"))
    if found is None:
        raise AmendmentNotFound(field="name", amendment=name)
    return found


async def _filed(
    call: Call, request: Change, content: Callable[[Birth], Awaitable[tuple[Kind, bytes]]]
) -> contract.BirthAmendment:
    """Take an amendment in; the desk goes on with it. Our choice: by a commune, or through a portal."""
    refuse_unless_registrar(call, PORTALS)
    number = number_asked(request.identity_number, "identity_number")

    async def act(tx: Tx) -> contract.BirthAmendment:
        birth = await birth_under(tx.db, number)
        if under_way := await AmendmentStore(tx.db).under_way_of(birth):
            raise AmendmentUnderWay(amendment=under_way.name)
        amendment = await _new(tx, birth, *await content(birth), request.basis)
        AmendmentStore(tx.db).add(amendment)
        tx.context = tx.context.within(amendment.case_id)
        title = f"{amendment.kind.capitalize()} of a birth filed"
        tx.step("amendment-filed", title, details={"amendment": amendment.name})
        tx.wake(AMENDMENT, amendment.amendment_id)
        return amendment_to_proto(amendment, tx.now.date())

    filed = await once(call, request, contract.BirthAmendment, act)
    call.belongs_to(filed.case_id)
    return filed


async def _new(tx: Tx, birth: Birth, kind: Kind, content: bytes, basis: str) -> Amendment:
    position = await tx.next_number("birth-amendment")
    return Amendment(
        position=position,
        amendment_id=tx.kit.opaque_id("birth-amendment", position),
        case_id=tx.context.case_id or f"amendment-{tx.kit.opaque_id('amendment-case', position)}",
        on_behalf_of=tx.context.on_behalf_of or tx.context.caller,
        kind=kind,
        state=State.IN_PROCESS,
        person_key=birth.person_key,
        record_id=birth.record_id,
        number_kind=birth.number_kind,
        number=birth.number,
        content=content,
        basis=basis,
        create_time=tx.now,
    )
