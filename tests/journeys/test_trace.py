"""What is left to read of a case: its steps, the calls, the messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lienthong.control.v1.journal_service_pb2 import ListCallsRequest
from lienthong.exchange.v1.exchange_service_pb2 import ListCaseMessagesRequest, VerifyLogRequest

if TYPE_CHECKING:
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_case_is_told_step_by_step_over_all_agencies(commune: Commune, khoi: Example) -> None:
    dossier = await commune.file(khoi())
    await commune.settle()

    steps = [(step.agency.removeprefix("agencies/"), step.kind) for step in await commune.steps(dossier.case_id)]
    assert steps[:6] == [
        ("justice", "dossier-filed"),
        ("justice", "parents-verified"),
        ("population", "personal-number-issued"),
        ("justice", "birth-registered"),
        ("justice", "card-asked-for"),
        ("insurance", "card-issued"),
    ]
    assert sorted(steps[6:]) == [("justice", "dossier-finished"), ("population", "insurance-facts-shown")]


async def test_every_log_of_the_exchange_is_whole(commune: Commune, khoi: Example) -> None:
    await commune.file(khoi())
    await commune.settle()

    for receiver in ("agencies/insurance", "agencies/justice", "agencies/population"):
        log = await commune.client.exchange.VerifyLog(VerifyLogRequest(receiver=receiver))
        assert (log.intact, log.entries) == (True, 1)


async def test_the_filing_call_says_which_case_it_began(commune: Commune, khoi: Example) -> None:
    dossier = await commune.send(khoi())

    assert dossier.case_id.startswith("birth-")
    assert (await commune.steps(dossier.case_id))[0].details == {"child": "Trần Minh Khôi"}


async def test_every_call_says_who_calls_and_for_whom(commune: Commune, khoi: Example) -> None:
    filed = await commune.send(khoi())
    await commune.settle()

    calls = (await commune.client.journal.ListCalls(ListCallsRequest(case_id=filed.case_id))).calls
    told = {(call.method.rpartition("/")[2], call.caller, call.on_behalf_of) for call in calls}
    assert told == {
        ("FileBirthDossier", "portals/one-stop", ""),
        ("VerifyCitizen", "agencies/justice", "portals/one-stop"),
        ("IssuePersonalNumber", "agencies/justice", "portals/one-stop"),
        ("justice.birth-registered", "agencies/justice", "portals/one-stop"),
        ("insurance.child-card-decided", "agencies/insurance", "portals/one-stop"),
        ("insurance.facts-changed", "agencies/insurance", "portals/one-stop"),
    }


async def test_every_message_says_where_its_case_began(commune: Commune, khoi: Example) -> None:
    dossier = await commune.file(khoi())
    await commune.settle()

    request = ListCaseMessagesRequest(case_id=dossier.case_id)
    entries = (await commune.client.exchange.ListCaseMessages(request)).entries
    messages = [(entry.message.sender, entry.message.receiver, entry.message.kind) for entry in entries]
    assert messages == [
        ("agencies/justice", "agencies/insurance", "justice.birth-registered"),
        ("agencies/insurance", "agencies/justice", "insurance.child-card-decided"),
        ("agencies/insurance", "agencies/population", "insurance.facts-changed"),
    ]
    assert {entry.message.on_behalf_of for entry in entries} == {"portals/one-stop"}


async def test_a_case_of_the_senders_own_name_is_kept(commune: Commune, khoi: Example) -> None:
    call = commune.client.civil_status.FileBirthDossier
    filed = await call(commune.request(khoi()), metadata=(("lienthong-case", "birth-of-khoi"),))
    await commune.follow(filed.name)
    await commune.settle()

    assert filed.case_id == "birth-of-khoi"
    assert len(await commune.steps("birth-of-khoi")) == 8
