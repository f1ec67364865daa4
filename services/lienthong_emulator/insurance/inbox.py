"""What insurance does with the messages it receives."""

from lienthong.justice.v1.events_pb2 import BirthRegistered
from lienthong_emulator.insurance.enrolment import decide
from lienthong_emulator.runtime.agency import Receives

INBOX = {"justice.birth-registered": Receives(BirthRegistered, decide)}
