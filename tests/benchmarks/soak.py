"""Memory of a server that was asked for long, with its journal on and a fault planned that is meant for another."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.figures import Figure, Run, median_of
from tests.benchmarks.looking_up import look_up, lookups_in
from tests.benchmarks.processes import emulator

import lienthong
from lienthong.control.v1.fault_pb2 import Fault
from lienthong.control.v1.fault_service_pb2 import PlanFaultRequest
from lienthong.control.v1.journal_service_pb2 import CountCallsRequest

CALLS, CALLS_OF_A_ROUND = 300_000, 10_000
ROUNDS = CALLS // CALLS_OF_A_ROUND
PEOPLE = 10_000
WARM_CALLS = 1_000
"""Every path has been gone and every connection stands; the journal is nearly empty still."""


async def soak(run: Run) -> Figure:
    """RssAnon after 300,000 look-ups anywhere in a world of 10,000, against that after the first 1,000."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with emulator(folder, "--people", str(PEOPLE)) as running:
            await _plan_for_another(running.address)
            await look_up(running.address, lookups_in(folder, "default", WARM_CALLS))
            before = running.anonymous_memory()
            for turn in range(ROUNDS):
                await look_up(running.address, lookups_in(folder, "default", CALLS_OF_A_ROUND, seed=turn))
                run.tick()
            after, kept = running.anonymous_memory(), await _calls_in_the_journal(running.address)
    note = f"{ROUNDS * CALLS_OF_A_ROUND:,} calls, {kept:,} of them in the journal"
    return median_of([after / 1e6], [before / 1e6], "MB", "<= 1.15", note)


async def _plan_for_another(address: str) -> None:
    """One of every call of one who never comes: each call is held against it."""
    fault = Fault()
    fault.calls.agency, fault.calls.caller = "agencies/insurance", "facilities/99999"
    fault.failure.code = 14
    async with lienthong.connect(address) as client:
        await client.faults.PlanFault(PlanFaultRequest(fault=fault))


async def _calls_in_the_journal(address: str) -> int:
    """None would mean that nothing was measured."""
    async with lienthong.connect(address) as client:
        counted = (await client.journal.CountCalls(CountCallsRequest())).count
    if not counted:
        raise SystemExit("the journal is empty: it was not on")
    return counted
