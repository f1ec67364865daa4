"""The budget of claims that are wrong: a yes or no is an oracle, and 366 of them find a birthday."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lienthong_emulator.access.rules import Tier
    from lienthong_emulator.runtime.database import Reader, Transaction

_BUDGETS: Final = Path(__file__).with_name("data") / "attempts.toml"


def attempts_a_day(tier: Tier) -> int:
    """How many claims of one caller about one person may be wrong in one day."""
    return _budgets()[tier.name]


@cache
def _budgets() -> Mapping[str, int]:
    return tomllib.loads(_BUDGETS.read_text("utf-8"))


async def exhausted(db: Reader, *, day: str, callers: Sequence[str]) -> frozenset[int]:
    """Those about whom callers may not ask again on a day: few, if any."""
    rows = await db.fetch_all(
        "SELECT subject_key FROM attempt WHERE day = :day AND caller IN (:callers*) AND exhausted = 1",
        day=day,
        callers=callers,
    )
    return frozenset(row["subject_key"] for row in rows)


class AttemptStore:
    """The attempts of one caller on one day, within a transaction."""

    def __init__(self, db: Transaction, *, day: str, caller: str) -> None:
        self._tx = db
        self._day = day
        self._caller = caller

    async def used(self, subjects: Collection[int]) -> dict[int, int]:
        """How many claims about each were wrong."""
        rows = await self._tx.fetch_all(
            """
            SELECT subject_key, used FROM attempt
            WHERE day = :day AND caller = :caller AND subject_key IN (:subjects*)
            """,
            day=self._day,
            caller=self._caller,
            subjects=list(subjects),
        )
        return dict.fromkeys(subjects, 0) | {row["subject_key"]: row["used"] for row in rows}

    def keep(self, used: Iterable[tuple[int, int]], limit: int) -> None:
        """Write down how many were used; those of earlier days count no more."""
        self._tx.execute("DELETE FROM attempt WHERE day < :day", day=self._day)
        self._tx.execute_many(
            """
            INSERT INTO attempt (day, caller, subject_key, used, exhausted)
            VALUES (:day, :caller, :subject_key, :used, :exhausted)
            ON CONFLICT (day, caller, subject_key) DO UPDATE SET used = excluded.used, exhausted = excluded.exhausted
            """,
            [
                {
                    "day": self._day,
                    "caller": self._caller,
                    "subject_key": subject,
                    "used": count,
                    "exhausted": int(count >= limit),
                }
                for subject, count in used
            ],
        )
