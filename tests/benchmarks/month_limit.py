"""The least that a month's annexes 04 and 05 cost: bare SQL that reads the rows behind them and writes their bytes.

Its code is fixed: it computes nothing, checks nothing and calls nobody.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNITS = "SELECT unit_code, full_name, tax_code, head_office_province_code, type, payment_months FROM employer"
AT_WORK = "unit_code <> '' AND first_month <= :month AND (last_month = 0 OR last_month >= :month)"
PERIODS = f"""
    SELECT unit_code, participant_key, funds, salary FROM contribution WHERE {AT_WORK}
    UNION ALL SELECT unit_code, participant_key, funds, salary FROM unpaid_period WHERE {AT_WORK}
"""
PEOPLE = f"""
    SELECT period.*, full_name, nationality, tax_code, (
        SELECT value FROM participant_number AS number
        WHERE number.participant_key = period.participant_key AND superseded = 0 AND kind IN (1, 2) LIMIT 1
    )
    FROM ({PERIODS}) AS period
    JOIN participant ON participant.participant_key = period.participant_key
    JOIN social_insurance ON social_insurance.participant_key = period.participant_key
"""
PARTS = """
    SELECT rows FROM annex_part JOIN annex ON annex.annex_id = annex_part.annex_id
    WHERE kind IN (4, 5) AND period = :month ORDER BY kind, part
"""
WRITTEN_BY = ("sender", "log", "receiver")


@dataclass(frozen=True, slots=True)
class Month:
    """A month such as 202112, and the files of both agencies that have filed it."""

    month: int
    insurance: Path
    tax: Path

    def cpu_seconds(self, folder: Path) -> float:
        """What it takes to read what the annexes tell of, to write them, and to read them again where they arrived.

        The few deductions that they are held against are left out.
        """
        parts = self._read(self.insurance, PARTS)
        started = time.process_time()
        for question in (UNITS, PERIODS, UNITS, PEOPLE):  # annex 04, annex 05
            self._read(self.insurance, question)
        for name in WRITTEN_BY:
            _write(folder / f"{name}.sqlite3", parts)
        self._read(self.tax, PARTS)
        return time.process_time() - started

    def _read(self, file: Path, question: str) -> Sequence[Any]:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.execute("PRAGMA mmap_size = 1073741824")
            return database.execute(question, {"month": self.month}).fetchall()


def _write(file: Path, parts: Sequence[Any]) -> None:
    """Each part by a commit of its own."""
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)")
        for part in parts:
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO row (body) VALUES (?)", part)
            database.execute("COMMIT")
