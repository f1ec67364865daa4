"""What the values of a document must look like, and what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from lienthong_emulator.insurance.submissions.domain import plain
from lienthong_emulator.insurance.submissions.errors import Fault, TagMalformed, TagRequired
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.tables import records_in
from lienthong_emulator.runtime.clock import HANOI

LONGEST_TEXT: Final = 1_024
FIRST_YEAR: Final = 1900
_FILE: Final = Path(__file__).with_name("data") / "tags.csv"


class Form(NamedTuple):
    """A kind of value: whether a text is one, and how a refusal calls it."""

    fits: Callable[[str], object]
    english: str
    vietnamese: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a document that something is done with."""

    tag: str
    """As the annex writes it, and as a refusal names it."""
    value: str
    form: Form
    is_needed: bool
    plain: str
    """As it is looked for."""


@dataclass(frozen=True, slots=True)
class Values:
    """What a document says, by our names; every text has the form of its tag. Empty where it says nothing."""

    document: str
    texts: Mapping[str, str]

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def number(self, name: str) -> int:
        """Whole units; half a đồng is rounded to the even one."""
        return round(Decimal(self.texts.get(name) or 0))

    def moment(self, name: str) -> datetime:
        """To the minute, in Hà Nội. Only of what is needed."""
        return moment_in(self.texts[name])

    def day(self, name: str) -> date | None:
        return day_in(self.texts[name]) if self.text(name) else None

    def birth(self, name: str) -> PartialDate | None:
        return birth_in(self.texts[name]) if self.text(name) else None


def values_of(document: str, found: Mapping[str, str]) -> Values:
    """The values of a document from texts by plain tag. Refused with every `TagRequired` and `TagMalformed` in it."""
    faults = [fault for tag in tags_of(document) if (fault := _fault(document, tag, found.get(tag.plain, "")))]
    if faults:
        raise faults[0].with_others(faults[1:])
    return Values(document, {tag.value: found.get(tag.plain, "") for tag in tags_of(document)})


def _fault(document: str, tag: Tag, text: str) -> Fault | None:
    field = f"{document}.{tag.tag}"
    if not text:
        return TagRequired(field=field, tag=tag.tag, document=document) if tag.is_needed else None
    if tag.form.fits(text):
        return None
    facts = {"expected": tag.form.english, "expected_vi": tag.form.vietnamese}
    return TagMalformed(field=field, tag=tag.tag, document=document, **facts)


def tags_of(document: str) -> Sequence[Tag]:
    return _tags()[document]


@cache
def _tags() -> Mapping[str, Sequence[Tag]]:
    found: dict[str, list[Tag]] = {}
    for row in records_in(_FILE):
        tag = Tag(row["tag"], row["value"], FORMS[row["form"]], row["need"] == "always", plain(row["tag"]))
        found.setdefault(row["document"], []).append(tag)
    return found


def day_in(text: str) -> date | None:
    """yyyymmdd, whatever time follows."""
    try:
        day = datetime.strptime(text[:8], "%Y%m%d").replace(tzinfo=HANOI).date()
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def moment_in(text: str) -> datetime:
    """yyyymmddHHMM; seconds that follow are left out."""
    return datetime.strptime(text[:12], "%Y%m%d%H%M").replace(tzinfo=HANOI)


def birth_in(text: str) -> PartialDate | None:
    """yyyymmdd with or without a time; an unknown month or day is 00, and the year alone may stand."""
    padded = text[:8].ljust(8, "0")
    try:
        return PartialDate(int(padded[:4]), int(padded[4:6]), int(padded[6:8]))
    except ValueError:
        return None


def _is_moment(text: str) -> bool:
    try:
        moment_in(text)
    except ValueError:
        return False
    return len(text) in (12, 14) and _digits(text) and day_in(text) is not None


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_day(text: str) -> bool:
    return len(text) in (8, 12, 14) and _digits(text) and day_in(text) is not None


def _is_birth(text: str) -> bool:
    return len(text) in (4, 8, 12, 14) and _digits(text) and birth_in(text) is not None


def _pattern(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).fullmatch


def _is_text(text: str) -> bool:
    return len(text) <= LONGEST_TEXT


FORMS: Final[Mapping[str, Form]] = {
    "text": Form(_is_text, f"at most {LONGEST_TEXT} characters", f"tối đa {LONGEST_TEXT} ký tự"),
    "name": Form(_pattern(r".{1,255}"), "a name of at most 255 characters", "họ tên tối đa 255 ký tự"),
    "code": Form(_pattern(r"[^\s/]{1,100}"), "a code of at most 100 characters", "mã tối đa 100 ký tự"),
    "number": Form(
        _pattern(r"[0-9A-Za-z./_-]{1,50}"),
        "of at most 50 unaccented letters, digits and . / _ -",
        "tối đa 50 chữ cái không dấu, chữ số và các dấu . / _ -",
    ),
    "paper": Form(_pattern(r"[0-9A-Za-z]{1,15}"), "a number of at most 15 characters", "số giấy tờ tối đa 15 ký tự"),
    "si": Form(_pattern(r"[0-9]{10}"), "a social-insurance number of 10 digits", "mã số BHXH gồm 10 chữ số"),
    "card": Form(
        _pattern(r"[A-Z]{2}[0-9]{13}|[0-9]{10}|[0-9]{12}"),
        "a card number of 15 characters, or 10 or 12 digits",
        "mã thẻ BHYT 15 ký tự, hoặc 10 hoặc 12 chữ số",
    ),
    "temporary": Form(_pattern(r"TE1[0-9]{12}"), "TE1 and 12 digits", "TE1 và 12 chữ số"),
    "facility": Form(_pattern(r"[0-9]{5}"), "5 digits", "5 chữ số"),
    "sex": Form(_pattern(r"[123]"), "1, 2 or 3", "1, 2 hoặc 3"),
    "result": Form(_pattern(r"[1-7]"), "1 to 7", "từ 1 đến 7"),
    "discharge": Form(_pattern(r"[1-5]"), "1 to 5", "từ 1 đến 5"),
    "reason": Form(_pattern(r"[1-4]"), "1 to 4", "từ 1 đến 4"),
    "route": Form(_pattern(r"[0-9]{1,2}(\.[0-9]{1,2})?"), "a route such as 1.1", "mã đối tượng như 1.1"),
    "count": Form(_pattern(r"[0-9]{1,5}"), "at most 5 digits", "tối đa 5 chữ số"),
    "money": Form(_pattern(r"[0-9]{1,15}([.][0-9]{1,4})?"), "an amount such as 125000.00", "số tiền, ví dụ 125000.00"),
    "day": Form(_is_day, "a day (yyyymmdd)", "ngày (yyyymmdd)"),
    "moment": Form(_is_moment, "a moment (yyyymmddHHMM)", "thời điểm (yyyymmddHHMM)"),
    "birth": Form(
        _is_birth, "a birth date (yyyymmdd, 00 for what is unknown)", "ngày sinh (yyyymmdd, 00 nếu không rõ)"
    ),
}
