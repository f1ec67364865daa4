"""The text inside the QR code of a citizen's card (thẻ căn cước công dân, CCCD), which VNeID shows too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.qr_codes.scanned import MalformedPayload, Scan, Sex, cut

NUMBER = "[0-9]{12}"
DAY = re.compile("[0-9]{8}")
FIELDS = ("personal_number", "old_number", "name", "birth", "sex", "address", "issued")
LEAST_FIELDS = 5
"""Some readers are content with these; VNeID has been seen with six."""

SEXES = {"Nam": Sex.MALE, "Nữ": Sex.FEMALE}
ISSUED = len(FIELDS) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenCardPayload:
    """The fields of a citizen's card in their order. What newer cards write after them is not kept."""

    personal_number: str
    old_number: str | None  # CMND, 9 digits
    name: str
    birth: PartialDate
    sex: Sex
    address: str | None  # permanent residence
    issued: date | None


def encode(payload: CitizenCardPayload) -> str:
    sex = next(word for word, value in SEXES.items() if value == payload.sex)
    issued = "" if payload.issued is None else f"{payload.issued:%d%m}{payload.issued.year:04}"
    return "|".join(
        (
            payload.personal_number,
            payload.old_number or "",
            payload.name,
            _birth(payload.birth),
            sex,
            payload.address or "",
            issued,
        )
    )


def decode(text: str) -> CitizenCardPayload:
    """Read what a scanner gives; refuse with MalformedPayload."""
    return payload_of(*cut(text))


def payload_of(parts: Sequence[str], bar: str = "|") -> CitizenCardPayload:
    if bar == "/":
        parts = _with_whole_address(parts)
    if len(parts) < LEAST_FIELDS:
        raise MalformedPayload("number of fields")
    scan = Scan({name: parts[place] if place < len(parts) else "" for place, name in enumerate(FIELDS)})
    return CitizenCardPayload(
        personal_number=scan.matching("personal_number", NUMBER),
        old_number=None if scan.empty("old_number", ("",)) else scan.matching("old_number", "[0-9]{9}"),
        name=unicodedata.normalize("NFC", scan.words("name")),
        birth=scan.partial_day("birth"),
        sex=_sex(scan),
        address=None if scan.empty("address", ("",)) else unicodedata.normalize("NFC", scan.words("address")),
        issued=None if scan.empty("issued", ("",)) else scan.day("issued"),
    )


def _with_whole_address(parts: Sequence[str]) -> Sequence[str]:
    """The fields where slashes stand for bars: an address (số 12/5) may have slashes of its own."""
    before, after = parts[: ISSUED - 1], parts[ISSUED - 1 :]
    days = [
        place for place, part in enumerate(after) if place and len(part) == 8 and part.replace("đ", "0").isdecimal()
    ]
    if not days:
        return [*before, *(["/".join(after)] if after else [])]
    return [*before, "/".join(after[: days[0]]), *after[days[0] :]]


def _sex(scan: Scan) -> Sex:
    word = unicodedata.normalize("NFC", scan.words("sex"))
    if word not in SEXES:
        raise MalformedPayload("sex")
    return SEXES[word]


def _birth(birth: PartialDate) -> str:
    known = [f"{part:02}" for part in (birth.day, birth.month) if part]
    return "".join([*known, f"{birth.year:04}"])
