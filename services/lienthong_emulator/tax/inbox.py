"""What the tax service does with the messages it receives."""

from lienthong.tax.v1.identity_difference_events_pb2 import IdentityDifferencesListed
from lienthong_emulator.annexes.messages import annexes_from
from lienthong_emulator.runtime.agency import Receives
from lienthong_emulator.tax.identity_differences.handling import take_list

INBOX = {
    **annexes_from("insurance"),
    "insurance.identity-differences-listed": Receives(IdentityDifferencesListed, take_list),
}
