"""Participants, as claims are compared with them: many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.insurance.cards.domain import SI_DIGITS_START
from lienthong_emulator.insurance.registry.domain import FATHER, MOTHER, Participant, key_of, number_of
from lienthong_emulator.matching import Number
from lienthong_emulator.runtime.database import reader_of
from lienthong_emulator.verification.hidden import NOTHING_HIDDEN, told_after

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Reader

NOTHING_HIDDEN_OF_PARTICIPANT = NOTHING_HIDDEN.format(key="participant.participant_key")
PARTICIPANT = reader_of(Participant)

Carriage = tuple[str, int, bool]
"""A number, the key of who carries it, and whether it is an old one of theirs."""


class ClaimQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def carriers_of_numbers(self, kind: int, values: Collection[str]) -> Sequence[Carriage]:
        """Who carries numbers of a kind, now or once; those of cards aside."""
        rows = await self._db.fetch_all(
            """
            SELECT value, participant_key, superseded FROM participant_number
            WHERE value IN (:values*) AND kind = :kind ORDER BY participant_key
            """,
            values=list(values),
            kind=kind,
        )
        found = [(row["value"], row["participant_key"], bool(row["superseded"])) for row in rows]
        return found + (await self._current_carriers(values) if kind == SOCIAL_INSURANCE else [])

    async def _current_carriers(self, values: Collection[str]) -> list[Carriage]:
        rows = await self._db.fetch_all(
            "SELECT participant_key FROM participant WHERE participant_key IN (:keys*)",
            keys=[key for value in values if (key := key_of(value)) is not None],
        )
        return [(number_of(row["participant_key"]), row["participant_key"], False) for row in rows]

    async def carriers_of_cards(self, numbers: Collection[str]) -> Sequence[Carriage]:
        """Who has cards, current or past: a card is found by the social-insurance number that it carries."""
        holders = await self.carriers_of_numbers(SOCIAL_INSURANCE, {number[SI_DIGITS_START:] for number in numbers})
        rows = await self._db.fetch_all(
            """
            SELECT card_number, card.participant_key, ending <> 0 AND EXISTS (
                SELECT 1 FROM card AS newer WHERE newer.participant_key = card.participant_key AND newer.ending = 0
            ) AS superseded
            FROM card WHERE participant_key IN (:keys*) AND card_number IN (:numbers*) ORDER BY participant_key
            """,
            keys=[key for _, key, _ in holders],
            numbers=list(numbers),
        )
        return [(row["card_number"], row["participant_key"], bool(row["superseded"])) for row in rows]

    async def words_of_all(
        self, values: Sequence[str], words: tuple[str, ...], *, day: str, caller: str
    ) -> Sequence[tuple[Any, ...]]:
        """Of each who carries one of many numbers: number, kind, their words, the key, whether that is all."""
        return await told_after(self._db, partial(_question_after_words, words), values, day=day, caller=caller)

    async def participants(self, keys: Collection[int]) -> Mapping[int, Participant]:
        rows = await self._db.fetch_all("SELECT * FROM participant WHERE participant_key IN (:keys*)", keys=list(keys))
        return {row["participant_key"]: PARTICIPANT(row) for row in rows}

    async def parents_of(self, keys: Collection[int]) -> Mapping[tuple[int, int], Sequence[Number]]:
        """The numbers of parents, by the participant's key and the kind of relative."""
        rows = await self._db.fetch_all(
            """
            SELECT participant_key, kind, number_kind, number FROM relative
            WHERE participant_key IN (:keys*) AND kind IN (:kinds*) AND number <> ''
            """,
            keys=list(keys),
            kinds=[MOTHER, FATHER],
        )
        found: defaultdict[tuple[int, int], list[Number]] = defaultdict(list)
        for row in rows:
            found[row["participant_key"], row["kind"]].append(Number(row["number_kind"], row["number"]))
        return found

    async def codes_of(self, keys: Collection[int]) -> Mapping[int, Mapping[str, str]]:
        """What insurance keeps in the original; empty where there is none."""
        rows = await self._db.fetch_all(
            """
            SELECT participant.participant_key, card_number, initial_facility, unit_code, tax_code
            FROM participant
            LEFT JOIN social_insurance ON social_insurance.participant_key = participant.participant_key
            LEFT JOIN card ON card.participant_key = participant.participant_key AND card.ending = 0
            WHERE participant.participant_key IN (:keys*)
            """,
            keys=list(keys),
        )
        codes = ("card_number", "initial_facility", "unit_code", "tax_code")
        return {
            row["participant_key"]: {
                "social_insurance_number": number_of(row["participant_key"]),
                **{code: row[code] or "" for code in codes},
            }
            for row in rows
        }


@lru_cache
def _question_after_words(words: tuple[str, ...], numbers: str, hidden: bool) -> str:
    """Built once: the engine knows a statement by its text. `hidden`: it asks who is, too."""
    is_told = f"AND {NOTHING_HIDDEN_OF_PARTICIPANT}" if hidden else ""
    return f"""
    SELECT participant_number.value, participant_number.kind, {", ".join(words)}, participant.participant_key,
        superseded = 0 AND death_date = '' {is_told}
    FROM participant_number
    JOIN participant ON participant.participant_key = participant_number.participant_key
    WHERE participant_number.value {numbers}
    """
