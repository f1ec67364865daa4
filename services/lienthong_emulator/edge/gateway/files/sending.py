"""Handing a file to insurance, and what became of it in the gateway's codes."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import grpc

from lienthong.insurance.v1 import submission_service_pb2 as pb
from lienthong.insurance.v1.submission_service_pb2_grpc import SubmissionServiceStub
from lienthong_emulator.edge.error_json import readable, wire_form
from lienthong_emulator.edge.gateway.checks import Wrong
from lienthong_emulator.reference.tables import records_in
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.peers import translated
from lienthong_emulator.runtime.refusals import PeerRefusal

if TYPE_CHECKING:
    from lienthong.insurance.v1.submission_pb2 import FileKind, Submission
    from lienthong.insurance.v1.submission_service_pb2_grpc import SubmissionServiceAsyncStub
    from lienthong_emulator.edge.doors import Asker, Doors
    from lienthong_emulator.edge.gateway.files.spool import Spool

NOT_BASE64, TOO_LARGE = "205", "FILE_TOO_LARGE"
TOO_LARGE_NOTE: Final = "Dung lượng tệp vượt quá giới hạn cho phép."
SECONDS_TO_TAKE: Final = 60.0
MOST_SENTENCES: Final = 20
_FILE: Final = Path(__file__).with_name("data") / "codes.csv"


@dataclass(frozen=True, slots=True)
class Header:
    """What a file is, and of whom; `family` names a column of the codes."""

    kind: FileKind.ValueType
    facility: str
    family: str


def submissions(doors: Doors) -> SubmissionServiceAsyncStub:
    return doors.stub(SubmissionServiceStub)


async def sent(asker: Asker, header: Header, spool: Spool) -> Submission:
    """Have insurance take a file in. Raises `Wrong` with the code, and as `ask` does."""
    refuse_unreadable(spool, header.family)
    try:
        submit, metadata = submissions(asker.doors).SubmitFile, asker.metadata
        return await submit(_parts(header, spool), metadata=metadata, timeout=SECONDS_TO_TAKE)
    except grpc.aio.AioRpcError as error:
        no = translated(error, "insurance")
        if isinstance(no, PeerRefusal) and no.reason in codes():
            raise Wrong(codes()[no.reason][header.family], _sentence(no)) from error
        raise no from error


def refuse_unreadable(spool: Spool, family: str) -> None:
    """Raise `Wrong` for a file that is none."""
    if spool.is_too_large:
        raise Wrong(codes()[TOO_LARGE][family], TOO_LARGE_NOTE)
    if spool.is_malformed or not spool.has_come:
        raise Wrong(NOT_BASE64, "Nội dung tệp không phải là chuỗi base64.")


async def _parts(header: Header, spool: Spool) -> AsyncGenerator[pb.SubmitFileRequest]:
    yield pb.SubmitFileRequest(header=pb.FileHeader(kind=header.kind, facility=header.facility))
    for part in spool.parts():
        yield pb.SubmitFileRequest(chunk=part)


def _sentence(no: PeerRefusal) -> str:
    """All that is wrong, as far as somebody reads on."""
    told = readable(wire_form(no.status))
    sentences = [fault["message_vi"] for fault in told.get("fields", ())] or [told["message_vi"]]
    return " ".join(sentences[:MOST_SENTENCES])


@cache
def codes() -> Mapping[str, Mapping[str, str]]:
    """The codes of every refusal, by family."""
    return {row["reason"]: row for row in records_in(_FILE)}


def received(submission: Submission) -> str:
    """yyyyMMddHHmmss in Hà Nội."""
    return f"{submission.receive_time.ToDatetime(HANOI):%Y%m%d%H%M%S}"
