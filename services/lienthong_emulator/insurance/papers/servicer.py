"""Papers of facilities: the side of the contract for who builds on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.insurance.v1 import paper_service_pb2 as pb
from lienthong_emulator.access.errors import AccessNotPermitted
from lienthong_emulator.access.record import note_access
from lienthong_emulator.access.rules import Group, rule_for
from lienthong_emulator.insurance.access.sight import groups_seen
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.papers.convert import paper_to_proto
from lienthong_emulator.insurance.papers.domain import Paper, PaperKind
from lienthong_emulator.insurance.papers.errors import PaperNotFound
from lienthong_emulator.insurance.papers.store import PaperQuestions
from lienthong_emulator.insurance.participants import find_participant
from lienthong_emulator.insurance.registry.errors import ParticipantNotFound
from lienthong_emulator.runtime.paging import page_size, page_token, place_in

if TYPE_CHECKING:
    from lienthong.insurance.v1.paper_pb2 import Paper as ToldPaper
    from lienthong_emulator.runtime.calls import Call

LAST = (1 << 62,)


class PaperServicer:
    async def GetPaper(self, request: pb.GetPaperRequest, call: Call) -> ToldPaper:
        found = await PaperQuestions(call.kit.lookups).find(request.name.removeprefix("papers/"))
        if found is None:
            raise PaperNotFound(field="name", paper=request.name)
        return _told(call, found)

    async def GetBirthNotice(self, request: pb.GetBirthNoticeRequest, call: Call) -> ToldPaper:
        notices = await PaperQuestions(call.kit.lookups).under(PaperKind.BIRTH_NOTICE, request.number)
        meant = (notice for notice in notices if request.facility in ("", notice.facility))
        found = next(meant, None)
        if found is None:
            raise PaperNotFound(field="number", paper=request.number)
        return _told(call, found)

    async def ListPapers(self, request: pb.ListPapersRequest, call: Call) -> pb.ListPapersResponse:
        rule_for(call.context)  # a purpose that the caller has not is refused before anybody is looked up
        person = await find_participant(call.kit.lookups, request.identity_number)
        if person is None:
            raise ParticipantNotFound(field="identity_number")
        key = person.participant_key
        if Group.HEALTH_INSURANCE not in await groups_seen(call, key):
            raise AccessNotPermitted(caller=call.context.caller)
        note_access(call, [key])
        size, (before,) = page_size(request), place_in(call, request, LAST)
        found = await PaperQuestions(call.kit.lookups).about(key, request.kind, before=before, most=size + 1)
        more = len(found) > size
        return pb.ListPapersResponse(
            papers=[paper_to_proto(paper, Names(call.kit.opaque_id)) for paper in found[:size]],
            next_page_token=page_token(call, request, found[size - 1].paper_number) if more else "",
        )


def _told(call: Call, paper: Paper) -> ToldPaper:
    """A paper, for who issued it and who may see the basic information of anybody; that is noted."""
    is_issuer = call.context.caller == f"facilities/{paper.facility}"
    if not is_issuer and Group.BASIC not in rule_for(call.context).seen:
        raise AccessNotPermitted(caller=call.context.caller)
    if paper.participant_key:
        note_access(call, [paper.participant_key])
    return paper_to_proto(paper, Names(call.kit.opaque_id))
