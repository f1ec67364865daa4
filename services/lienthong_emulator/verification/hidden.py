"""Of whom a register's words tell nothing: what is under review, and who is asked about in vain too often that day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from lienthong_emulator.discrepancies.store import subjects_under_review
from lienthong_emulator.verification.attempts import exhausted
from lienthong_emulator.verification.written_claims import KEY

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Reader

Question = Callable[[str, bool], str]
"""A register's question after words, of those whose number is as is said; whether it asks itself who is hidden."""
FEW: Final = 16
"""Of so many people a question asks itself who is hidden: two more would cost more than that."""
NOTHING_HIDDEN: Final = """
    NOT EXISTS (
        SELECT 1 FROM discrepancy
        WHERE discrepancy.subject_key = {key} AND state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED')
    ) AND NOT EXISTS (
        SELECT 1 FROM attempt WHERE day = :day AND caller = :caller AND attempt.subject_key = {key} AND exhausted = 1
    )
"""
"""What a question after the words of few people adds, with its register's own key."""


async def told_after(
    db: Reader, question: Question, values: Sequence[str], *, day: str, caller: str
) -> Sequence[tuple[Any, ...]]:
    """The words of all who carry numbers; of who is hidden the rows say that they are not all."""
    if len(values) == 1:
        return await db.fetch_tuples(question("= :value", True), value=values[0], day=day, caller=caller)
    if len(values) <= FEW:
        return await db.fetch_tuples(question("IN (:values*)", True), values=values, day=day, caller=caller)
    rows = await db.fetch_tuples(question("IN (:values*)", False), values=values)
    return await _without_hidden(db, rows, day=day, caller=caller)


async def _without_hidden(
    db: Reader, rows: Sequence[tuple[Any, ...]], *, day: str, caller: str
) -> Sequence[tuple[Any, ...]]:
    """Rows of words, of which those of who is hidden say that they are not all.

    Two questions for all of them: to ask of each within the statement that reads them doubles what it costs.
    """
    hidden = await subjects_under_review(db, [row[KEY] for row in rows]) | await exhausted(
        db, day=day, callers=(caller,)
    )
    return [(*row[:-1], False) if row[KEY] in hidden else row for row in rows] if hidden else rows
