"""Who reads, reports and handles discrepancies, at each register that keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest

from lienthong.discrepancy.v1.discrepancy_pb2 import DISCREPANCY_STATE_FORWARDED

if TYPE_CHECKING:
    from conftest import Refusing
    from discrepancies.conftest import Desk

BANK, JUSTICE = "banks/a", "agencies/justice"


@pytest.mark.parametrize("caller", ["", "anonymous"])
async def test_who_does_not_say_who_reports_is_refused(desk: Desk, refusal: Refusing, caller: str) -> None:
    no = await refusal(desk.report(by=caller))

    assert (no.code, no.reason) == (grpc.StatusCode.PERMISSION_DENIED, "REPORTER_UNKNOWN")
    assert await desk.fields() == []


async def test_what_a_bank_holds_of_a_person_only_the_bank_and_those_who_handle_it_read(
    desk: Desk, refusal: Refusing
) -> None:
    name, card = await desk.report(), await desk.report(field="health_insurance.card", by="banks/b")

    for reader in (BANK, JUSTICE, "testers/desk"):
        assert await desk.look_at(name.name, by=reader) == name
    for other in ("banks/b", "agencies/tax", "anonymous"):
        no = await refusal(desk.look_at(name.name, by=other))
        assert (no.code, no.reason) == (grpc.StatusCode.NOT_FOUND, "DISCREPANCY_NOT_FOUND")
    assert await desk.fields(by=BANK) == ["full_name"]
    assert await desk.fields(by=JUSTICE) == ["full_name"]
    assert await desk.fields(by="banks/b") == ["health_insurance.card"]
    assert await desk.fields(by="agencies/insurance") in (["health_insurance.card"], ["full_name", card.field])
    assert await desk.fields(by="agencies/tax") == []


@pytest.mark.parametrize("move", ["acknowledge", "forward"])
async def test_others_do_not_handle_it(desk: Desk, refusal: Refusing, move: str) -> None:
    opened = await desk.report()
    no = await refusal(getattr(desk, move)(opened.name, by="banks/b"))

    assert (no.code, no.reason) == (grpc.StatusCode.PERMISSION_DENIED, "NOT_ITS_HANDLER")
    assert await desk.look_at(opened.name) == opened


@pytest.mark.parametrize("handler", [BANK, "agencies/population", JUSTICE])
async def test_who_reported_it_or_decides_passes_it_on(desk: Desk, handler: str) -> None:
    opened = await desk.report()

    assert (await desk.forward(opened.name, by=handler)).state == DISCREPANCY_STATE_FORWARDED
