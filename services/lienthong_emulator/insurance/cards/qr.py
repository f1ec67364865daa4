"""The text inside the QR code of a health-insurance card (thẻ bảo hiểm y tế)."""

import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from hashlib import sha256

NOTHING = "-"
END = "$"
FIELDS = (
    "card_number",
    "name",
    "birth",
    "sex",
    "address",
    "facility",
    "valid_from",
    "valid_to",
    "issued",
    "office",
    "parent",
    "living_area",
    "five_year_date",
    "check_code",
    "end",
)


class Sex(IntEnum):
    """The two values that a card can carry."""

    MALE = 1
    FEMALE = 2


class MalformedPayload(ValueError):
    """A scanned text is not the payload of a card; `field` says where it fails."""

    def __init__(self, field: str) -> None:
        super().__init__(f"card QR payload: {field} is malformed")
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCardPayload:
    """The fields of a card QR in their order; the closing `$` is written and tested, not kept."""

    card_number: str
    name: str
    birth: date | int  # the year alone, where day and month are unknown
    sex: Sex
    address: str | None
    facility: str  # five characters: province and initial-care facility
    valid_from: date
    valid_to: date | None
    issued: date
    office: str
    parent: str | None
    living_area: str | None  # K1, K2, K3
    five_year_date: date

    @property
    def check_code(self) -> str:
        # Our choice: the algorithm is not public. Shaped as on real cards (16 hex digits, hyphen, 4 digits):
        # the start of the SHA-256 of the fields before it, bars included; 0000 marks the emulator.
        return f"{sha256('|'.join(_fields(self)).encode()).hexdigest()[:16]}-0000"


def encode(payload: HealthCardPayload) -> str:
    return "|".join((*_fields(payload), payload.check_code, END))


def decode(text: str) -> HealthCardPayload:
    """Read what a scanner gives; refuse with MalformedPayload, a wrong check code included."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != len(FIELDS):
        raise MalformedPayload("number of fields")
    scan = _Scan(dict(zip(FIELDS, parts, strict=True)))
    payload = _payload(scan)
    scan.matching("check_code", re.escape(payload.check_code))
    scan.matching("end", re.escape(END))
    return payload


def _fields(payload: HealthCardPayload) -> tuple[str, ...]:
    return (
        payload.card_number,
        _hex(payload.name),
        _day_or_year(payload.birth),
        str(payload.sex.value),
        NOTHING if payload.address is None else _hex(payload.address),
        f"{payload.facility[:2]} - {payload.facility[2:]}",
        _day(payload.valid_from),
        NOTHING if payload.valid_to is None else _day(payload.valid_to),
        _day(payload.issued),
        payload.office,
        NOTHING if payload.parent is None else _hex(payload.parent),
        NOTHING if payload.living_area is None else payload.living_area,
        _day(payload.five_year_date),
    )


def _payload(scan: "_Scan") -> HealthCardPayload:
    return HealthCardPayload(
        card_number=scan.matching("card_number", "[A-Z]{2}[1-5][0-9]{12}"),
        name=scan.words("name"),
        birth=scan.day_or_year("birth"),
        sex=Sex(int(scan.matching("sex", "[12]"))),
        address=None if scan.empty("address") else scan.words("address"),
        facility=scan.facility("facility"),
        valid_from=scan.day("valid_from"),
        valid_to=None if scan.empty("valid_to") else scan.day("valid_to"),
        issued=scan.day("issued"),
        office=scan.matching("office", "[0-9A-Z]+"),
        parent=None if scan.empty("parent") else scan.words("parent"),
        living_area=None if scan.empty("living_area") else scan.matching("living_area", "K[1-3]"),
        five_year_date=scan.day("five_year_date"),
    )


@dataclass(frozen=True, slots=True)
class _Scan:
    """A scanned text, cut at its bars; every question names the field that it reads."""

    parts: dict[str, str]

    def matching(self, field: str, pattern: str) -> str:
        return self._match(field, pattern)[0]

    def empty(self, field: str) -> bool:
        return self.parts[field] == NOTHING

    def words(self, field: str) -> str:
        digits = self.matching(field, "([0-9A-Fa-f]{2})+")
        try:
            return bytes.fromhex(digits).decode()
        except UnicodeDecodeError:
            raise MalformedPayload(field) from None

    def day_or_year(self, field: str) -> date | int:
        is_year = re.fullmatch("[0-9]{4}", self.parts[field])
        return int(self.parts[field]) if is_year else self.day(field)

    def day(self, field: str) -> date:
        day, month, year = self._match(field, "([0-9]{2})/?([0-9]{2})/?([0-9]{4})").groups()
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            raise MalformedPayload(field) from None

    def facility(self, field: str) -> str:
        return "".join(self._match(field, "([0-9]{2}) ?[-–]? ?([0-9A-Z]{3})").groups())

    def _match(self, field: str, pattern: str) -> re.Match[str]:
        match = re.fullmatch(pattern, self.parts[field])
        if match is None:
            raise MalformedPayload(field)
        return match


def _hex(words: str) -> str:
    return words.encode().hex()


def _day_or_year(birth: date | int) -> str:
    return _day(birth) if isinstance(birth, date) else f"{birth:04}"


def _day(day: date) -> str:
    return f"{day:%d/%m}/{day.year:04}"
