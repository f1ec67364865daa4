"""Where a group comes from, as the contract tells it."""

from datetime import date

from lienthong.insurance.v1.provenance_pb2 import Provenance
from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.wire import date_to_proto


def provenance(source: Source, confirm_date: date | None) -> Provenance:
    return Provenance(source_agency=source.agency, confirm_date=date_to_proto(confirm_date) if confirm_date else None)


def original(confirm_date: date | None) -> Provenance:
    """Of groups d, đ and e, which insurance keeps in the original."""
    found = provenance(Source.INSURANCE, confirm_date)
    found.original = True
    return found
