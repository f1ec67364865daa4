"""A reconciliation comes to its end though an annex names an employer that the tax service does not know any more."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from tests.journeys.filings import DECEMBER, Offices, offices_in
from tests.journeys.test_annexes_broken import Sender, deduction
from tests.journeys.test_tax_reconciling_key import findings

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.exchange.v1.exchange_service_pb2 import SendMessagesRequest
from lienthong.exchange.v1.message_pb2 import Message
from lienthong.filing.v1 import annex_pb2 as pb
from lienthong.insurance.v1 import tax_reconciliation_service_pb2 as asked
from lienthong.tax.v1 import taxpayer_pb2
from lienthong.tax.v1.events_pb2 import TAXPAYER_CHANGE_KIND_MERGED, TaxpayerChanged
from lienthong.type.v1.address_pb2 import Address

if TYPE_CHECKING:
    from conftest import House

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOA_SUA, UNKNOWN = "9990000018", "6400001009"
"""Hoa Sữa's tax code, and one that checks and that nobody was given."""
NINTH = Timestamp(seconds=int(datetime(2022, 1, 5, 2, tzinfo=UTC).timestamp()))
SECONDS = 60


async def move_to_unknown_code(offices: Offices) -> None:
    """As if the tax service had told of a merger into an organisation that its register holds no more."""
    event = TaxpayerChanged(
        event_id=str(uuid.uuid5(uuid.NAMESPACE_OID, "merged into nobody")),
        revision=99,
        kind=TAXPAYER_CHANGE_KIND_MERGED,
        tax_code=HOA_SUA,
        merged_into=UNKNOWN,
        display_name="Công ty TNHH Hoa Sữa",
        head_office=Address(province_code="01"),
        status=taxpayer_pb2.TAXPAYER_STATUS_ENDED,
        economic_type=taxpayer_pb2.ECONOMIC_TYPE_ENTERPRISE,
        event_date=Date(year=2022, month=1, day=5),
        record_time=NINTH,
    )
    message = Message(
        message_id=event.event_id,
        sender="agencies/tax",
        receiver="agencies/insurance",
        subject=f"taxpayers/{HOA_SUA}",
        kind="tax.taxpayer-changed",
        case_id="sent-by-hand",
        body=Packed(),
    )
    message.body.Pack(event)
    await offices.tax.exchange.SendMessages(SendMessagesRequest(messages=[message]))
    await offices.tax.clock.AdvanceClock(AdvanceClockRequest(duration=Duration()))


async def test_an_employer_that_tax_lost_holds_up_nothing(whole_house: House, world: str) -> None:
    async with offices_in(whole_house, world) as offices:
        await move_to_unknown_code(offices)
        await offices.published(pb.ANNEX_KIND_TAXPAYERS)
        sender = Sender(offices, "annexes/by-hand")
        row = deduction(employer_tax_code=UNKNOWN, employer_name="Công ty TNHH Hoa Sữa").SerializeToString()
        assert (await sender.send(sender.part([row]))).state == pb.ANNEX_STATE_ACKNOWLEDGED

        desk = offices.insurance.tax_reconciliation
        run = await desk.ReconcileTax(asked.ReconcileTaxRequest(month=DECEMBER))
        async with asyncio.timeout(SECONDS):
            while not run.done:
                await asyncio.sleep(0.1)
                run = await desk.GetTaxReconciliation(asked.GetTaxReconciliationRequest(name=run.name))

        told = [one.kind for one in await findings(offices, run.name) if one.employer_tax_code == UNKNOWN]
        assert asked.TAX_FINDING_KIND_NOT_INSURED in told
