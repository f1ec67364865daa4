"""What a caller may see of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lienthong_emulator.access.errors import NotOnesOwn
from lienthong_emulator.access.rules import Group, keeps_register, rule_for
from lienthong_emulator.insurance.access.store import AccessQuestions
from lienthong_emulator.insurance.names import PARTICIPANTS, Names

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call

EVERYTHING: Final = frozenset(Group)


async def groups_seen(call: Call, participant_key: int) -> frozenset[Group]:
    """By the rules, by the person's consent, and all of it for the person. Raises `PurposeNotPermitted`."""
    seen = rule_for(call.context).seen
    if seen == EVERYTHING or _is_themself(call, participant_key):
        return EVERYTHING
    consents = await AccessQuestions(call.kit.lookups).consents_for(participant_key, call.context.caller)
    allowed = [consent.groups for consent in consents if consent.allows(call.context.purpose, call.kit.today())]
    return seen.union(*allowed)


def refuse_others(call: Call, participant_key: int) -> None:
    """Of consents and accesses only the person and insurance may hear."""
    if not (_is_themself(call, participant_key) or keeps_register(call.context, call.kit.agency)):
        raise NotOnesOwn(caller=call.context.caller)


def _is_themself(call: Call, participant_key: int) -> bool:
    caller = call.context.caller
    return caller.startswith(PARTICIPANTS) and caller == Names(call.kit.opaque_id).participant(participant_key)
