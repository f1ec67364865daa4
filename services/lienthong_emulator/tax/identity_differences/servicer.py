"""The tax service's side of the contract on differences of identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.tax.v1 import identity_difference_service_pb2 as pb
from lienthong.tax.v1.identity_difference_pb2 import IdentityDifference
from lienthong_emulator.access.rights import refuse_unless_keeper
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.paging import page_size, page_token, place_in
from lienthong_emulator.tax.identity_differences.convert import difference_to_proto
from lienthong_emulator.tax.identity_differences.domain import State
from lienthong_emulator.tax.identity_differences.handling import uphold
from lienthong_emulator.tax.identity_differences.store import IdentityDifferenceQuestions

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.kit import Tx


class IdentityDifferenceServicer:
    async def ListIdentityDifferences(
        self, request: pb.ListIdentityDifferencesRequest, call: Call
    ) -> pb.ListIdentityDifferencesResponse:
        refuse_unless_keeper(call)
        size, (place,) = page_size(request), place_in(call, request, (0,))
        states = [State(request.state)] if request.state else [*State]
        questions = IdentityDifferenceQuestions(call.kit.scans)
        found = await questions.listed(states, after=place, most=size + 1)
        return pb.ListIdentityDifferencesResponse(
            differences=map(difference_to_proto, found[:size]),
            next_page_token=page_token(call, request, found[size - 1].position) if found[size:] else "",
        )

    async def UpholdIdentityDifference(
        self, request: pb.UpholdIdentityDifferenceRequest, call: Call
    ) -> IdentityDifference:
        refuse_unless_keeper(call)

        async def act(tx: Tx) -> IdentityDifference:
            return difference_to_proto(await uphold(tx, request.name, request.note))

        return await once(call, request, IdentityDifference, act)
