"""What a door may use: the ways to the agencies, and the wall's clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

import grpc

from lienthong_emulator.edge.testers.switches import SwitchBoard
from lienthong_emulator.runtime.clock import WallClock, wall_clock
from lienthong_emulator.runtime.context import CALLER, CASE, TRACE_PARENT, WORLD
from lienthong_emulator.runtime.peers import SECONDS_TO_ANSWER, Peers, translated
from lienthong_emulator.runtime.refusals import AgencyUnavailable

if TYPE_CHECKING:
    from google.protobuf.message import Message

INSURANCE: Final = "insurance"
"""The agency whose doors these are."""
Answer = TypeVar("Answer")
Stub = TypeVar("Stub")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who stands at a door: for which world, from which address, and the trace that goes on behind the door."""

    world: str
    address: str
    case_id: str = ""
    trace_parent: str = ""

    def metadata(self, caller: str) -> tuple[tuple[str, str], ...]:
        """Metadata of a call that is made for somebody such as `facilities/01001`."""
        pairs = ((WORLD, self.world), (CALLER, caller), (CASE, self.case_id), (TRACE_PARENT, self.trace_parent))
        return tuple(pair for pair in pairs if pair[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The ways from the doors to the agencies: through this process where they are played here, else by address.

    What a tester switched holds for all doors and ends with the process.
    """

    peers: Peers
    wall: WallClock = wall_clock
    switches: SwitchBoard = field(default_factory=SwitchBoard)

    def stub(self, kind: Callable[[grpc.aio.Channel], Stub], agency: str = INSURANCE) -> Stub:
        """A stub of a service. Raises `AgencyUnavailable` where nobody said where the agency is."""
        return self.peers.stub(kind, agency)

    def channel(self, agency: str) -> grpc.aio.Channel:
        """A channel over the wire, for who passes on trailers too: calls within a process have none.

        Raises `AgencyUnavailable` where nobody said where the agency is.
        """
        if agency not in self.peers.addresses:
            raise AgencyUnavailable(agency=agency)
        return self.peers.channel_to(self.peers.addresses[agency])


@dataclass(frozen=True, slots=True)
class Asker:
    """A visitor under the name by which the agencies know whose system it is, such as `facilities/01001`."""

    doors: Doors
    visitor: Visitor
    caller: str

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        return self.visitor.metadata(self.caller)

    async def ask(
        self,
        method: Callable[..., Awaitable[Answer]],
        request: Message,
        *,
        agency: str = INSURANCE,
        seconds: float = SECONDS_TO_ANSWER,
    ) -> Answer:
        """Call an agency.

        Raises `AgencyUnavailable` where it does not answer and `PeerRefusal` where it refuses.
        """
        try:
            return await method(request, metadata=self.metadata, timeout=seconds)
        except grpc.aio.AioRpcError as error:
            raise translated(error, agency) from error
