"""Every server with a deliberate fault is caught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest
from tests.conformance.mutants import MUTANTS, Mutant
from tests.conformance.proxy import proxy

from lienthong_emulator.conformance.chosen import cases_of
from lienthong_emulator.conformance.conforming import Plan, conform
from lienthong_emulator.conformance.running import Outcome, Result
from lienthong_emulator.setup import AGENCIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import House
    from lienthong_emulator.conformance.report import Report

pytestmark = pytest.mark.asyncio(loop_scope="session")
LEAST = 10


class Caught(Exception):
    """A case is not as it must be: the rest need not run."""


def catch(result: Result) -> None:
    if result.outcome is Outcome.FAILED:
        raise Caught


def nothing(_: Result) -> None: ...


async def report_on(mutant: Mutant, address: str, tell: Callable[[Result], None] = nothing) -> Report:
    async with proxy(address, mutant.fault, mutant.drops_frames) as target:
        addresses: dict[str, str] = dict.fromkeys(AGENCIES, target)
        return await conform(Plan(addresses=addresses, cases={mutant.service: cases_of(mutant.service)}), tell)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "-"))
async def test_a_server_with_a_fault_does_not_pass(mutant: Mutant, whole_house: House) -> None:
    with pytest.raises(Caught):
        await report_on(mutant, whole_house.addresses["control"], catch)


@pytest.mark.parametrize("service", sorted({mutant.service for mutant in MUTANTS}))
async def test_what_catches_them_is_the_fault_and_not_what_stands_between(service: str, whole_house: House) -> None:
    assert len(MUTANTS) >= LEAST
    assert (await report_on(Mutant("none", service), whole_house.addresses["control"])).passes


async def test_a_server_without_the_service_is_told_so(whole_house: House) -> None:
    server = grpc.aio.server()
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    service = "insurance.RegistryService"
    addresses = {**whole_house.addresses, "insurance": f"127.0.0.1:{port}"}

    found = await conform(Plan(addresses=addresses, cases={service: cases_of(service)}))
    await server.stop(None)

    assert not found.passes
    assert {fault.split(": ")[-1] for result in found.all_results for fault in result.faults} == {
        f"the server has no call {call}" for call in found.coverage_of(service).calls
    }
