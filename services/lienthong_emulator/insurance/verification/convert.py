"""Between the domain and the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong_emulator.matching import PERSON_FIELDS, Claim
from lienthong_emulator.verification.claims import claim_from_proto

if TYPE_CHECKING:
    from lienthong.insurance.v1.verification_service_pb2 import ParticipantClaim

CODES: Final = ("social_insurance_number", "card_number", "initial_facility", "unit_code", "tax_code")
"""What insurance keeps in the original, beside the person, in the order of the contract."""
PATHS: Final = {field: f"person.{field}" for field in PERSON_FIELDS} | {code: code for code in CODES}


def participant_claim_from_proto(found: ParticipantClaim, at: str) -> Claim:
    return claim_from_proto(found.person, at, {code: getattr(found, code) for code in CODES}, of="person")


def person_alone(found: ParticipantClaim) -> PersonClaim:
    """The claim about the person, an empty one where something else is claimed too."""
    return PersonClaim() if any(getattr(found, code) for code in CODES) else found.person
