"""What somebody is told of a person whom they may see nothing of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lienthong.access.v1.access_pb2 import ListAccessesRequest
from lienthong.insurance.v1.access_service_pb2 import WithdrawConsentRequest
from lienthong.insurance.v1.registry_service_pb2 import GetParticipantRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from conftest import House, Refusing

pytestmark = pytest.mark.asyncio(loop_scope="session")

PENSIONER = IdentityNumber(value="0195000156")


async def test_to_others_somebody_and_nobody_are_the_same(whole_house: House, refusal: Refusing) -> None:
    """Who may see nothing learns nothing from the refusal either."""
    nobody = IdentityNumber(value="0000000000")
    async with whole_house.client(caller="banks/a") as bank:
        told = [
            await bank.registry.GetParticipant(GetParticipantRequest(identity_number=number))
            for number in (PENSIONER, nobody)
        ]
        reasons = [
            (await refusal(bank.insurance_accesses.ListAccesses(ListAccessesRequest(identity_number=number)))).reason
            for number in (PENSIONER, nobody)
        ]
        consent = await refusal(bank.insurance_accesses.WithdrawConsent(WithdrawConsentRequest(name="consents/none")))

    assert told[0] == told[1]
    assert len(told[0].withheld_groups) == 9
    assert [*reasons, consent.reason] == ["NOT_ONES_OWN"] * 3
