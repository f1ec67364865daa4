"""The text inside the QR code of a health-insurance card (thẻ bảo hiểm y tế)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from lienthong_emulator.qr_codes.scanned import IN_HEX, MalformedPayload, Scan, Sex, cut, mended

NOTHING = "-"
END = "$"
NUMBER = "[A-Z]{2}[1-5][0-9]{12}"
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
SHORT_FIELDS = ("card_number", "name", "birth", "sex", "facility", "address")
OF_OURS = "-0000"


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
        return f"{sha256('|'.join(_fields(self)).encode()).hexdigest()[:16]}{OF_OURS}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortCardPayload:
    """The short form, with names in the clear, that some issue and some read."""

    card_number: str
    name: str
    birth: date | int
    sex: Sex
    facility: str
    address: str | None


def encode(payload: HealthCardPayload) -> str:
    return "|".join((*_fields(payload), payload.check_code, END))


def decode(text: str) -> HealthCardPayload:
    """Read what a scanner gives; refuse with MalformedPayload, a wrong check code of ours included."""
    return payload_of(cut(text)[0])


def payload_of(parts: Sequence[str]) -> HealthCardPayload:
    if len(parts) != len(FIELDS):
        raise MalformedPayload("number of fields")
    scan = Scan(dict(zip(FIELDS, parts, strict=True)))
    payload = _payload(scan)
    # Our choice: a code that others made is taken as it is, for nobody outside knows how it is made.
    code = scan.matching("check_code", "[0-9A-Za-z-]{1,40}")
    if code.endswith(OF_OURS):
        scan.matching("check_code", re.escape(payload.check_code))
    scan.matching("end", re.escape(END))
    return payload


def encode_short(payload: ShortCardPayload) -> str:
    sex, born = str(payload.sex.value), _day_or_year(payload.birth)
    return "|".join((payload.card_number, payload.name, born, sex, _facility(payload.facility), payload.address or ""))


def short_payload_of(parts: Sequence[str]) -> ShortCardPayload:
    scan = Scan(dict(zip(SHORT_FIELDS, parts, strict=True)))
    return ShortCardPayload(
        card_number=scan.matching("card_number", NUMBER),
        name=scan.words("name"),
        birth=scan.day_or_year("birth"),
        sex=Sex(int(scan.matching("sex", "[12]"))),
        facility=scan.facility("facility"),
        address=None if scan.empty("address", (NOTHING, "")) else scan.words("address"),
    )


def with_whole_address(parts: Sequence[str]) -> Sequence[str]:
    """The fields of a short form where slashes stand for bars: an address (số 12/5) may have slashes of its own."""
    address = len(SHORT_FIELDS) - 1
    is_short = len(parts) > len(SHORT_FIELDS) and not re.fullmatch(IN_HEX, mended(parts[1]))
    return [*parts[:address], "/".join(parts[address:])] if is_short else parts


def _fields(payload: HealthCardPayload) -> tuple[str, ...]:
    return (
        payload.card_number,
        _hex(payload.name),
        _day_or_year(payload.birth),
        str(payload.sex.value),
        NOTHING if payload.address is None else _hex(payload.address),
        _facility(payload.facility),
        _day(payload.valid_from),
        NOTHING if payload.valid_to is None else _day(payload.valid_to),
        _day(payload.issued),
        payload.office,
        NOTHING if payload.parent is None else _hex(payload.parent),
        NOTHING if payload.living_area is None else payload.living_area,
        _day(payload.five_year_date),
    )


def _payload(scan: Scan) -> HealthCardPayload:
    return HealthCardPayload(
        card_number=scan.matching("card_number", NUMBER),
        name=scan.words_in_hex("name"),
        birth=scan.day_or_year("birth"),
        sex=Sex(int(scan.matching("sex", "[12]"))),
        address=None if scan.empty("address") else scan.words_in_hex("address"),
        facility=scan.facility("facility"),
        valid_from=scan.day("valid_from"),
        valid_to=None if scan.empty("valid_to") else scan.day("valid_to"),
        issued=scan.day("issued"),
        office=scan.matching("office", "[0-9A-Z]+"),
        parent=None if scan.empty("parent") else scan.words_in_hex("parent"),
        living_area=None if scan.empty("living_area") else scan.matching("living_area", "K[1-3]"),
        five_year_date=scan.day("five_year_date"),
    )


def _hex(words: str) -> str:
    return words.encode().hex()


def _facility(code: str) -> str:
    return f"{code[:2]} - {code[2:]}"


def _day_or_year(birth: date | int) -> str:
    return _day(birth) if isinstance(birth, date) else f"{birth:04}"


def _day(day: date) -> str:
    return f"{day:%d/%m}/{day.year:04}"
