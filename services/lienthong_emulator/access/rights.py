"""Calls that only the agency itself makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.access.errors import AccessNotPermitted
from lienthong_emulator.access.rules import keeps_register

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call


def refuse_unless_keeper(call: Call) -> None:
    """Refuse with `ACCESS_NOT_PERMITTED` whoever is neither the agency that is called nor a tester."""
    if not keeps_register(call.context, call.kit.agency):
        raise AccessNotPermitted(caller=call.context.caller)
