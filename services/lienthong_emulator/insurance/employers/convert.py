"""Between the domain and the wire."""

from typing import cast

from lienthong.insurance.v1 import employer_pb2
from lienthong_emulator.insurance.employers.domain import Employer
from lienthong_emulator.insurance.provenance import provenance
from lienthong_emulator.wire import address_to_proto


def employer_to_proto(employer: Employer) -> employer_pb2.Employer:
    return employer_pb2.Employer(
        name=f"employers/{employer.unit_code}",
        unit_code=employer.unit_code,
        display_name=employer.full_name,
        enterprise_code=employer.enterprise_code,
        establishment_decision=employer.establishment_decision,
        tax_code=employer.tax_code,
        head_office=address_to_proto(employer.head_office),
        business_line=employer.business_line,
        phone=employer.phone,
        email=employer.email,
        type=cast("employer_pb2.EmployerType.ValueType", employer.type.value),
        payment_months=employer.payment_months,
        provenance=provenance(employer.source, employer.confirm_date),
    )
