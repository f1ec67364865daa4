"""Whichever card was scanned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lienthong_emulator.qr_codes import citizen_card, health_card
from lienthong_emulator.qr_codes.scanned import BAR, cut, mended

Payload: TypeAlias = "citizen_card.CitizenCardPayload | health_card.HealthCardPayload | health_card.ShortCardPayload"
LOOKS_LIKE_HEALTH_CARD = re.compile("[A-Z]{2}[0-9A-Z]{13}")
IN_WORDS = {"name", "address"}
LOOKS_LIKE_CITIZEN_CARD = re.compile("[0-9]{12}")


class NoKnownPayload(ValueError):
    """A text that does not begin as the QR code of any card that we know."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read; `mangled` tells that an input method had changed it."""

    payload: Payload
    mangled: bool


def read(text: str) -> Reading:
    """Read the QR code of a card. Raises `NoKnownPayload`, and `MalformedPayload` with the field at fault."""
    parts, bar = cut(text)
    number = mended(parts[0])
    if LOOKS_LIKE_CITIZEN_CARD.fullmatch(number):
        return Reading(citizen_card.payload_of(parts, bar), _is_mangled(parts, bar, citizen_card.FIELDS))
    if not LOOKS_LIKE_HEALTH_CARD.fullmatch(number):
        raise NoKnownPayload
    if bar == "/":
        parts = health_card.with_whole_address(parts)
    if len(parts) == len(health_card.SHORT_FIELDS):
        return Reading(health_card.short_payload_of(parts), _is_mangled(parts, bar, health_card.SHORT_FIELDS))
    return Reading(health_card.payload_of(parts), _is_mangled(parts, bar, ()))


def _is_mangled(parts: Sequence[str], bar: str, fields: Sequence[str]) -> bool:
    """Whether there are letters where none can be, or other bars. `fields` names those of which some stand in words."""
    codes = [part for place, part in enumerate(parts) if place >= len(fields) or fields[place] not in IN_WORDS]
    return bar != BAR or any(mended(part) != part for part in codes)
