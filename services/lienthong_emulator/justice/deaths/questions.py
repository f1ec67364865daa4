"""What the population database is asked after a death, on the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.population.v1.citizen_change_service_pb2 import ChangeGrounds, RecordDeathRequest, RevokeDeathRequest
from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest, VerifyCitizenRequest
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong_emulator.justice.civil_status.convert import number_of
from lienthong_emulator.wire import date_to_proto, identity, partial_to_proto, sex_to_proto

if TYPE_CHECKING:
    from lienthong.type.v1.identity_pb2 import IdentityNumber
    from lienthong_emulator.justice.deaths.domain import Deceased, Record


def claim_about(deceased: Deceased) -> VerifyCitizenRequest:
    claim = PersonClaim(
        identity_number=number_of(deceased),
        full_name=deceased.full_name,
        birth_date=partial_to_proto(deceased.birth_date),
        sex=sex_to_proto(deceased.sex),
    )
    return VerifyCitizenRequest(claim=claim)


def question_after(record: Record) -> GetCitizenRequest:
    return GetCitizenRequest(identity_number=_number(record))


def lock_of(record: Record, request_id: str) -> RecordDeathRequest:
    return RecordDeathRequest(
        identity_number=_number(record), death_date=date_to_proto(record.died), grounds=_grounds(record, request_id)
    )


def unlock_of(record: Record, request_id: str) -> RevokeDeathRequest:
    return RevokeDeathRequest(identity_number=_number(record), grounds=_grounds(record, request_id))


def _number(record: Record) -> IdentityNumber:
    return identity(record.number_kind, record.number)


def _grounds(record: Record, request_id: str) -> ChangeGrounds:
    basis = f"{record.place.number}, {record.place.commune}"
    return ChangeGrounds(request_id=request_id, basis=f"death register {basis}")
