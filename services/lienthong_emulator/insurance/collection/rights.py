"""Who may ask about a unit and act for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.access.errors import AccessNotPermitted
from lienthong_emulator.access.rules import Group, keeps_register, rule_for
from lienthong_emulator.insurance.collection.errors import NotOnesOwnUnit

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call


def refuse_unless_seen(call: Call, unit_code: str = "") -> None:
    """What is owed is for who may see social insurance by right, and for the unit itself."""
    if not _is_unit(call, unit_code) and Group.SOCIAL_INSURANCE not in rule_for(call.context).seen:
        raise AccessNotPermitted(caller=call.context.caller)


def refuse_others(call: Call, unit_code: str) -> None:
    """Only the unit acts for it, and who keeps the register."""
    if not _is_unit(call, unit_code) and not keeps_register(call.context, call.kit.agency):
        raise NotOnesOwnUnit(caller=call.context.caller)


def _is_unit(call: Call, unit_code: str) -> bool:
    return bool(unit_code) and call.context.caller == f"employers/{unit_code}"
