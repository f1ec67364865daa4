"""Discrepancies over the wire, at each register that keeps them."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from lienthong.discrepancy.v1 import requests_pb2
from lienthong.discrepancy.v1.discrepancy_pb2 import (
    DISCREPANCY_STATE_ACKNOWLEDGED,
    DISCREPANCY_STATE_CORRECTED,
    DISCREPANCY_STATE_FORWARDED,
    DISCREPANCY_STATE_OPEN,
    DISCREPANCY_STATE_UPHELD,
    DISCREPANCY_STATE_WITHDRAWN,
    Discrepancy,
)
from lienthong.type.v1.identity_pb2 import (
    IDENTITY_NUMBER_TYPE_CMND,
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
    IdentityNumber,
)
from lienthong.type.v1.information_group_pb2 import INFORMATION_GROUP_BASIC, INFORMATION_GROUP_HEALTH_INSURANCE

if TYPE_CHECKING:
    from conftest import Refusing
    from discrepancies.conftest import Desk

LAN, HUNG, NOBODYS = "901193000017", "901090000029", "901193999999"
BANK, JUSTICE = "banks/a", "agencies/justice"


async def test_a_report_is_kept_with_what_the_reporter_holds(desk: Desk) -> None:
    found = await desk.report(note="as on her contract")

    assert found.identity_number == IdentityNumber(type=IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, value=LAN)
    assert (found.field, found.information_group) == ("full_name", INFORMATION_GROUP_BASIC)
    assert (found.source, found.reporter) == ("agencies/population", BANK)
    assert (found.reported_value, found.note) == ("Nguyễn Thị Lân", "as on her contract")
    assert (found.state, found.overdue) == (DISCREPANCY_STATE_OPEN, False)
    assert found.due_time.ToJsonString() == "2022-01-12T17:00:00Z"  # the end of 12 January in Hà Nội
    assert found.create_time == found.update_time
    assert found.case_id
    assert await desk.look_at(found.name) == found


async def test_the_value_that_the_register_holds_is_never_told(desk: Desk) -> None:
    found = await desk.report()

    assert "Nguyễn Thị Lan" not in str(found)


async def test_the_same_report_gives_the_same_discrepancy(desk: Desk) -> None:
    first = await desk.report()

    assert await desk.report() == first
    others = [
        await desk.report(reported_value="Nguyễn Lan"),
        await desk.report(field="residence"),
        await desk.report(HUNG),
        await desk.report(by="banks/b"),
    ]
    assert len({first.name, *(other.name for other in others)}) == 5


async def test_what_was_upheld_is_not_opened_again_and_what_was_withdrawn_is(desk: Desk) -> None:
    upheld = await desk.resolve((await desk.report()).name)
    assert await desk.report() == upheld

    withdrawn = await desk.withdraw((await desk.report(field="residence")).name)
    assert (await desk.report(field="residence")).name != withdrawn.name


async def test_a_request_id_makes_a_report_safe_to_repeat(desk: Desk, refusal: Refusing) -> None:
    request_id = str(uuid.uuid4())
    first = await desk.report(request_id=request_id)
    await desk.acknowledge(first.name)

    assert await desk.report(request_id=request_id) == first
    no = await refusal(desk.report(field="sex", request_id=request_id))
    assert (no.code, no.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "REQUEST_ID_REUSED")


async def test_a_report_about_a_number_that_leads_to_nobody_is_kept(desk: Desk) -> None:
    found = await desk.report(NOBODYS, field="identity_number", reported_value="")

    assert found.identity_number.value == NOBODYS
    assert await desk.report(NOBODYS, field="identity_number", reported_value="") == found
    other = await desk.report("999999999", field="identity_number", reported_value="")
    assert other.identity_number.type == IDENTITY_NUMBER_TYPE_CMND
    assert other.name != found.name


async def test_a_report_about_nobody_is_refused(desk: Desk, refusal: Refusing) -> None:
    no = await refusal(desk.report(NOBODYS))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.NOT_FOUND, "PERSON_NOT_FOUND", "identity_number")


async def test_a_report_about_a_field_that_nobody_holds_is_refused(desk: Desk, refusal: Refusing) -> None:
    no = await refusal(desk.report(field="shoe_size"))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.INVALID_ARGUMENT, "UNKNOWN_FIELD", "field")


async def test_it_is_acknowledged_forwarded_and_upheld(desk: Desk) -> None:
    opened = await desk.report()
    acknowledged = await desk.acknowledge(opened.name, note="we ask the book", etag=opened.etag)
    forwarded = await desk.forward(opened.name, note="see book 01", etag=acknowledged.etag)
    upheld = await desk.resolve(opened.name, note="the book says so", etag=forwarded.etag)

    assert acknowledged.state == DISCREPANCY_STATE_ACKNOWLEDGED
    assert (forwarded.state, forwarded.forwarded_to) == (DISCREPANCY_STATE_FORWARDED, JUSTICE)
    assert forwarded.due_time.ToJsonString() == "2022-01-14T17:00:00Z"
    assert (upheld.state, upheld.note) == (DISCREPANCY_STATE_UPHELD, "the book says so")
    assert len({one.etag for one in (opened, acknowledged, forwarded, upheld)}) == 4
    assert await desk.look_at(opened.name) == upheld


async def test_only_the_reporter_takes_it_back(desk: Desk, refusal: Refusing) -> None:
    opened = await desk.report()
    no = await refusal(desk.withdraw(opened.name, by="banks/b"))
    withdrawn = await desk.withdraw(opened.name, note="a slip of ours")

    assert (no.code, no.reason) == (grpc.StatusCode.PERMISSION_DENIED, "NOT_THE_REPORTER")
    assert (withdrawn.state, withdrawn.note) == (DISCREPANCY_STATE_WITHDRAWN, "a slip of ours")


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(IdentityNumber(), id="none"),
        pytest.param(IdentityNumber(type=IDENTITY_NUMBER_TYPE_CMND, value=LAN), id="of another length"),
    ],
)
async def test_a_number_that_cannot_be_one_is_refused(desk: Desk, refusal: Refusing, number: IdentityNumber) -> None:
    request = requests_pb2.ReportDiscrepancyRequest(identity_number=number, field="sex")
    no = await refusal(desk.stub.ReportDiscrepancy(request, metadata=(("lienthong-caller", BANK),)))

    assert (no.code, no.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_NUMBER")
    assert no.field == "identity_number.value"


async def test_only_a_source_decides(desk: Desk, refusal: Refusing) -> None:
    opened = await desk.report()
    no = await refusal(desk.resolve(opened.name, by="agencies/insurance"))

    assert (no.code, no.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "NOT_SOURCE_OF_TRUTH")
    assert no.metadata["sources"] == "agencies/justice, agencies/population"
    assert (await desk.look_at(opened.name)).state == DISCREPANCY_STATE_OPEN


async def test_it_is_forwarded_to_a_source_alone(desk: Desk, refusal: Refusing) -> None:
    opened = await desk.report()
    no = await refusal(desk.forward(opened.name, "agencies/tax"))

    assert (no.reason, no.field) == ("NOT_SOURCE_OF_TRUTH", "source")


async def test_what_was_corrected_names_its_change_event(desk: Desk, refusal: Refusing) -> None:
    opened = await desk.report()
    without = await refusal(desk.resolve(opened.name, DISCREPANCY_STATE_CORRECTED))
    unknown = await refusal(desk.resolve(opened.name, DISCREPANCY_STATE_CORRECTED, change_event=str(uuid.uuid4())))

    assert (without.code, without.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "CHANGE_EVENT_REQUIRED")
    assert (unknown.code, unknown.reason) == (grpc.StatusCode.NOT_FOUND, "CHANGE_EVENT_NOT_FOUND")
    assert (await desk.look_at(opened.name)).state == DISCREPANCY_STATE_OPEN


MOVES: dict[str, Callable[[Desk, str], Awaitable[Discrepancy]]] = {
    "acknowledged": lambda desk, name: desk.acknowledge(name),
    "forwarded": lambda desk, name: desk.forward(name),
    "upheld": lambda desk, name: desk.resolve(name),
    "withdrawn": lambda desk, name: desk.withdraw(name),
}


@pytest.mark.parametrize(
    ("state", "forbidden"),
    [
        pytest.param("acknowledged", ["acknowledged"], id="acknowledged"),
        pytest.param("forwarded", ["acknowledged", "forwarded"], id="forwarded"),
        pytest.param("upheld", list(MOVES), id="upheld"),
        pytest.param("withdrawn", list(MOVES), id="withdrawn"),
    ],
)
async def test_a_move_that_the_state_forbids_is_refused(
    desk: Desk, refusal: Refusing, state: str, forbidden: list[str]
) -> None:
    stands = await MOVES[state](desk, (await desk.report()).name)

    for move in forbidden:
        no = await refusal(MOVES[move](desk, stands.name))
        assert (no.code, no.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "DISCREPANCY_STATE_FORBIDS")
        assert no.metadata["state"] == state.upper()
    assert await desk.look_at(stands.name) == stands


@pytest.mark.parametrize("move", ["acknowledge", "forward", "resolve", "withdraw"])
async def test_of_two_who_read_the_same_only_one_moves_it(desk: Desk, refusal: Refusing, move: str) -> None:
    opened = await desk.report()
    await desk.acknowledge(opened.name)
    no = await refusal(getattr(desk, move)(opened.name, etag=opened.etag))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.ABORTED, "ETAG_STALE", "etag")


@pytest.mark.parametrize("move", ["acknowledge", "forward", "resolve", "withdraw"])
async def test_a_move_has_its_effect_once(desk: Desk, refusal: Refusing, move: str) -> None:
    opened, request_id = await desk.report(), str(uuid.uuid4())
    moved = await getattr(desk, move)(opened.name, request_id=request_id)

    assert await getattr(desk, move)(opened.name, request_id=request_id) == moved
    no = await refusal(getattr(desk, move)(opened.name, request_id=request_id, note="another request"))
    assert no.reason == "REQUEST_ID_REUSED"


@pytest.mark.parametrize("move", ["acknowledge", "forward", "resolve", "withdraw", "look_at"])
async def test_what_does_not_exist_is_refused(desk: Desk, refusal: Refusing, move: str) -> None:
    no = await refusal(getattr(desk, move)("discrepancies/none"))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.NOT_FOUND, "DISCREPANCY_NOT_FOUND", "name")


async def test_a_list_shows_what_is_wanted_the_oldest_first(desk: Desk) -> None:
    for field in ("full_name", "sex", "residence", "health_insurance.card"):
        await desk.report(field=field)
    upheld = await desk.report(field="birth_date", by="banks/b")
    await desk.resolve(upheld.name)

    assert await desk.fields() == ["full_name", "sex", "residence", "health_insurance.card", "birth_date"]
    assert await desk.fields(open_only=True) == ["full_name", "sex", "residence", "health_insurance.card"]
    assert await desk.fields(state=DISCREPANCY_STATE_UPHELD) == ["birth_date"]
    assert await desk.fields(field="sex") == ["sex"]
    assert await desk.fields(reporter="banks/b") == ["birth_date"]
    assert await desk.fields(overdue_only=True) == []


async def test_a_list_comes_in_pages(desk: Desk, refusal: Refusing) -> None:
    for field in ("full_name", "sex", "residence"):
        await desk.report(field=field)
    first = await desk.page(page_size=2)
    second = await desk.page(page_size=2, page_token=first.next_page_token)

    assert [len(page.discrepancies) for page in (first, second)] == [2, 1]
    assert second.next_page_token == ""
    others: list[dict[str, Any]] = [{"field": "sex"}, {"open_only": True}, {"reporter": BANK}]
    for other in others:
        no = await refusal(desk.page(page_token=first.next_page_token, **other))
        assert (no.code, no.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_PAGE_TOKEN")
    assert (await refusal(desk.page(page_token="2-forged"))).reason == "MALFORMED_PAGE_TOKEN"


async def test_the_table_of_sources_can_be_read(desk: Desk) -> None:
    table = await desk.stub.GetSourceOfTruth(requests_pb2.GetSourceOfTruthRequest())

    names = {(row.information_group, row.field): list(row.sources) for row in table.rows}
    assert names[INFORMATION_GROUP_BASIC, "full_name"] == ["agencies/justice", "agencies/population"]
    assert names[INFORMATION_GROUP_HEALTH_INSURANCE, ""] == ["agencies/insurance"]
    assert {row.information_group for row in table.rows} == set(range(1, 10))
    assert all(row.legal_source for row in table.rows)
