"""Durable case steps, as an agency's database holds them."""

from collections.abc import Sequence

from lienthong.control.v1.case_pb2 import CaseStep
from lienthong_emulator.runtime.database import Reader, Row


async def steps_of(reader: Reader, case_id: str) -> list[CaseStep]:
    """The steps of a case, in order."""
    rows = await reader.fetch_all(
        "SELECT sequence, step FROM case_step WHERE case_id = :case_id ORDER BY sequence", case_id=case_id
    )
    return _steps(rows)


async def steps_after(reader: Reader, sequence: int) -> list[CaseStep]:
    """The steps of all cases after a place, in order."""
    rows = await reader.fetch_all(
        "SELECT sequence, step FROM case_step WHERE sequence > :sequence ORDER BY sequence", sequence=sequence
    )
    return _steps(rows)


async def latest_sequence(reader: Reader) -> int:
    """The place of the latest step, 0 before the first."""
    row = await reader.fetch_one("SELECT COALESCE(MAX(sequence), 0) AS latest FROM case_step")
    return row["latest"] if row else 0


def _steps(rows: Sequence[Row]) -> list[CaseStep]:
    steps = [CaseStep.FromString(bytes(row["step"])) for row in rows]
    for step, row in zip(steps, rows, strict=True):
        step.sequence = row["sequence"]
    return steps
