"""Agencies are killed in the middle of an annex's way from one to the other and back: it arrives once."""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from tests.journeys.dying import Deaths
from tests.journeys.filings import DECEMBER

from lienthong.filing.v1 import annex_pb2 as pb
from lienthong.filing.v1.requests_pb2 import GetAnnexRequest, PublishAnnexRequest, ReadAnnexRequest

if TYPE_CHECKING:
    from conftest import SplitHouse
    from journeys.conftest import Commune

ANNEXES = Deaths(
    "annex",
    (
        "tax.annex.before-commit",
        "tax.annex.part-written",
        "tax.outbox.before-send",
        "tax.outbox.sent",
        "tax.inbox.before-commit",
        "tax.inbox.committed",
        "exchange.relay.before-commit",
        "exchange.relay.committed",
        "insurance.inbox.before-commit",
        "insurance.inbox.committed",
        "insurance.annex.before-commit",
        "insurance.annex.part-written",
        "insurance.outbox.before-send",
        "insurance.outbox.sent",
    ),
)
REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c045"
OF_INSURANCE = ("insurance.annex", "insurance.outbox")
"""Points at which it is insurance that sends."""


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("point", ANNEXES.points)
async def test_an_annex_arrives_once_whoever_dies(
    house_to_break: SplitHouse, fragile_commune: Commune, point: str
) -> None:
    agency, is_insurances = point.partition(".")[0], point.startswith(OF_INSURANCE)
    sender = "insurance" if is_insurances else "tax"
    kind = pb.ANNEX_KIND_UNITS if is_insurances else pb.ANNEX_KIND_DEDUCTIONS
    request = PublishAnnexRequest(kind=kind, period=DECEMBER, request_id=REQUEST_ID)
    mark = await ANNEXES.arm(house_to_break, agency, point)
    async with (
        house_to_break.client(world=fragile_commune.world, caller="agencies/tax") as tax,
        house_to_break.client(world=fragile_commune.world, caller="agencies/insurance") as insurance,
    ):
        desks = {"tax": tax.tax_filing, "insurance": insurance.insurance_filing}
        with suppress(grpc.aio.AioRpcError):  # the sender may die before it answers
            await desks[sender].PublishAnnex(request)

        assert await house_to_break.end_of(agency) == -signal.SIGKILL
        assert mark.read_text() == point
        await ANNEXES.start_again(house_to_break, agency, point)
        made = await fragile_commune.asked_again(lambda: desks[sender].PublishAnnex(request))
        asked = GetAnnexRequest(name=made.name)
        held = await fragile_commune.until(
            lambda: fragile_commune.asked_again(lambda: desks[sender].GetAnnex(asked)),
            lambda annex: annex.state == pb.ANNEX_STATE_ACKNOWLEDGED,
        )
        await fragile_commune.asked_again(fragile_commune.settle)
        await _is_at_both(desks, held)


async def _is_at_both(desks: dict[str, Any], held: pb.Annex) -> None:
    counts = set[tuple[str, int]]()
    for desk in desks.values():
        annex = await desk.GetAnnex(GetAnnexRequest(name=held.name))
        rows = [row async for frame in desk.ReadAnnex(ReadAnnexRequest(name=held.name)) for row in frame.rows]
        counts.add((annex.digest, len(rows)))
    assert counts == {(held.digest, held.row_count)}
