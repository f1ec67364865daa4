"""The project's own agencies keep the contract, as far as the kit asks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from lienthong import connect
from lienthong.control.v1.journal_service_pb2 import ListCallsRequest
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest, ListWorldsRequest
from lienthong_emulator.conformance.cases import READING
from lienthong_emulator.conformance.chosen import chosen_cases
from lienthong_emulator.conformance.conforming import Plan, conform
from lienthong_emulator.conformance.report_html import html_of
from lienthong_emulator.conformance.report_junit import junit_of
from lienthong_emulator.conformance.running import CALLER, Outcome

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from conftest import House
    from lienthong_emulator.conformance.report import Report

pytestmark = pytest.mark.asyncio(loop_scope="session")
LEAST_GENERATED = 0.5
"""More than half of the cases follow from the contract alone."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def report(whole_house: House) -> Report:
    """Every case, against the agencies in this process."""
    return await conform(Plan(addresses=whole_house.addresses, cases=chosen_cases([])))


@pytest.mark.parametrize("service", chosen_cases([]))
async def test_an_agency_of_ours_keeps_the_contract(service: str, report: Report) -> None:
    failed = {one.case.case_id: one.faults for one in report.results[service] if one.outcome is not Outcome.PASSED}

    assert failed == {}
    assert len(report.results[service]) > len(report.coverage_of(service).calls)


async def test_every_case_has_an_id_of_its_own(report: Report) -> None:
    ids = [result.case.case_id for result in report.all_results]

    assert len(set(ids)) == len(ids)
    assert sum(result.case.generated for result in report.all_results) > LEAST_GENERATED * len(ids)


async def test_the_report_says_how_much_of_the_contract_ran(report: Report) -> None:
    coverage = report.coverage_of("insurance.CardService")

    assert str(coverage) == "calls answered 4 of 4, reasons reached 5 of 5"
    assert ("IssuePersonalNumber", "SERIALS_EXHAUSTED") in report.coverage_of("population.CitizenService").unreached


async def test_build_servers_and_people_are_told_the_same(report: Report) -> None:
    [failed, *others] = report.results["control.ClockService"]
    broken = replace(failed, outcome=Outcome.FAILED, faults=["was <b>\x00</b>"])
    told = type(report)("here", {"control.ClockService": [broken, *others]})

    junit, page = junit_of(told).decode(), html_of(told)

    assert f'tests="{len(others) + 1}" failures="1"' in junit
    assert "was &lt;b&gt;&lt;/b&gt;" in junit
    assert "does not pass" in page
    assert "was &lt;b&gt;" in page
    assert len(re.findall("<tr><td>", page)) == len(others) + 1


async def test_a_case_that_is_known_to_fail_and_passes_is_a_failure(whole_house: House) -> None:
    case = "insurance.RegistryService/GetHousehold/none"
    cases = {
        "insurance.RegistryService": [
            one for one in chosen_cases([])["insurance.RegistryService"] if one.case_id == case
        ]
    }
    [none] = cases["insurance.RegistryService"]
    wrong = replace(none, steps=[replace(none.steps[0], request={"household_code": "${lan.household_code}"})])

    mended = await conform(Plan(addresses=whole_house.addresses, cases=cases, known={case: "not built yet"}))
    known = await conform(
        Plan(addresses=whole_house.addresses, cases={wrong.service: [wrong]}, known={case: "not built yet"})
    )

    assert (mended.passes, [one.outcome for one in mended.all_results]) == (False, [Outcome.MENDED])
    assert (known.passes, [one.outcome for one in known.all_results]) == (True, [Outcome.KNOWN])


@pytest_asyncio.fixture(loop_scope="session")
async def watched(whole_house: House) -> AsyncGenerator[Any]:
    """A client in a world in which nothing was asked yet."""
    async with connect(whole_house.addresses["control"], world="conform-read-only") as client:
        made = await client.worlds.CreateWorld(CreateWorldRequest(world_id="conform-read-only"))
        yield client
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=made.name))


async def names_of_worlds(client: Any) -> list[str]:
    return [world.name for world in (await client.worlds.ListWorlds(ListWorldsRequest())).worlds]


async def test_the_read_only_profile_makes_no_call_that_writes(whole_house: House, watched: Any) -> None:
    worlds = await names_of_worlds(watched)
    plan = Plan(addresses=whole_house.addresses, cases=chosen_cases([]), world="conform-read-only", reads_only=True)

    found = await conform(plan)

    assert found.passes
    assert found.counted()[Outcome.PASSED] > 0
    assert found.counted()[Outcome.LEFT_OUT] > 0
    listed = await watched.journal.ListCalls(ListCallsRequest(page_size=1000))
    asked = {call.method.split("/")[-1] for call in listed.calls if call.caller == CALLER}
    assert {name for name in asked if not name.startswith(READING)} == set()
    assert "GetCard" in asked
    assert await names_of_worlds(watched) == worlds
