"""How the civil-status system is put together."""

from lienthong_emulator.justice.civil_status.desk import Desk, pending
from lienthong_emulator.justice.civil_status.filing import DOSSIER, NOTICE_ENDS, RESULT_DUE, SUPPLEMENT_DUE
from lienthong_emulator.justice.civil_status.outcomes import (
    go_on_after_notice,
    note_overdue,
    refuse_without_supplement,
)
from lienthong_emulator.justice.civil_status.servicer import CivilStatusServicer
from lienthong_emulator.justice.inbox import INBOX
from lienthong_emulator.justice.registers.servicer import RegisterServicer
from lienthong_emulator.runtime.agency import Staff, Work

STAFF = Staff(
    servicers={
        "CivilStatusService": lambda _node: CivilStatusServicer(),
        "RegisterService": lambda _node: RegisterServicer(),
    },
    inbox=INBOX,
    timers={
        SUPPLEMENT_DUE: refuse_without_supplement,
        NOTICE_ENDS: go_on_after_notice,
        RESULT_DUE: note_overdue,
    },
    work={DOSSIER: Work(pending=pending, advance=lambda peers: Desk(peers).advance)},
)
