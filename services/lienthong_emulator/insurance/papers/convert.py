"""Between the domain and the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lienthong.insurance.v1 import paper_pb2
from lienthong_emulator.insurance.papers.domain import Paper, PaperKind
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.wire import date_to_proto

if TYPE_CHECKING:
    from lienthong_emulator.insurance.names import Names


def paper_to_proto(paper: Paper, names: Names) -> paper_pb2.Paper:
    told = paper_pb2.Paper(
        name=f"papers/{paper.paper_id}",
        kind=cast("paper_pb2.PaperKind.ValueType", paper.kind.value),
        number=paper.number,
        facility=paper.facility,
        submission=f"submissions/{paper.submission_id}",
        participant=names.participant(paper.participant_key) if paper.participant_key else "",
        receive_time=instant(paper.receive_time),
        issue_date=date_to_proto(paper.issue_date) if paper.issue_date else None,
        quoted_by=paper.quoted_by,
    )
    content = told.birth_notice, told.death_notice, told.sick_leave
    content[paper.kind - PaperKind.BIRTH_NOTICE].ParseFromString(paper.content)
    return told


def birth_notice_of(paper: Paper) -> paper_pb2.BirthNotice:
    return paper_pb2.BirthNotice.FromString(paper.content)
