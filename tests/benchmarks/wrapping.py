"""What the one wrapper around every RPC costs: world, caller, validation, fault look-up, refusals, journal."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tests.benchmarks.figures import Figure, Run

from lienthong.control.v1.fault_pb2 import Fault
from lienthong.insurance.v1 import card_service_pb2
from lienthong.insurance.v1.card_pb2 import Card
from lienthong_emulator.emulator import emulate
from lienthong_emulator.runtime.handlers import handlers_for
from lienthong_emulator.runtime.in_process import CallContext
from lienthong_emulator.setup import Setup

ROUNDS = 9
CALLS = 5_000
GOAL = 25.0
"""Microseconds of CPU a call."""
REQUEST = card_service_pb2.GetCardRequest(card_number="DN4010115000017").SerializeToString()
CARD = Card(card_number="DN4010115000017", social_insurance_number="0115000017", object_code="DN")
METADATA = (
    ("lienthong-world", "default"),
    ("lienthong-caller", "facilities/01001"),
    ("lienthong-case", "visit-1"),
    ("lienthong-purpose", "insurance-operation"),
)


class Echo:
    """A servicer whose every method answers with the same card."""

    def __getattr__(self, method: str) -> Callable[..., Awaitable[Card]]:
        return self.answer

    async def answer(self, _request: Any, _call: Any) -> Card:
        return CARD


async def wrapper(run: Run) -> Figure:
    """CPU of a wrapped call in a world without faults, beyond that of reading its request, answering and writing."""
    costs, with_a_fault = list[float](), list[float]()
    async with emulate(Setup(listen="127.0.0.1:0")) as emulator:
        entrance = emulator.node.entrance_of("insurance")
        await emulator.node.worlds.kit("insurance", "default")
        service = card_service_pb2.DESCRIPTOR.services_by_name["CardService"]
        handle = handlers_for(service, Echo(), entrance).by_method["GetCard"].unary_unary
        known = await emulator.node.worlds.known("default")
        board = known.faults
        assert await handle(REQUEST, CallContext(METADATA)) == await _bare()
        assert [entry.context.case_id for entry in known.journal.entries()] == ["visit-1"]
        for turn in range(ROUNDS + 1):
            bare = await _cpu_of(_bare)
            cost = await _cpu_of(lambda: handle(REQUEST, CallContext(METADATA))) - bare
            board.plan(_elsewhere(), "", emulator.node.wall())
            hindered = await _cpu_of(lambda: handle(REQUEST, CallContext(METADATA))) - bare
            board.clear()
            if turn:  # the first warms up
                costs.append(cost)
                with_a_fault.append(hindered)
            run.tick()
    median = statistics.median(costs)
    note = f"{statistics.median(with_a_fault):.1f} us where a fault of another caller stands"
    return Figure(median, GOAL, median / GOAL, "us", "<= 1", note)


def _elsewhere() -> Fault:
    fault = Fault()
    fault.calls.agency, fault.calls.caller = "agencies/insurance", "facilities/99999"
    fault.failure.code = 14
    return fault


async def _bare() -> bytes:
    request = card_service_pb2.GetCardRequest.FromString(REQUEST)
    return (await Echo().answer(request, None)).SerializeToString()


async def _cpu_of(call: Callable[[], Awaitable[bytes]]) -> float:
    """Microseconds of this process's CPU a call."""
    before = time.process_time()
    for _ in range(CALLS):
        await call()
    return 1e6 * (time.process_time() - before) / CALLS
