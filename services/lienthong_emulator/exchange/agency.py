"""How the exchange is put together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lienthong.exchange.v1 import exchange_service_pb2
from lienthong_emulator.exchange.relay.domain import Receiver
from lienthong_emulator.exchange.relay.parties import registered_parties
from lienthong_emulator.exchange.relay.servicer import ExchangeServicer
from lienthong_emulator.exchange.relay.subscriptions import Subscriptions
from lienthong_emulator.runtime.agency import Agency, Service

if TYPE_CHECKING:
    from lienthong_emulator.runtime.node import Node


def _servicer(node: Node) -> ExchangeServicer:
    at_home = frozenset(Receiver(f"agencies/{name}") for name in node.inboxes)
    return ExchangeServicer(registered_parties(), Subscriptions(node.worlds), at_home)


AGENCY = Agency(
    name="exchange",
    schema=(Path(__file__).parent / "relay" / "schema.sql").read_text("utf-8"),
    services=[
        Service(
            descriptor=exchange_service_pb2.DESCRIPTOR.services_by_name["ExchangeService"],
            servicer=_servicer,
            settled=ExchangeServicer.everything_acknowledged,
        )
    ],
)
