"""What a register is asked about a page: by fingerprints where it takes them, else with claims about everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import grpc
import pytest
from tests.alone import kit_of

from lienthong.population.v1.citizen_service_pb2 import VerifyFingerprintsRequest, VerifyFingerprintsResponse
from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.reconciliation.asking import Talk
from lienthong_emulator.insurance.reconciliation.domain import JUSTICE, POPULATION
from lienthong_emulator.insurance.reconciliation.register import page_after
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.refusals import AgencyUnavailable
from lienthong_emulator.verification.written_claims import KEY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

OWN = Context(caller="agencies/insurance")
CALL = "/lienthong.population.v1.CitizenService/VerifyFingerprints"


class OtherRegister(grpc.GenericRpcHandler):
    """A population database of somebody else's, which confirms all but the first of a batch."""

    def service(self, handler_call_details: Any) -> Any:
        if handler_call_details.method != CALL:
            return None
        read, write = VerifyFingerprintsRequest.FromString, VerifyFingerprintsResponse.SerializeToString
        return cast(Any, grpc).stream_stream_rpc_method_handler(_all_but_the_first, read, write)


async def _all_but_the_first(
    requests: AsyncIterator[VerifyFingerprintsRequest], _context: object
) -> AsyncIterator[VerifyFingerprintsResponse]:
    async for request in requests:
        assert len(request.fingerprints) == 8 * len(request.identity_numbers)
        yield VerifyFingerprintsResponse(batch_id=request.batch_id, unconfirmed=[0])


@pytest.mark.parametrize("offered", [True, False])
async def test_who_is_confirmed_is_left_out_where_fingerprints_are_taken(tmp_path: Path, offered: bool) -> None:
    server = grpc.aio.server()
    if offered:
        server.add_generic_rpc_handlers([OtherRegister()])
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    await server.start()
    peers = Peers({"population": address, "justice": address})
    async with kit_of(AGENCY, tmp_path) as kit:
        whole = await page_after(kit.lookups, -1)
        page = await Talk(peers, kit, OWN, POPULATION).page_after(-1)
        of_justice = await Talk(peers, kit, OWN, JUSTICE).page_after(-1)
        with pytest.raises(AgencyUnavailable):
            await Talk(peers, kit, OWN, POPULATION).claims(whole.asked)
    await peers.close()
    await server.stop(None)

    assert of_justice == whole
    if offered:
        keys = sorted([row[KEY] for row in page.rows] + [*page.confirmed])
        assert keys == [row[KEY] for row in whole.rows]
        assert len(page.confirmed) > len(page.rows) > 0
        assert (page.after, page.last, page.is_last) == (whole.after, whole.last, whole.is_last)
    else:
        assert page == whole
