"""How the population database is put together."""

from lienthong_emulator.discrepancies.handling import DUE, note_overdue
from lienthong_emulator.discrepancies.servicer import DiscrepancyServicer
from lienthong_emulator.population.access.servicer import AccessServicer
from lienthong_emulator.population.changes.servicer import CitizenChangeServicer
from lienthong_emulator.population.citizens.servicer import CitizenServicer
from lienthong_emulator.population.discrepancy_register import CitizenRegister
from lienthong_emulator.population.inbox import INBOX
from lienthong_emulator.runtime.agency import Staff

STAFF = Staff(
    servicers={
        "CitizenService": lambda _node: CitizenServicer(),
        "CitizenChangeService": lambda _node: CitizenChangeServicer(),
        "AccessService": lambda _node: AccessServicer(),
        "DiscrepancyService": lambda _node: DiscrepancyServicer(CitizenRegister()),
    },
    inbox=INBOX,
    timers={DUE: note_overdue},
)
