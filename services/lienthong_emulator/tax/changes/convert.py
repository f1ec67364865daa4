"""Between the domain and the wire."""

from typing import cast

from lienthong.tax.v1 import events_pb2, taxpayer_pb2
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.tax.changes.domain import ChangeEvent
from lienthong_emulator.tax.taxpayers.convert import status_to_proto
from lienthong_emulator.tax.taxpayers.domain import Organisation, code_of
from lienthong_emulator.wire import address_to_proto, date_to_proto


def event_to_proto(event: ChangeEvent, after: Organisation, merged_into: str = "") -> events_pb2.TaxpayerChanged:
    return events_pb2.TaxpayerChanged(
        event_id=event.event_id,
        revision=event.revision,
        kind=events_pb2.TaxpayerChangeKind.Value(f"TAXPAYER_CHANGE_KIND_{event.kind}"),
        tax_code=code_of(after.taxpayer_key),
        merged_into=merged_into,
        display_name=after.full_name,
        head_office=address_to_proto(after.head_office),
        business_line=after.business_line,
        phone=after.phone,
        email=after.email,
        status=status_to_proto(after.status),
        economic_type=cast("taxpayer_pb2.EconomicType.ValueType", after.economic_type.value),
        managing_tax_office=after.tax_office,
        event_date=date_to_proto(event.event_date),
        record_time=instant(event.record_time),
    )
