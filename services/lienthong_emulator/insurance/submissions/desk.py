"""Giving a file its effects, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from zlib import compress

from lienthong_emulator.insurance.changes.locking import note_death
from lienthong_emulator.insurance.papers.store import PaperStore
from lienthong_emulator.insurance.patients import patient_under
from lienthong_emulator.insurance.submissions.contents import Origin, contents_of
from lienthong_emulator.insurance.submissions.domain import (
    Content,
    Contents,
    FoundPaper,
    FoundTreatment,
    Patient,
    Submission,
)
from lienthong_emulator.insurance.submissions.store import SubmissionStore
from lienthong_emulator.insurance.treatments.store import TreatmentStore

if TYPE_CHECKING:
    from datetime import date

    from lienthong_emulator.insurance.treatments.domain import Treatment
    from lienthong_emulator.runtime.kit import Tx

PART: Final = 1 << 18
"""Bytes of a part of a file, before it is compressed."""
BY_TREATMENT, BY_NOTICE = "treatment", "death-notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file that was read and found right."""

    origin: Origin
    size: int
    digest: str
    parts: Sequence[bytes]
    contents: Contents


def opened(origin: Origin, data: bytes) -> Opened:
    """Read a file: nothing here waits, and all of it takes time. Raises what `SubmitFile` is refused with."""
    contents = contents_of(origin, data)
    return Opened(
        origin=origin,
        size=len(data),
        digest=sha256(data).hexdigest(),
        parts=[compress(data[start : start + PART]) for start in range(0, len(data), PART)],
        contents=contents,
    )


async def take(tx: Tx, file: Opened) -> tuple[Submission, bool]:
    """Keep a file and give it its effects; tell whether it was there before, and still stood."""
    store, origin = SubmissionStore(tx.db), file.origin
    before = await store.same_as(origin.facility, origin.kind, file.digest)
    if before is not None:
        return before, not await _counts_again(tx, before, file.contents)
    number = await tx.next_number("submission")
    submission_id = tx.kit.opaque_id("submission", number)
    treatments, papers = await _effects(tx, submission_id, file.contents)
    submission = Submission(
        submission_number=number,
        submission_id=submission_id,
        kind=origin.kind,
        facility=origin.facility,
        sender=tx.context.caller,
        receive_time=tx.now.astimezone(UTC),
        bytes=file.size,
        digest=file.digest,
        dossiers=file.contents.dossiers,
        treatments=" ".join(dict.fromkeys(map(str, treatments))),
        papers=" ".join(dict.fromkeys(papers)),
        total_cost=file.contents.total_cost,
    )
    store.add(submission)
    store.add_content(_content(number, file.parts))
    _note(tx, submission)
    return submission, False


async def _counts_again(tx: Tx, before: Submission, contents: Contents) -> bool:
    """Whether a file that was there before counts once more, for a later one had taken its place.

    Who corrects a file, and then takes the correction back, sends the first again.
    """
    stands = {before.submission_id, None}
    treatments, papers = TreatmentStore(tx.db), PaperStore(tx.db)
    kept = [await treatments.find(int(number)) for number in before.treatments.split()]
    told = [await papers.find(paper_id) for paper_id in before.papers.split()]
    if {one.submission_id if one else None for one in (*kept, *told)} <= stands:
        return False
    await _effects(tx, before.submission_id, contents)
    _note(tx, before)
    return True


async def _effects(tx: Tx, submission_id: str, contents: Contents) -> tuple[Sequence[int], Sequence[str]]:
    """What follows from a file: numbers of its treatments, ids of its papers."""
    tx.context = tx.context.within(tx.context.case_id or f"submission-{submission_id}")
    treatments = [await _take_treatment(tx, found, submission_id) for found in contents.treatments]
    return treatments, [await _take_paper(tx, found, submission_id) for found in contents.papers]


def _content(number: int, parts: Sequence[bytes]) -> Iterator[Content]:
    return (Content(submission_number=number, part=part, bytes=data) for part, data in enumerate(parts))


def _note(tx: Tx, submission: Submission) -> None:
    title = f"A file of facility {submission.facility} was taken in: {submission.dossiers} dossiers"
    details = {"submission": f"submissions/{submission.submission_id}", "kind": submission.kind.name}
    tx.step("file-received", title, came_from=submission.sender, details=details)


async def _take_treatment(tx: Tx, found: FoundTreatment, submission_id: str) -> int:
    """Keep a treatment in the place of what was told of the same visit before; return its number."""
    store, told = TreatmentStore(tx.db), found.treatment
    before = await store.at(told.facility, told.visit)
    if before is not None and told.discharge_time is None and before.discharge_time is not None:
        return before.treatment_number  # the check-in comes after the claim: it tells nothing new
    key = await _key_of(tx, found.patient)
    number = before.treatment_number if before else await tx.next_number("treatment")
    kept = replace(told, treatment_number=number, participant_key=key, submission_id=submission_id)
    if before is None:
        store.add(kept)
    else:
        store.keep(kept)
    await _note_end(tx, kept)
    return number


async def _note_end(tx: Tx, treatment: Treatment) -> None:
    """Who died here has their card locked (Circular 30/2020, article 11); a claim that is corrected unlocks it."""
    if treatment.discharge_time is not None:
        found = _death(treatment.participant_key, treatment.death_date)
        await note_death(tx, BY_TREATMENT, treatment.facility, treatment.visit, found)


def _death(participant_key: int, day: date | None) -> tuple[int, date] | None:
    return (participant_key, day) if participant_key and day else None


async def _take_paper(tx: Tx, found: FoundPaper, submission_id: str) -> str:
    """Keep a paper in the place of the same facility's under its number; return its id."""
    store, told = PaperStore(tx.db), found.paper
    others = await store.under(told.kind, told.number)
    before = next((other for other in others if other.facility == told.facility), None)
    key = await _key_of(tx, found.patient)
    number = before.paper_number if before else await tx.next_number("paper")
    kept = replace(
        told,
        paper_number=number,
        paper_id=tx.kit.opaque_id("paper", number),
        submission_id=submission_id,
        participant_key=key,
        quoted_by=before.quoted_by if before else "",
    )
    if before is None:
        store.add(kept)
    else:
        store.keep(kept)
    if found.died is not None:
        await note_death(tx, BY_NOTICE, told.facility, told.number, _death(key, found.died))
    return kept.paper_id


async def _key_of(tx: Tx, patient: Patient) -> int:
    person = await patient_under(tx.db, patient.numbers, patient.full_name, patient.birth)
    return person.participant_key if person else 0
