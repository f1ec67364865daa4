"""How the civil-status system is put together."""

from lienthong_emulator.justice.amendments import desk as amendments
from lienthong_emulator.justice.amendments.store import WAITING as AMENDMENTS_WAITING
from lienthong_emulator.justice.civil_status.desk import Desk, pending
from lienthong_emulator.justice.civil_status.filing import DOSSIER
from lienthong_emulator.justice.civil_status.outcomes import (
    ask_for_number_again,
    go_on,
    hand_over,
    note_missed_deadline,
    refuse_without_supplement,
)
from lienthong_emulator.justice.civil_status.store import WAITING as BIRTHS_WAITING
from lienthong_emulator.justice.civil_status.timers import (
    DEADLINE,
    DESK_READY,
    NOTICE_ENDS,
    NUMBER_ASKED_AGAIN,
    RESULT_HANDED_OVER,
    SUPPLEMENT_DUE,
)
from lienthong_emulator.justice.deaths import desk as deaths
from lienthong_emulator.justice.deaths import filing as death_filing
from lienthong_emulator.justice.deaths import outcomes as death_outcomes
from lienthong_emulator.justice.deaths.store import WAITING as DEATHS_WAITING
from lienthong_emulator.justice.inbox import INBOX
from lienthong_emulator.runtime.agency import Staff, Work
from lienthong_emulator.runtime.late import Late

STAFF = Staff(
    servicers={
        "CivilStatusService": Late("lienthong_emulator.justice.civil_status.servicer:CivilStatusServicer"),
        "DeathService": Late("lienthong_emulator.justice.deaths.servicer:DeathServicer"),
        "MarriageService": Late(
            "lienthong_emulator.justice.marriages.servicer:MarriageServicer", lambda node: [node.peers]
        ),
        "RegisterService": Late("lienthong_emulator.justice.registers.servicer:RegisterServicer"),
        "VerificationService": Late("lienthong_emulator.justice.verification.servicer:VerificationServicer"),
        "BirthAmendmentService": Late("lienthong_emulator.justice.amendments.servicer:BirthAmendmentServicer"),
    },
    inbox=INBOX,
    timers={
        SUPPLEMENT_DUE: refuse_without_supplement,
        NOTICE_ENDS: go_on,
        DESK_READY: go_on,
        NUMBER_ASKED_AGAIN: ask_for_number_again,
        RESULT_HANDED_OVER: hand_over,
        DEADLINE: note_missed_deadline,
        death_filing.SUPPLEMENT_DUE: death_outcomes.refuse_without_supplement,
        death_filing.DEADLINE: death_outcomes.note_overdue,
    },
    work={
        DOSSIER: Work(pending=pending, desk=Desk),
        amendments.AMENDMENT: Work(pending=amendments.pending, desk=amendments.Desk),
        death_filing.DOSSIER: Work(pending=deaths.pending, desk=deaths.Desk),
    },
    waiting=lambda: [BIRTHS_WAITING, DEATHS_WAITING, AMENDMENTS_WAITING],
)
