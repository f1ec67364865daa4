"""What a peer's answer means: a no to the question, or a word to ask again."""

from __future__ import annotations

from typing import Any, cast

import grpc
import pytest
from grpc_status import rpc_status

from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest
from lienthong_emulator.emulator import emulate
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.files import UnusableDatabaseFile
from lienthong_emulator.runtime.peers import ask, translated
from lienthong_emulator.runtime.refusals import (
    AgencyUnavailable,
    DatabaseUnavailable,
    Kind,
    PeerRefusal,
    Refusal,
    status_of,
)
from lienthong_emulator.runtime.worlds import WorldNotFound


class SerialsExhausted(Refusal):
    """A final no, though its kind is that of a server which has too much to do."""

    kind = Kind.RESOURCE_EXHAUSTED
    reason = "SERIALS_EXHAUSTED"
    english = "No number is left."
    vietnamese = "Đã hết số."


def _error(no: Refusal) -> grpc.aio.AioRpcError:
    """The refusal as it arrives."""
    ready: Any = cast(Any, rpc_status).to_status(status_of(no))
    trailers = grpc.aio.Metadata(*ready.trailing_metadata)
    return grpc.aio.AioRpcError(ready.code, grpc.aio.Metadata(), trailers, details=ready.details)


@pytest.mark.parametrize(
    "no",
    [
        pytest.param(AgencyUnavailable(agency="control"), id="its own peer is silent"),
        pytest.param(DatabaseUnavailable(problem="disk full"), id="its disk is full"),
    ],
)
def test_a_peer_that_cannot_answer_now_may_be_asked_again(no: Refusal) -> None:
    again = translated(_error(no), "population")

    assert isinstance(again, AgencyUnavailable)
    assert again.facts == {"agency": "population"}


@pytest.mark.parametrize(
    "no",
    [
        pytest.param(SerialsExhausted(), id="no number is left"),
        pytest.param(WorldNotFound(world="nowhere"), id="no such world"),
    ],
)
def test_a_peers_own_no_keeps_its_reason(no: Refusal) -> None:
    final = translated(_error(no), "population")

    assert isinstance(final, PeerRefusal)
    assert (final.peer, final.reason) == ("population", no.reason)


@pytest.mark.parametrize(
    "no",
    [
        pytest.param(WorldNotFound(world="default"), id="its world is being deleted"),
        pytest.param(UnusableDatabaseFile(file="population.sqlite3", problem="damaged"), id="its file is damaged"),
    ],
)
async def test_a_peer_that_can_answer_nobody_says_nothing_of_the_question(no: Refusal) -> None:
    async def method(*_request: object, **_call: object) -> object:
        raise _error(no)

    async with emulate() as emulator:
        kit = await emulator.node.worlds.kit("justice", "default")
        with pytest.raises(AgencyUnavailable):
            await ask(method, GetCitizenRequest(), kit=kit, context=Context(), agency="population")
