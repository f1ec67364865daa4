"""A scanned text, cut into its fields, with what keyboards do to scans undone.

A scanner types what it reads. Where a Vietnamese input method is on, it mangles what is typed: bars become backslashes
or slashes, a leading D becomes Đ, and 0 becomes đ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from lienthong_emulator.matching import PartialDate

BAR = "|"
OTHER_BARS = ("\\", "/")
NOT_PRINTED = "\ufeff\u200b\x00\x02\x03\x1d\x1e\x04"
"""What scanners and copying put around a text: marks of order, nothing at all, control characters of barcodes."""

IN_HEX = "([0-9A-Fa-f]{2})+"
WRITTEN_DAY = re.compile(r"(?<![^/])([0-9đ]{2})/([0-9đ]{2})/([0-9đ]{4})(?![^/])")


class Sex(IntEnum):
    """The two values that a card can carry."""

    MALE = 1
    FEMALE = 2


class MalformedPayload(ValueError):
    """A scanned text is not the payload of a card; `field` says where it fails."""

    def __init__(self, field: str) -> None:
        super().__init__(f"QR payload: {field} is malformed")
        self.field = field


def cut(text: str) -> tuple[list[str], str]:
    """The fields of a scanned text, and what stood between them."""
    clean = text.strip().strip(NOT_PRINTED).strip()
    bar = next((bar for bar in (BAR, *OTHER_BARS) if bar in clean), BAR)
    if bar == "/":
        clean = WRITTEN_DAY.sub(r"\1\2\3", clean)  # the slashes of a day are no bars
    return [part.strip() for part in clean.split(bar)], bar


def mended(part: str) -> str:
    """A field that is written in plain capitals and digits."""
    return part.replace("đ", "0").replace("Đ", "D")


@dataclass(frozen=True, slots=True)
class Scan:
    """Fields by name; every question names the field that it reads."""

    parts: dict[str, str]

    def matching(self, field: str, pattern: str) -> str:
        return self._match(field, pattern)[0]

    def empty(self, field: str, nothing: Sequence[str] = ("-",)) -> bool:
        return self.parts[field] in nothing

    def words(self, field: str) -> str:
        """Words that stand as they are."""
        if not self.parts[field].isprintable() or not self.parts[field]:
            raise MalformedPayload(field)
        return self.parts[field]

    def words_in_hex(self, field: str) -> str:
        digits = self.matching(field, IN_HEX)
        try:
            return bytes.fromhex(digits).decode()
        except UnicodeDecodeError:
            raise MalformedPayload(field) from None

    def day_or_year(self, field: str) -> date | int:
        return int(year[0]) if (year := self._found(field, "[0-9]{4}")) else self.day(field)

    def day(self, field: str) -> date:
        found = self._partial(field, self._match(field, "([0-9]{2})/?([0-9]{2})/?([0-9]{4})"))
        return date(found.year, found.month, found.day)

    def partial_day(self, field: str) -> PartialDate:
        """A day, a month or a year, with slashes or without."""
        return self._partial(field, self._match(field, "(?:([0-9]{2})/?)??(?:([0-9]{2})/?)?([0-9]{4})"))

    def facility(self, field: str) -> str:
        return "".join(self._match(field, "([0-9]{2}) ?[-–]? ?([0-9A-Z]{3})").groups())

    def _partial(self, field: str, match: re.Match[str]) -> PartialDate:
        day, month, year = (int(group or 0) for group in match.groups())
        try:
            return PartialDate(year, month, day)
        except ValueError:
            raise MalformedPayload(field) from None

    def _match(self, field: str, pattern: str) -> re.Match[str]:
        match = self._found(field, pattern)
        if match is None:
            raise MalformedPayload(field)
        return match

    def _found(self, field: str, pattern: str) -> re.Match[str] | None:
        return re.fullmatch(pattern, mended(self.parts[field]))
