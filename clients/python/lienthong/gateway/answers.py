"""What the gateway tells, as values. What it leaves out is empty; so is a day that is none, as None."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

from lienthong.gateway.texts import day, minute

CORRECT: Final = "000"
USABLE: Final = frozenset(("000", "001", "002", "004"))


class Told:
    """The values of a JSON object by key, in any case."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = {key.lower(): value for key, value in values.items()}

    def text(self, key: str) -> str:
        value = self._values.get(key.lower())
        return "" if value is None else str(value).strip()

    def object(self, key: str) -> Told | None:
        value = self._values.get(key.lower())
        return Told(cast("dict[str, Any]", value)) if isinstance(value, dict) else None

    def rows(self, key: str) -> Iterable[Told]:
        value = self._values.get(key.lower())
        rows = cast("list[Any]", value) if isinstance(value, list) else []
        return [Told(cast("dict[str, Any]", row)) for row in rows if isinstance(row, dict)]

    def amount(self, key: str) -> Decimal:
        try:
            return Decimal(self.text(key) or "0")
        except InvalidOperation:
            return Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card and its holder. `birth_date` is dd/MM/yyyy, or as much of it as is known; `sex` Nam or Nữ."""

    number: str
    full_name: str
    birth_date: str
    sex: str
    address: str
    initial_facility: str
    issuing_office: str
    valid_from: date | None
    valid_to: date | None
    living_area: str
    five_year_date: date | None
    social_insurance_number: str
    old_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCard:
    """The card that was issued instead (codes 003 and 004)."""

    number: str
    valid_from: date | None
    valid_to: date | None
    initial_facility: str
    facility_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierCheck:
    """Who checked the card before, and what it came to."""

    username: str
    time: datetime | None
    code: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCheck:
    """What a check of a card comes to: `code` of three digits, `note` the gateway's sentence.

    `card` is None where nothing is told of it; of a name that is wrong but for its initials (061) it has number and
    name alone.
    """

    code: str
    note: str
    card: Card | None
    new_card: NewCard | None
    earlier_checks: tuple[EarlierCheck, ...]

    @property
    def is_correct(self) -> bool:
        return self.code == CORRECT

    @property
    def is_usable(self) -> bool:
        """Care can be given on this card: 000, 001 and 002 (of the armed forces), 004 (a new one was issued)."""
        return self.code in USABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """A stay or a visit; `discharge_kind`, `result` and `visit_reason` are the gateway's digits."""

    number: str
    facility: str
    admitted: datetime | None
    discharged: datetime | None
    diagnosis: str
    discharge_kind: str
    result: str
    visit_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatments:
    """Where a holder was treated: 000 where the card is theirs, else what is wrong, as of a check."""

    code: str
    note: str
    treatments: tuple[Treatment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoPayment:
    """What a holder paid beside insurance for one treatment, and in the year so far, in đồng."""

    facility: str
    admitted: date | None
    discharged: date | None
    paid: Decimal
    paid_this_year: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CoPayments:
    """What a holder paid this year, the latest first; none where there is nothing, or nobody (204)."""

    code: str
    note: str
    full_name: str
    rows: tuple[CoPayment, ...]


def card_check(told: Told) -> CardCheck:
    return CardCheck(
        code=told.text("maKetQua"),
        note=told.text("ghiChu"),
        card=_card(told) if told.text("maThe") else None,
        new_card=_new_card(told) if told.text("maTheMoi") else None,
        earlier_checks=tuple(map(_earlier_check, told.rows("dsLichSuKT2018"))),
    )


def treatments(told: Told) -> Treatments:
    rows = tuple(map(_treatment, told.rows("dsLichSuKCB2025")))
    return Treatments(code=told.text("maKetQua"), note=told.text("ghiChu"), treatments=rows)


def co_payments(told: Told) -> CoPayments:
    holder = told.object("ThongTinSoThe")
    return CoPayments(
        code=told.text("MaKetQua"),
        note=told.text("GhiChu"),
        full_name=holder.text("hoTen") if holder else "",
        rows=tuple(map(_co_payment, told.rows("DataCCT"))),
    )


def _card(told: Told) -> Card:
    return Card(
        number=told.text("maThe"),
        full_name=told.text("hoTen"),
        birth_date=told.text("ngaySinh"),
        sex=told.text("gioiTinh"),
        address=told.text("diaChi"),
        initial_facility=told.text("maDKBD"),
        issuing_office=told.text("cqBHXH"),
        valid_from=day(told.text("gtTheTu")),
        valid_to=day(told.text("gtTheDen")),
        living_area=told.text("maKV"),
        five_year_date=day(told.text("ngayDu5Nam")),
        social_insurance_number=told.text("maSoBHXH"),
        old_number=told.text("maTheCu"),
    )


def _new_card(told: Told) -> NewCard:
    return NewCard(
        number=told.text("maTheMoi"),
        valid_from=day(told.text("gtTheTuMoi")),
        valid_to=day(told.text("gtTheDenMoi")),
        initial_facility=told.text("maDKBDMoi"),
        facility_name=told.text("tenDKBDMoi"),
    )


def _earlier_check(told: Told) -> EarlierCheck:
    return EarlierCheck(
        username=told.text("userKT"),
        time=minute(told.text("thoiGianKT")),
        code=told.text("maLoi"),
        note=told.text("thongBao"),
    )


def _treatment(told: Told) -> Treatment:
    return Treatment(
        number=told.text("maHoSo"),
        facility=told.text("maCSKCB"),
        admitted=minute(told.text("ngayVao")),
        discharged=minute(told.text("ngayRa")),
        diagnosis=told.text("tenBenh"),
        discharge_kind=told.text("tinhTrang"),
        result=told.text("kqDieuTri"),
        visit_reason=told.text("lyDoVV"),
    )


def _co_payment(told: Told) -> CoPayment:
    return CoPayment(
        facility=told.text("maCskcb"),
        admitted=day(told.text("ngayVao")),
        discharged=day(told.text("ngayRa")),
        paid=told.amount("tBNCCTMCCT"),
        paid_this_year=told.amount("tBNCCTLuyKe"),
    )
