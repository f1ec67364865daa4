"""The contract of the National Insurance Database of Viet Nam, and a client that speaks it.

Its parts are imported with their first use: who takes messages alone need not load a stub for every service.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lienthong.blocking import BlockingClient, connect_blocking
    from lienthong.client import Client, connect
    from lienthong.contract import descriptor_set
    from lienthong.refusals import Refused, field_of, reason_of, refused, status_of

__all__ = [
    "BlockingClient",
    "Client",
    "Refused",
    "connect",
    "connect_blocking",
    "descriptor_set",
    "field_of",
    "reason_of",
    "refused",
    "status_of",
]
_HOMES = {
    "BlockingClient": "blocking",
    "connect_blocking": "blocking",
    "Client": "client",
    "connect": "client",
    "descriptor_set": "contract",
}
"""The modules of what is not of `refusals`."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'refusals')}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
