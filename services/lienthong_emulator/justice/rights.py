"""Who may have the registers changed, and who may look through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.access.errors import AccessNotPermitted
from lienthong_emulator.access.rules import Group, keeps_register, rule_for

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call

COMMUNES = "communes/"
PORTALS = "portals/"


def refuse_unless_registrar(call: Call, *others: str) -> None:
    """Refused with `ACCESS_NOT_PERMITTED`: communes keep the books; `others` too may ask."""
    caller = call.context.caller
    if not (keeps_register(call.context, call.kit.agency) or caller.startswith((COMMUNES, *others))):
        raise AccessNotPermitted(caller=caller)


def refuse_unless_reader(call: Call) -> None:
    """Refused with `ACCESS_NOT_PERMITTED` to who may not see whom a register holds, before anybody is looked up.

    Our choice: a dossier is shown to whoever knows its name, which tells nothing and which the family was given.
    """
    if Group.BASIC not in rule_for(call.context).seen:
        raise AccessNotPermitted(caller=call.context.caller)


def own_dossiers_of(call: Call) -> str:
    """The portal to whose dossiers a caller is confined, empty for offices.

    Our choice: a portal carries what its citizens file, and may know nothing of who filed elsewhere.
    """
    caller = call.context.caller
    return caller if caller.startswith(PORTALS) else ""
