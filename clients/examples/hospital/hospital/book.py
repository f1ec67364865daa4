"""The book of arrivals, which outlives the process."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from hospital.admission import Admission
from hospital.cards import Presented

TABLE = """CREATE TABLE IF NOT EXISTS arrivals (
  number INTEGER PRIMARY KEY, card_number TEXT NOT NULL, full_name TEXT NOT NULL, birth TEXT NOT NULL,
  admission TEXT NOT NULL, code TEXT NOT NULL, sentence TEXT NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who came. `code` is empty where there is no answer about the card."""

    number: int
    card_number: str
    full_name: str
    birth: str
    admission: Admission
    code: str
    sentence: str

    @property
    def presented(self) -> Presented:
        return Presented(self.card_number, self.full_name, self.birth)


class Book:
    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.execute(TABLE)

    def close(self) -> None:
        self._database.close()

    def enter(self, presented: Presented) -> int:
        """Note who came, before anything is known; returns the number in the book."""
        values = {**asdict(presented), "admission": Admission.LATER}
        columns = "card_number, full_name, birth, admission, code, sentence"
        done = self._database.execute(
            f"INSERT INTO arrivals ({columns}) VALUES (:card_number, :full_name, :birth, :admission, '', '')", values
        )
        return done.lastrowid or 0

    def decide(self, number: int, admission: Admission, code: str, sentence: str) -> None:
        self._database.execute(
            "UPDATE arrivals SET admission = ?, code = ?, sentence = ? WHERE number = ?",
            (admission, code, sentence, number),
        )

    def strike(self, number: int) -> None:
        self._database.execute("DELETE FROM arrivals WHERE number = ?", (number,))

    def arrival(self, number: int) -> Arrival:
        """Raises `KeyError`."""
        found = self._arrivals("WHERE number = ?", number)
        if not found:
            raise KeyError(number)
        return found[0]

    def waiting(self) -> Sequence[Arrival]:
        """Those whose cards nobody could check yet, in the order in which they came."""
        return self._arrivals("WHERE admission = ? ORDER BY number", Admission.LATER)

    def _arrivals(self, which: str, value: str | int) -> list[Arrival]:
        rows = self._database.execute(f"SELECT * FROM arrivals {which}", (value,))
        return [
            Arrival(number, card_number, full_name, birth, Admission(admission), code, sentence)
            for number, card_number, full_name, birth, admission, code, sentence in rows
        ]
