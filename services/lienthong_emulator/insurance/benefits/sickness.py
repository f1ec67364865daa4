"""Filing a claim for an illness: it quotes the certificate of a facility, and takes the days from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lienthong.insurance.v1.paper_pb2 import SickLeave
from lienthong_emulator.insurance.benefits.domain import SicknessClaim
from lienthong_emulator.insurance.benefits.errors import SickLeaveAmbiguous, SickLeaveOfAnother, SickLeaveQuoted
from lienthong_emulator.insurance.benefits.store import BenefitStore
from lienthong_emulator.insurance.papers.domain import Paper, PaperKind
from lienthong_emulator.insurance.papers.errors import PaperNotFound
from lienthong_emulator.insurance.papers.store import PaperStore
from lienthong_emulator.insurance.participants import find_participant
from lienthong_emulator.insurance.registry.errors import ParticipantNotFound
from lienthong_emulator.wire import full_date

if TYPE_CHECKING:
    from lienthong.insurance.v1.benefit_service_pb2 import FileSicknessClaimRequest
    from lienthong_emulator.runtime.kit import Tx

CERTIFICATE = "certificate_number"
"""The field in which a refused certificate stands."""


async def filed(tx: Tx, request: FileSicknessClaimRequest) -> SicknessClaim:
    """A claim on a certificate that nothing quotes yet; from then on the claim does. Raises refusals."""
    person = await find_participant(tx.db, request.identity_number)
    if person is None:
        raise ParticipantNotFound(field="identity_number")
    paper = await _certificate(tx, request.certificate_number, request.facility)
    if paper.participant_key != person.participant_key:
        raise SickLeaveOfAnother(field=CERTIFICATE, number=paper.number)
    if paper.quoted_by:
        raise SickLeaveQuoted(field=CERTIFICATE, number=paper.number, claim=paper.quoted_by)
    claim = await _claim_on(tx, paper)
    BenefitStore(tx.db).add_sickness(claim)
    PaperStore(tx.db).keep(replace(paper, quoted_by=claim.name))
    title = f"{claim.days} days of illness claimed on certificate {paper.number} of facility {paper.facility}"
    tx.step("sickness-claim-filed", title, came_from=tx.context.caller, details={"claim": claim.name})
    return claim


async def _certificate(tx: Tx, number: str, facility: str) -> Paper:
    """The one that is meant: of the facility, where one is named."""
    found = await PaperStore(tx.db).under(PaperKind.SICK_LEAVE, number)
    meant = [paper for paper in found if facility in ("", paper.facility)]
    if not meant:
        raise PaperNotFound(field=CERTIFICATE, paper=number)
    # Our choice: of birth notices the latest is meant, but a certificate is paid for and must not be guessed.
    if len(meant) > 1:
        raise SickLeaveAmbiguous(field="facility", number=number)
    return meant[0]


async def _claim_on(tx: Tx, paper: Paper) -> SicknessClaim:
    leave, position = SickLeave.FromString(paper.content), await tx.next_number("sickness-claim")
    first, last = full_date(leave.first_day), full_date(leave.last_day)
    assert first is not None  # a file without its days is refused
    assert last is not None
    return SicknessClaim(
        position=position,
        claim_id=tx.kit.opaque_id("sickness-claim", position),
        participant_key=paper.participant_key,
        paper_id=paper.paper_id,
        certificate_number=paper.number,
        facility=paper.facility,
        first_day=first,
        last_day=last,
        days=leave.days,
        file_time=tx.now,
    )
