"""What justice does with the messages it receives."""

from lienthong.insurance.v1.events_pb2 import ChildCardDecided, FuneralAllowanceDecided
from lienthong_emulator.justice.civil_status.outcomes import note_card_decision
from lienthong_emulator.justice.deaths.outcomes import note_allowance
from lienthong_emulator.runtime.agency import Receives

INBOX = {
    "insurance.child-card-decided": Receives(ChildCardDecided, note_card_decision),
    "insurance.funeral-allowance-decided": Receives(FuneralAllowanceDecided, note_allowance),
}
