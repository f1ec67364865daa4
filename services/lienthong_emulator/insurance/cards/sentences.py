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


def sentence_for(result: Result, card: Card | None, holder: Holder | None, *, new_card: str, address: str) -> Sentence:
    """What a facility reads. It tells of the holder what the result allows, and nothing where it names none."""
    facts = {"new_card": new_card, "name": holder.full_name if holder else ""}
    if card is not None:
        facts |= {"valid_from": day_text(card.valid_from), "valid_to": day_text(card.valid_to)}
        facts["end_date"] = day_text(card.end_date) if card.end_date else ""
        if holder is not None:
            facts |= {"holder": _english(card, holder, address), "holder_vi": _vietnamese(card, holder, address)}
    template = _templates()[result]
    return Sentence(template.english.format_map(facts), template.vietnamese.format_map(facts))


@cache
def _templates() -> Mapping[Result, Sentence]:
    return {Result[row["result"]]: Sentence(row["english"], row["vietnamese"]) for row in records_in(_FILE)}


def _english(card: Card, holder: Holder, address: str) -> str:
    born, sex = birth_text(holder.birth), ENGLISH_SEXES[holder.sex]
    validity = f"valid {day_text(card.valid_from)} to {day_text(card.valid_to)}"
    care = f"initial care at {card.initial_facility}"
    five_years = f"five years reached on {day_text(card.five_year_date)}"
    return f"{holder.full_name}, born {born}, {sex} ({address}; {care}; {validity}; {five_years})."


def _vietnamese(card: Card, holder: Holder, address: str) -> str:
    """In the order and with the marks in which clients of the gateway read it."""
    person = f"Họ tên : {holder.full_name}, Ngày sinh: {birth_text(holder.birth)}, Giới tính : {SEX_NAMES[holder.sex]}!"
    validity = f"Hạn thẻ: {day_text(card.valid_from)} - {day_text(card.valid_to)}"
    care = f"Nơi KCBBĐ: {card.initial_facility}"
    five_years = f"Thời điểm đủ 5 năm liên tục: {day_text(card.five_year_date)}"
    return f"{person} (ĐC: {address}; {care}; {validity}; {five_years})."
