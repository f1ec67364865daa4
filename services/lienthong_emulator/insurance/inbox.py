"""What insurance does with the messages it receives."""

from lienthong.justice.v1.events_pb2 import BirthRegistered
from lienthong.population.v1.events_pb2 import CitizenChanged
from lienthong_emulator.discrepancies.messages import discrepancies_from
from lienthong_emulator.insurance.changes.following import follow
from lienthong_emulator.insurance.discrepancy_register import ParticipantRegister
from lienthong_emulator.insurance.enrolment import decide
from lienthong_emulator.runtime.agency import Receives

INBOX = {
    "justice.birth-registered": Receives(BirthRegistered, decide),
    "population.citizen-changed": Receives(CitizenChanged, follow),
    **discrepancies_from("population", ParticipantRegister()),
}
