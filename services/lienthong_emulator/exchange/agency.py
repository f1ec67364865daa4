"""The exchange, seen from outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lienthong.exchange.v1 import exchange_service_pb2
from lienthong_emulator.runtime.agency import Agency

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Staff


def _staff() -> Staff:
    from lienthong_emulator.exchange.staff import STAFF

    return STAFF


AGENCY = Agency(
    name="exchange",
    schema=(Path(__file__).parent / "relay" / "schema.sql").read_text("utf-8"),
    services=[exchange_service_pb2.DESCRIPTOR.services_by_name["ExchangeService"]],
    staff=_staff,
)
