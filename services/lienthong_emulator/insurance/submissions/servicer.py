"""Files of facilities: the side of the contract that takes them in, lists them and gives them back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import UTC, date, timedelta
from itertools import count
from typing import TYPE_CHECKING
from zlib import decompress

from lienthong.insurance.v1 import submission_service_pb2 as pb
from lienthong_emulator.access.errors import AccessNotPermitted
from lienthong_emulator.access.rules import keeps_register
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.submissions.contents import Origin
from lienthong_emulator.insurance.submissions.convert import submission_to_proto
from lienthong_emulator.insurance.submissions.desk import opened, take
from lienthong_emulator.insurance.submissions.domain import FileKind
from lienthong_emulator.insurance.submissions.errors import (
    FacilityUnknown,
    FileTooLarge,
    SubmissionNotFound,
)
from lienthong_emulator.insurance.submissions.store import SubmissionQuestions, Wanted
from lienthong_emulator.reference.facilities import find_facility
from lienthong_emulator.runtime.chunks import header_and_chunks
from lienthong_emulator.runtime.clock import FIRST_MOMENT, LAST_MOMENT, end_of
from lienthong_emulator.runtime.paging import page_size, page_token, place_in
from lienthong_emulator.verification.errors import ImpossibleDate
from lienthong_emulator.wire import full_date

if TYPE_CHECKING:
    from datetime import datetime

    from lienthong.insurance.v1.submission_pb2 import Submission as ToldSubmission
    from lienthong_emulator.insurance.submissions.domain import Submission
    from lienthong_emulator.runtime.calls import Call

MOST_READ = 64 << 20
"""Bytes of a file, whatever its limit."""
LAST = (1 << 62,)


class SubmissionServicer:
    async def SubmitFile(self, requests: AsyncIterator[pb.SubmitFileRequest], call: Call) -> ToldSubmission:
        header, chunks = await header_and_chunks(requests)
        if find_facility(header.facility) is None:
            raise FacilityUnknown(field="header.facility", facility=header.facility)
        kind = FileKind(header.kind)
        data = await _whole(chunks, kind.largest)
        origin = Origin(kind, header.facility, call.time)
        file = await asyncio.to_thread(opened, origin, data)
        async with call.kit.write(call.context) as tx:
            submission, call.replayed = await take(tx, file)
            call.belongs_to(tx.context.case_id)
        return submission_to_proto(submission, Names(call.kit.opaque_id))

    async def GetSubmission(self, request: pb.GetSubmissionRequest, call: Call) -> ToldSubmission:
        return submission_to_proto(await _found(call, request.name), Names(call.kit.opaque_id))

    async def ListSubmissions(self, request: pb.ListSubmissionsRequest, call: Call) -> pb.ListSubmissionsResponse:
        _refuse_others(call, request.facility)
        size, (before,) = page_size(request), place_in(call, request, LAST)
        found = await SubmissionQuestions(call.kit.lookups).listed(_wanted(request), before=before, most=size + 1)
        more = len(found) > size
        return pb.ListSubmissionsResponse(
            submissions=[submission_to_proto(one, Names(call.kit.opaque_id)) for one in found[:size]],
            next_page_token=page_token(call, request, found[size - 1].submission_number) if more else "",
        )

    async def ReadFile(self, request: pb.ReadFileRequest, call: Call) -> AsyncGenerator[pb.ReadFileResponse]:
        submission = await _found(call, request.name)
        questions = SubmissionQuestions(call.kit.lookups)
        for part in count():
            data = await questions.content(submission.submission_number, part)
            if data is None:
                return
            yield pb.ReadFileResponse(chunk=decompress(data))


async def _whole(chunks: AsyncIterator[bytes], limit: int) -> bytes:
    """A file that is a little too large is read to its end: who is refused while they still send may not hear why."""
    data, size = bytearray(), 0
    async for chunk in chunks:
        size += len(chunk)
        if size <= limit:
            data += chunk
        elif size > MOST_READ:
            break
    if size > limit:
        raise FileTooLarge(field="chunk", limit=str(limit))
    return bytes(data)


async def _found(call: Call, name: str) -> Submission:
    found = await SubmissionQuestions(call.kit.lookups).find(name.removeprefix("submissions/"))
    if found is None:
        raise SubmissionNotFound(field="name", submission=name)
    _refuse_others(call, found.facility, found.sender)
    return found


def _refuse_others(call: Call, facility: str, sender: str = "") -> None:
    """What a facility sent is an affair of its own and of insurance."""
    caller = call.context.caller
    if caller not in (f"facilities/{facility}", sender) and not keeps_register(call.context, call.kit.agency):
        raise AccessNotPermitted(caller=caller)


def _wanted(request: pb.ListSubmissionsRequest) -> Wanted:
    first, end = FIRST_MOMENT, LAST_MOMENT
    if request.HasField("first_day"):
        first = end_of(_day(request, "first_day") - timedelta(days=1))
    if request.HasField("last_day"):
        end = end_of(_day(request, "last_day"))
    return Wanted(facility=request.facility, kind=request.kind, from_time=_text(first), to_time=_text(end))


def _day(request: pb.ListSubmissionsRequest, field: str) -> date:
    day = full_date(getattr(request, field))
    if day is None or not date(1900, 1, 1) <= day <= date(2400, 12, 31):
        raise ImpossibleDate(field=field)
    return day


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
