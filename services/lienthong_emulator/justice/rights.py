"""Who may have the registers changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.access.errors import AccessNotPermitted
from lienthong_emulator.access.rules import keeps_register

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call

COMMUNES = "communes/"
PORTALS = "portals/"


def refuse_unless_registrar(call: Call, *others: str) -> None:
    """Refused with `ACCESS_NOT_PERMITTED`: communes keep the books; `others` too may ask."""
    caller = call.context.caller
    if not (keeps_register(call.context, call.kit.agency) or caller.startswith((COMMUNES, *others))):
        raise AccessNotPermitted(caller=caller)
