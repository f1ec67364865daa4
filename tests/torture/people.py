"""People whom population and insurance both hold, once; some of them one kind of traffic keeps for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lienthong_emulator.linked_procedure import example_dossiers
from lienthong_emulator.people.by_hand.person import Person
from lienthong_emulator.people.by_hand.personas import personas

if TYPE_CHECKING:
    from tests.torture.desk import Desk

WHO_DIE = ("van-ung", "van-ta", "cu-ty", "thi-giang", "van-bien", "van-sang")
WHOSE_BIRTH_IS_AMENDED = ("bao-ngoc", "minh-quan", "thao-vy", "minh-khang")
WHO_MARRY = ("thuy-duong", "thi-hanh", "kim-lien")
KEPT = (*WHO_DIE, *WHOSE_BIRTH_IS_AMENDED, *WHO_MARRY)
"""Personas, by key: each of them has one kind of traffic alone."""
CITIZENS = """
    SELECT citizen_key, personal_number, full_name FROM citizen
    WHERE death_date = '' AND personal_number <> '' GROUP BY personal_number HAVING COUNT(*) = 1 ORDER BY citizen_key
"""
INSURED = """
    SELECT n.value AS number, n.participant_key FROM participant_number n
    JOIN card c ON c.participant_key = n.participant_key AND c.ending = 0 GROUP BY n.value HAVING COUNT(*) = 1
"""


@dataclass(frozen=True, slots=True)
class Somebody:
    """With a card that can be used."""

    number: str
    name: str
    citizen_key: int
    participant_key: int


def people_in_both(desk: Desk) -> Sequence[Somebody]:
    """Whom no birth is verified against and nobody keeps, in the same order in every run."""
    kept = {persona(key).personal_number for key in KEPT}
    examples = example_dossiers().decode()
    return [one for one in _held_by_both(desk) if one.number not in examples and one.number not in kept]


def kept_people(desk: Desk, keys: Sequence[str]) -> Sequence[Somebody]:
    """Personas in the order of their keys."""
    held = {one.number: one for one in _held_by_both(desk)}
    return [held[persona(key).personal_number] for key in keys]


def persona(key: str) -> Person:
    return personas(2021)[key]


def _held_by_both(desk: Desk) -> Sequence[Somebody]:
    insured = {row["number"]: row["participant_key"] for row in desk.rows("insurance", INSURED)}
    return [
        Somebody(number, row["full_name"], row["citizen_key"], insured[number])
        for row in desk.rows("population", CITIZENS)
        if (number := row["personal_number"]) in insured
    ]
