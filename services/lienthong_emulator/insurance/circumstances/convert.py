"""Between the domain and the wire."""

from typing import cast

from lienthong.insurance.v1 import circumstances_pb2
from lienthong_emulator.insurance.circumstances.domain import Contact, HealthCondition, Welfare
from lienthong_emulator.insurance.provenance import provenance
from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.wire import address_to_proto


def contact_to_proto(contact: Contact, residence: Address) -> circumstances_pb2.Contact:
    return circumstances_pb2.Contact(
        phone=contact.phone,
        email=contact.email,
        address=address_to_proto(residence if contact.address == Address() else contact.address),
        provenance=provenance(Source.INSURANCE, contact.confirm_date),
    )


def health_condition_to_proto(condition: HealthCondition) -> circumstances_pb2.HealthCondition:
    return circumstances_pb2.HealthCondition(
        blood_group=condition.blood_group,
        background_conditions=condition.conditions.split(),
        provenance=provenance(condition.source, condition.confirm_date),
    )


def welfare_to_proto(welfare: Welfare) -> circumstances_pb2.Welfare:
    """Codes of the register and of the contract are the same numbers."""
    return circumstances_pb2.Welfare(
        poverty=cast("circumstances_pb2.Poverty.ValueType", welfare.poverty.value),
        merit_code=welfare.merit_code,
        disability=cast("circumstances_pb2.DisabilityDegree.ValueType", welfare.disability.value),
        monthly_allowance=welfare.monthly_allowance,
        provenance=provenance(welfare.source, welfare.confirm_date),
    )
