"""What insurance does with the messages it receives."""

from lienthong.justice.v1.death_events_pb2 import DeathRecordRevoked, DeathRegistered
from lienthong.justice.v1.events_pb2 import BirthRegistered
from lienthong.justice.v1.marriage_pb2 import MarriageRegistered
from lienthong.population.v1.events_pb2 import CitizenChanged
from lienthong.tax.v1.events_pb2 import TaxpayerChanged
from lienthong.tax.v1.identity_difference_events_pb2 import IdentityDifferenceEnded
from lienthong_emulator.annexes.messages import annexes_from
from lienthong_emulator.discrepancies.messages import discrepancies_from
from lienthong_emulator.insurance.card_desk import take_in
from lienthong_emulator.insurance.changes.following import follow
from lienthong_emulator.insurance.discrepancy_register import ParticipantRegister
from lienthong_emulator.insurance.employers.following import follow as follow_taxpayer
from lienthong_emulator.insurance.spouses import take_marriage
from lienthong_emulator.runtime.agency import Receives
from lienthong_emulator.runtime.late import late

BENEFITS = "lienthong_emulator.insurance.benefits.desk"

INBOX = {
    **annexes_from("tax"),
    "justice.birth-registered": Receives(BirthRegistered, take_in),
    "justice.death-registered": Receives(DeathRegistered, late(f"{BENEFITS}:take_death")),
    "justice.death-record-revoked": Receives(DeathRecordRevoked, late(f"{BENEFITS}:take_back")),
    "justice.marriage-registered": Receives(MarriageRegistered, take_marriage),
    "population.citizen-changed": Receives(CitizenChanged, follow),
    "tax.identity-difference-ended": Receives(
        IdentityDifferenceEnded, late("lienthong_emulator.insurance.tax_reconciliation.messages:take_end")
    ),
    "tax.taxpayer-changed": Receives(TaxpayerChanged, follow_taxpayer),
    **discrepancies_from("population", ParticipantRegister()),
}
