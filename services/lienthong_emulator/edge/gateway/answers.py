"""The shapes in which the gateway answers: every key always there, every scalar text or null."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response

from lienthong.type.v1 import person_pb2
from lienthong_emulator.edge.gateway.dates import day_text, minute_text
from lienthong_emulator.reference.facilities import find_facility
from lienthong_emulator.reference.provinces import armed_forces_offices, provinces
from lienthong_emulator.reference.tables import records_in

if TYPE_CHECKING:
    from lienthong.insurance.v1.card_check_pb2 import CardCheck, CheckCardResponse
    from lienthong.insurance.v1.card_pb2 import Card
    from lienthong_emulator.edge.gateway.treatments import Episode

JSON: Final = "application/json; charset=utf-8"
NAME_NEARLY_RIGHT: Final = "061"
SEXES: Final = {person_pb2.SEX_MALE: "Nam", person_pb2.SEX_FEMALE: "Nữ", person_pb2.SEX_UNDETERMINED: "Chưa xác định"}
CARD_KEYS: Final = (
    *("maThe", "hoTen", "ngaySinh", "gioiTinh", "diaChi", "maDKBD", "cqBHXH", "gtTheTu", "gtTheDen", "maKV"),
    *("ngayDu5Nam", "maSoBHXH", "maTheCu", "maTheMoi", "gtTheTuMoi", "gtTheDenMoi", "maDKBDMoi", "tenDKBDMoi"),
    *("dsLichSuKCB2018", "dsLichSuKT2018"),
)
_NOTHING: Final = dict.fromkeys(CARD_KEYS)


def answer(body: Mapping[str, Any] | None, status: int = 200) -> Response:
    """JSON as the gateway writes it; no body at all where there is none."""
    if body is None:
        return Response(status_code=status)
    return Response(_ENCODER.encode(body).encode(), status, media_type=JSON)


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def sentence(code: str) -> str:
    """What a code means, in a few words."""
    return _sentences().get(code, "")


def result(code: str, note: str | None = None) -> dict[str, Any]:
    """A result without a card."""
    return {"maKetQua": code, "ghiChu": sentence(code) if note is None else note, **_NOTHING}


def checked(found: CheckCardResponse, episodes: Sequence[Episode] = ()) -> dict[str, Any]:
    """What a check came to, and the card where it tells of one."""
    told = {
        "maKetQua": found.code,
        "ghiChu": found.message_vi,
        **_NOTHING,
        "dsLichSuKT2018": [_earlier(check) for check in found.earlier_checks] or None,
    }
    if not found.HasField("card"):
        return told
    if found.code == NAME_NEARLY_RIGHT:
        return {**told, "maThe": found.card.card_number, "hoTen": found.full_name}
    return {
        **told,
        **_holder(found),
        **_new_card(found),
        "dsLichSuKCB2018": [{**episode.to_json(), **_OF_THE_EMPLOYER} for episode in episodes] or None,
    }


_OF_THE_EMPLOYER: Final = dict.fromkeys(("TEMP1", "TEMP2", "TEMP3", "TEMP4", "TEMP5"))


def _holder(found: CheckCardResponse) -> dict[str, str | None]:
    card = found.card
    return {
        "maThe": card.card_number,
        "hoTen": found.full_name,
        "ngaySinh": day_text(found.birth_date),
        "gioiTinh": SEXES.get(found.sex, ""),
        "diaChi": found.address,
        "maDKBD": card.initial_facility,
        "cqBHXH": _office(card),
        "gtTheTu": day_text(card.valid_from),
        "gtTheDen": day_text(card.valid_to),
        "maKV": card.living_area,
        "ngayDu5Nam": day_text(card.five_year_date),
        "maSoBHXH": card.social_insurance_number,
        "maTheCu": found.previous_card or None,
    }


def _new_card(found: CheckCardResponse) -> dict[str, str]:
    if not found.HasField("new_card"):
        return {}
    new = found.new_card
    facility = find_facility(new.initial_facility)
    return {
        "maTheMoi": new.card_number,
        "gtTheTuMoi": day_text(new.valid_from),
        "gtTheDenMoi": day_text(new.valid_to),
        "maDKBDMoi": new.initial_facility,
        "tenDKBDMoi": facility.name if facility else "",
    }


def _office(card: Card) -> str:
    place = provinces().get(card.province_code) or armed_forces_offices().get(card.province_code)
    return f"BHXH {place.name}" if place else ""


def _earlier(check: CardCheck) -> dict[str, str]:
    code = code_of(check.result)
    return {
        "userKT": _account(check.caller),
        "thoiGianKT": minute_text(check.check_time),
        "thongBao": sentence(code),
        "maLoi": code,
    }


@lru_cache(maxsize=4_096)
def _account(caller: str) -> str:
    """The account of a facility; of others, who are no clients of the gateway, their own name."""
    kind, _, who = caller.rpartition("/")
    return f"{who}_BV" if kind == "facilities" else who


def code_of(number: int) -> str:
    """How the gateway writes a `CardCheckResult`, whose numbers below 10 are one more than its codes."""
    return f"{number - 1 if number < 10 else number:03}"


@cache
def _sentences() -> Mapping[str, str]:
    path = Path(__file__).with_name("data") / "results.csv"
    return {row["code"]: row["vietnamese"] for row in records_in(path)}
