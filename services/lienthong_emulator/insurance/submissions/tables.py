"""The tables of one claim, read again from the file that brought it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING
from zlib import decompress

from lienthong_emulator.insurance.submissions.contents import IN_CLAIM, decoded
from lienthong_emulator.insurance.submissions.reading import read_document
from lienthong_emulator.insurance.submissions.store import SubmissionQuestions
from lienthong_emulator.insurance.treatments.domain import ClaimTable, Treatment

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Reader


async def claim_tables(db: Reader, treatment: Treatment) -> Sequence[ClaimTable]:
    """Of the dossier of a treatment's visit, in the order of the file."""
    questions = SubmissionQuestions(db)
    submission = await questions.find(treatment.submission_id)
    assert submission is not None  # it told of the treatment
    parts: list[bytes] = []
    for part in count():
        data = await questions.content(submission.submission_number, part)
        if data is None:
            break
        parts.append(data)
    return await asyncio.to_thread(_tables, parts, treatment.visit)


def _tables(parts: Sequence[bytes], visit: str) -> Sequence[ClaimTable]:
    """Tables of a dossier without the visit in them (none that we know) are not told."""
    envelope = read_document(b"".join(map(decompress, parts)), IN_CLAIM, "FILE")
    found: list[ClaimTable] = []
    for file in envelope.records:
        if table := file.values.get("LOAIHOSO", "").upper():
            read = read_document(decoded(table, file.values.get("NOIDUNGFILE", "")), None, table)
            rows = [record.values for record in read.records if record.values.get("MALK") == visit]
            found += [ClaimTable(table, rows)] if rows else []
    return found
