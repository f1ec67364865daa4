"""What a register is asked about a page: by fingerprints where it takes them, else with claims about everybody."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import grpc
import pytest
from tests.alone import kit_of

from lienthong.population.v1.citizen_service_pb2 import VerifyFingerprintsRequest, VerifyFingerprintsResponse
from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.reconciliation.asking import Talk
from lienthong_emulator.insurance.reconciliation.domain import JUSTICE, POPULATION
from lienthong_emulator.insurance.reconciliation.register import page_after
from lienthong_emulator.runtime.calls import abort_with
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.refusals import AgencyUnavailable, PeerRefusal, Refusal, status_of
from lienthong_emulator.verification.errors import FingerprintRuleUnknown, FingerprintsNotPermitted
from lienthong_emulator.verification.written_claims import KEY

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator
    from pathlib import Path

    from lienthong_emulator.runtime.kit import Kit

OWN = Context(caller="agencies/insurance")
CALL = "/lienthong.population.v1.CitizenService/VerifyFingerprints"


class OtherRegister(grpc.GenericRpcHandler):
    """A population database of somebody else's, which refuses, or confirms all but the first of a batch."""

    def __init__(self, no: Refusal | None) -> None:
        self._no = no

    def service(self, handler_call_details: Any) -> Any:
        if handler_call_details.method != CALL:
            return None
        read, write = VerifyFingerprintsRequest.FromString, VerifyFingerprintsResponse.SerializeToString
        return cast(Any, grpc).stream_stream_rpc_method_handler(self._answered, read, write)

    async def _answered(
        self, requests: AsyncIterator[VerifyFingerprintsRequest], grpc_context: Any
    ) -> AsyncIterator[VerifyFingerprintsResponse]:
        async for request in requests:
            if self._no:
                await abort_with(grpc_context, status_of(self._no))
            assert len(request.fingerprints) == 8 * len(request.identity_numbers)
            yield VerifyFingerprintsResponse(batch_id=request.batch_id, unconfirmed=[0])


@asynccontextmanager
async def asking(tmp_path: Path, *registers: OtherRegister) -> AsyncGenerator[tuple[Kit, Talk, Talk]]:
    """Insurance's own tables, and its talks with a population database and a register of justice at one address."""
    server = grpc.aio.server()
    server.add_generic_rpc_handlers(registers)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    await server.start()
    peers = Peers({"population": address, "justice": address})
    async with kit_of(AGENCY, tmp_path) as kit:
        yield kit, Talk(peers, kit, OWN, POPULATION), Talk(peers, kit, OWN, JUSTICE)
    await peers.close()
    await server.stop(None)


async def test_who_is_confirmed_is_left_out_where_fingerprints_are_taken(tmp_path: Path) -> None:
    async with asking(tmp_path, OtherRegister(no=None)) as (kit, population, justice):
        whole = await page_after(kit.lookups, -1)
        page = await population.page_after(-1)
        assert await justice.page_after(-1) == whole

    keys = sorted([row[KEY] for row in page.rows] + [*page.confirmed])
    assert keys == [row[KEY] for row in whole.rows]
    assert len(page.confirmed) > len(page.rows) > 0
    assert (page.after, page.last, page.is_last) == (whole.after, whole.last, whole.is_last)


async def test_claims_are_made_of_everybody_where_the_call_is_not_offered(tmp_path: Path) -> None:
    async with asking(tmp_path) as (kit, population, _):
        whole = await page_after(kit.lookups, -1)
        assert await population.page_after(-1) == whole
        with pytest.raises(AgencyUnavailable):
            await population.claims(whole.asked)


async def test_claims_are_made_of_everybody_where_fingerprints_are_made_otherwise(tmp_path: Path) -> None:
    no = FingerprintRuleUnknown(field="rule", known="fingerprint-2")
    async with asking(tmp_path, OtherRegister(no)) as (kit, population, _):
        assert await population.page_after(-1) == await page_after(kit.lookups, -1)


async def test_any_other_refusal_is_not_passed_over(tmp_path: Path) -> None:
    no = FingerprintsNotPermitted(caller="agencies/insurance")
    async with asking(tmp_path, OtherRegister(no)) as (_, population, _):
        with pytest.raises(PeerRefusal, match="may not"):
            await population.page_after(-1)
