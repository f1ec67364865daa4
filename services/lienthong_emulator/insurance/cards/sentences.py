"""The sentences that go with the results of a check."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lienthong_emulator.insurance.cards.domain import Card, Holder
from lienthong_emulator.insurance.cards.rules import Result
from lienthong_emulator.insurance.cards.texts import SEX_NAMES, birth_text, day_text
from lienthong_emulator.reference.tables import records_in

ENGLISH_SEXES = {1: "male", 2: "female", 3: "of undetermined sex"}

_FILE = Path(__file__).with_name("data") / "check_sentences.csv"


class Sentence(NamedTuple):
    """In both languages."""

    english: str
    vietnamese: str


class _Template(NamedTuple):
    """A sentence with places for facts; whether the holder is one of them."""

    english: str
    vietnamese: str
    describes_holder: bool


def sentence_for(result: Result, card: Card | None, holder: Holder | None, *, new_card: str, address: str) -> Sentence:
    """What a facility reads. It tells of the holder what the result allows, and nothing where it names none."""
    template = _templates()[result]
    if template.describes_holder and card is not None and holder is not None:
        english, vietnamese = _described(card, holder, address)
        facts = {"new_card": new_card, "holder": english, "holder_vi": vietnamese}
    else:
        facts = {"name": holder.full_name if holder else "", **_days_of(card)}
    return Sentence(template.english.format_map(facts), template.vietnamese.format_map(facts))


@cache
def _templates() -> Mapping[Result, _Template]:
    return {
        Result[row["result"]]: _Template(row["english"], row["vietnamese"], "{holder}" in row["english"])
        for row in records_in(_FILE)
    }


def _days_of(card: Card | None) -> Mapping[str, str]:
    if card is None:
        return {}
    return {
        "valid_from": day_text(card.valid_from),
        "valid_to": day_text(card.valid_to),
        "end_date": day_text(card.end_date) if card.end_date else "",
    }


def _described(card: Card, holder: Holder, address: str) -> Sentence:
    """Holder and card; the Vietnamese in the order and with the marks in which clients of the gateway read it."""
    name, born, sex = holder.full_name, birth_text(holder.birth), holder.sex
    first, last, five_years = day_text(card.valid_from), day_text(card.valid_to), day_text(card.five_year_date)
    care = card.initial_facility
    return Sentence(
        f"{name}, born {born}, {ENGLISH_SEXES[sex]} ({address}; initial care at {care}; valid {first} to {last}; "
        f"five years reached on {five_years}).",
        f"Họ tên : {name}, Ngày sinh: {born}, Giới tính : {SEX_NAMES[sex]}! (ĐC: {address}; Nơi KCBBĐ: {care}; "
        f"Hạn thẻ: {first} - {last}; Thời điểm đủ 5 năm liên tục: {five_years}).",
    )
