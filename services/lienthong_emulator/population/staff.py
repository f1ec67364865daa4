"""How the population database is put together."""

from lienthong_emulator.discrepancies.handling import DUE, note_overdue
from lienthong_emulator.discrepancies.store import WAITING
from lienthong_emulator.population.discrepancy_register import CitizenRegister
from lienthong_emulator.population.inbox import INBOX
from lienthong_emulator.runtime.agency import Staff
from lienthong_emulator.runtime.late import Late

STAFF = Staff(
    servicers={
        "CitizenService": Late("lienthong_emulator.population.citizens.servicer:CitizenServicer"),
        "CitizenChangeService": Late("lienthong_emulator.population.changes.servicer:CitizenChangeServicer"),
        "AccessService": Late("lienthong_emulator.population.access.servicer:AccessServicer"),
        "DiscrepancyService": Late(
            "lienthong_emulator.discrepancies.servicer:DiscrepancyServicer", lambda _node: [CitizenRegister()]
        ),
    },
    inbox=INBOX,
    timers={DUE: note_overdue},
    waiting=lambda: [WAITING],
)
