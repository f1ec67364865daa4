"""Claims about Lan of the examples, and what population answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from google.protobuf.field_mask_pb2 import FieldMask
from google.type.date_pb2 import Date

from lienthong.population.v1.citizen_service_pb2 import VerifyCitizenRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim

if TYPE_CHECKING:
    from lienthong.client import Client
    from lienthong.type.v1.verification_pb2 import Verification

LAN = IdentityNumber(value="901193000017")


async def verified(client: Client, claim: PersonClaim, *mask: str) -> Verification:
    request = VerifyCitizenRequest(claim=claim, compare_mask=FieldMask(paths=mask))
    return (await client.citizens.VerifyCitizen(request)).verification


def born(year: int, month: int = 0, day: int = 0) -> PersonClaim:
    return PersonClaim(identity_number=LAN, birth_date=Date(year=year, month=month, day=day))


def called(name: str, of: IdentityNumber = LAN) -> PersonClaim:
    return PersonClaim(identity_number=of, full_name=name)
