"""More cases of calls that are made twice: messages and what is done about them, and files."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from google.protobuf.any_pb2 import Any as Packed
from tests.facility_files import CERTIFICATE, HOSPITAL, certificates, parts
from tests.journeys.repeatable import Case
from tests.journeys.repeating import INSURANCE
from tests.journeys.repeating_offices import TAX
from tests.journeys.test_annexes import MAY_XUAN_THUY
from tests.journeys.test_dead_letters import dead_letters, send_packed

from lienthong.exchange.v1.exchange_service_pb2 import (
    AcknowledgeRequest,
    RedeliverMessageRequest,
    SendMessagesRequest,
)
from lienthong.exchange.v1.message_pb2 import Message
from lienthong.justice.v1.events_pb2 import BirthRegistered
from lienthong.tax.v1.identity_difference_events_pb2 import IdentityDifferencesListed, ListedDifference
from lienthong.tax.v1.identity_difference_pb2 import IDENTITY_FIELD_NAME
from lienthong.tax.v1.identity_difference_service_pb2 import (
    ListIdentityDifferencesRequest,
    UpholdIdentityDifferenceRequest,
)
from lienthong.tax.v1.taxpayer_service_pb2 import GetTaxpayerRequest

if TYPE_CHECKING:
    from google.protobuf.message import Message as Event

    from journeys.conftest import Commune, Dossier

JUSTICE, EXCHANGE = "agencies/justice", "lienthong.exchange.v1.ExchangeService"
BIRTH = "justice.birth-registered"


def _packed(event: Event) -> Packed:
    packed = Packed()
    packed.Pack(event)
    return packed


NOBODY_BORN = _packed(BirthRegistered())
"""A birth that insurance can do nothing with."""


async def _send(_commune: Commune, _dossier: Dossier) -> Any:
    letter = Message(
        message_id=str(uuid.UUID(int=66, version=4)),
        sender=JUSTICE,
        receiver=INSURANCE,
        subject="khoi",
        kind=BIRTH,
        body=NOBODY_BORN,
    )
    return SendMessagesRequest(messages=[letter])


async def _acknowledge(commune: Commune, _dossier: Dossier) -> Any:
    await send_packed(commune, BIRTH, NOBODY_BORN)
    return AcknowledgeRequest(receiver=INSURANCE, cursor=1)


async def _redeliver(commune: Commune, _dossier: Dossier) -> Any:
    await send_packed(commune, BIRTH, NOBODY_BORN)
    (dead,) = await commune.until(lambda: dead_letters(commune), bool)
    return RedeliverMessageRequest(message_id=dead.entry.message.message_id)


async def _uphold(commune: Commune, _dossier: Dossier) -> Any:
    return await identity_difference(commune)


async def identity_difference(commune: Commune) -> UpholdIdentityDifferenceRequest:
    """Insurance lists a name that differs; what ends that."""
    async with commune.house.client(world=commune.world, caller=TAX) as tax:
        held = await tax.taxpayers.GetTaxpayer(GetTaxpayerRequest(tax_code=MAY_XUAN_THUY))
        differs = ListedDifference(
            tax_code=MAY_XUAN_THUY,
            field=IDENTITY_FIELD_NAME,
            held_by_insurance="May Xuân Thu",
            held_by_tax=held.display_name,
        )
        listed = IdentityDifferencesListed(reconciliation="taxReconciliations/1", differences=[differs])
        kind = "insurance.identity-differences-listed"
        await send_packed(commune, kind, _packed(listed), sender=INSURANCE, receiver=TAX)
        listing = tax.identity_differences.ListIdentityDifferences
        known = await commune.until(
            lambda: listing(ListIdentityDifferencesRequest()), lambda page: len(page.differences) == 1
        )
    return UpholdIdentityDifferenceRequest(name=known.differences[0].name, note="As on the certificate")


async def _submit(_commune: Commune, _dossier: Dossier) -> Any:
    return [*parts(CERTIFICATE, certificates())]


CASES: Mapping[str, Case] = {
    f"{EXCHANGE}.SendMessages": Case(
        "exchange",
        "SendMessages",
        JUSTICE,
        _send,
        unnumbered="each message has an id, and a receipt says if it was known",
    ),
    f"{EXCHANGE}.Acknowledge": Case(
        "exchange", "Acknowledge", INSURANCE, _acknowledge, unnumbered="a cursor never goes back"
    ),
    f"{EXCHANGE}.RedeliverMessage": Case(
        "exchange", "RedeliverMessage", INSURANCE, _redeliver, ("message_id", str(uuid.UUID(int=67, version=4)))
    ),
    "lienthong.tax.v1.IdentityDifferenceService.UpholdIdentityDifference": Case(
        "identity_differences", "UpholdIdentityDifference", TAX, _uphold, ("note", "another word")
    ),
    "lienthong.insurance.v1.SubmissionService.SubmitFile": Case(
        "submissions",
        "SubmitFile",
        f"facilities/{HOSPITAL}",
        _submit,
        unnumbered="the same bytes of the same facility are the same submission",
    ),
}
