"""How the exchange is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.exchange.relay.domain import Receiver
from lienthong_emulator.exchange.relay.parties import entries_kept, registry
from lienthong_emulator.exchange.relay.servicer import ExchangeServicer
from lienthong_emulator.exchange.relay.subscriptions import Subscriptions
from lienthong_emulator.exchange.relay.waiting import WAITING
from lienthong_emulator.runtime.agency import Staff

if TYPE_CHECKING:
    from lienthong_emulator.runtime.node import Node


def _servicer(node: Node) -> ExchangeServicer:
    at_home = frozenset(Receiver(f"agencies/{name}") for name in node.inboxes)
    return ExchangeServicer(registry(), Subscriptions(node.worlds), at_home, entries_kept())


STAFF = Staff(
    servicers={"ExchangeService": _servicer},
    settled={"ExchangeService": ExchangeServicer.everything_acknowledged},
    waiting=lambda: WAITING,
)
