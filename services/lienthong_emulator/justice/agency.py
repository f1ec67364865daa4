"""How the civil-status system is put together."""

from pathlib import Path

from lienthong.justice.v1 import civil_status_service_pb2, register_service_pb2
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
from lienthong_emulator.runtime.agency import Agency, Service, Work

HOME = Path(__file__).parent

AGENCY = Agency(
    name="justice",
    schema="\n".join((HOME / room / "schema.sql").read_text("utf-8") for room in ("civil_status", "registers")),
    services=[
        Service(
            descriptor=civil_status_service_pb2.DESCRIPTOR.services_by_name["CivilStatusService"],
            servicer=lambda _node: CivilStatusServicer(),
        ),
        Service(
            descriptor=register_service_pb2.DESCRIPTOR.services_by_name["RegisterService"],
            servicer=lambda _node: RegisterServicer(),
        ),
    ],
    rows="lienthong_emulator.justice.rows:rows",
    inbox=INBOX,
    timers={
        SUPPLEMENT_DUE: refuse_without_supplement,
        NOTICE_ENDS: go_on_after_notice,
        RESULT_DUE: note_overdue,
    },
    work={DOSSIER: Work(pending=pending, advance=lambda peers: Desk(peers).advance)},
)
