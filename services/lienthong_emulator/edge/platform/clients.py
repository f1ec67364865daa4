"""Who may take tokens: provinces, and the ministries that the access rules name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from lienthong_emulator.access.rules import OTHERS, rules
from lienthong_emulator.reference.provinces import provinces
from lienthong_emulator.reference.tables import records_in

_DATA: Final = Path(__file__).with_name("data")
_INSURANCE: Final = "agencies/insurance"
"""Gives the services, and so takes no tokens for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformClient:
    """A system that takes tokens. `caller` is the name by which the agencies know whose it is."""

    client_id: str
    caller: str
    scopes: frozenset[str]

    @property
    def secret(self) -> str:
        """Our choice: the same in every world, so that what a system has configured outlives them."""
        return f"lienthong-{self.client_id}"


def find_client(client_id: str) -> PlatformClient | None:
    return _clients().get(client_id)


@cache
def _clients() -> dict[str, PlatformClient]:
    """Our choice: an id is the caller's name with a hyphen for the slash, such as `provinces-44`."""
    return {
        client_id: PlatformClient(client_id=client_id, caller=caller, scopes=_scopes_of(caller))
        for caller in _callers()
        for client_id in [caller.replace("/", "-")]
    }


def _callers() -> Iterator[str]:
    yield from (f"provinces/{code}" for code in provinces())
    named = {rule.callers for rule in rules() if rule.user_kind < OTHERS and not rule.callers.endswith("*")}
    yield from sorted(named - {_INSURANCE})


def _scopes_of(caller: str) -> frozenset[str]:
    anybody = f"{caller.partition('/')[0]}/*"
    return frozenset(scope for scope, callers in _subscriptions() if {caller, anybody} & callers)


@cache
def _subscriptions() -> list[tuple[str, frozenset[str]]]:
    return [(row["scope"], frozenset(row["callers"].split())) for row in records_in(_DATA / "scopes.csv")]
