"""How the National Insurance Database is put together."""

from lienthong_emulator.annexes.domain import DUE as ANNEXES_DUE
from lienthong_emulator.annexes.handling import WORK as ANNEX
from lienthong_emulator.annexes.handling import file_what_is_due
from lienthong_emulator.annexes.servicer import FilingServicer
from lienthong_emulator.discrepancies.handling import DUE, note_overdue
from lienthong_emulator.discrepancies.servicer import DiscrepancyServicer
from lienthong_emulator.insurance.access.servicer import AccessServicer
from lienthong_emulator.insurance.annex_rows import DESK as ANNEX_DESK
from lienthong_emulator.insurance.benefits.servicer import BenefitServicer
from lienthong_emulator.insurance.card_desk import CARD_DESK, come_to
from lienthong_emulator.insurance.cards.servicer import CardServicer
from lienthong_emulator.insurance.collection.servicer import ContributionServicer
from lienthong_emulator.insurance.discrepancy_register import ParticipantRegister
from lienthong_emulator.insurance.facilities.servicer import FacilityServicer
from lienthong_emulator.insurance.inbox import INBOX
from lienthong_emulator.insurance.papers.servicer import PaperServicer
from lienthong_emulator.insurance.reconciliation.desk import KEPT_UNTIL, RECONCILIATION, Desk, pending, remove
from lienthong_emulator.insurance.reconciliation.operations import OperationsServicer
from lienthong_emulator.insurance.reconciliation.servicer import ReconciliationServicer
from lienthong_emulator.insurance.registry.servicer import RegistryServicer
from lienthong_emulator.insurance.signs.servicer import ViolationSignServicer
from lienthong_emulator.insurance.submissions.servicer import SubmissionServicer
from lienthong_emulator.insurance.submissions.tables import claim_tables
from lienthong_emulator.insurance.tax_reconciliation.desk import TAX_RECONCILIATION, TaxDesk
from lienthong_emulator.insurance.tax_reconciliation.desk import pending as tax_pending
from lienthong_emulator.insurance.tax_reconciliation.servicer import TaxReconciliationServicer
from lienthong_emulator.insurance.treatments.servicer import TreatmentServicer
from lienthong_emulator.insurance.verification.servicer import VerificationServicer
from lienthong_emulator.runtime.agency import Staff, Work

STAFF = Staff(
    servicers={
        "RegistryService": lambda _node: RegistryServicer(),
        "CardService": lambda _node: CardServicer(),
        "FacilityService": lambda _node: FacilityServicer(),
        "AccessService": lambda _node: AccessServicer(),
        "VerificationService": lambda _node: VerificationServicer(),
        "DiscrepancyService": lambda _node: DiscrepancyServicer(ParticipantRegister()),
        "ReconciliationService": lambda node: ReconciliationServicer(node.peers),
        "SubmissionService": lambda _node: SubmissionServicer(),
        "TreatmentService": lambda _node: TreatmentServicer(claim_tables),
        "PaperService": lambda _node: PaperServicer(),
        "BenefitService": lambda _node: BenefitServicer(),
        "ContributionService": lambda _node: ContributionServicer(),
        "TaxReconciliationService": lambda _node: TaxReconciliationServicer(),
        "ViolationSignService": lambda _node: ViolationSignServicer(),
        "FilingService": lambda _node: FilingServicer(),
        "Operations": lambda _node: OperationsServicer(),
    },
    inbox=INBOX,
    timers={DUE: note_overdue, KEPT_UNTIL: remove, CARD_DESK: come_to, ANNEXES_DUE: file_what_is_due},
    work={
        RECONCILIATION: Work(pending=pending, advance=lambda peers: Desk(peers).advance),
        TAX_RECONCILIATION: Work(pending=tax_pending, advance=lambda peers: TaxDesk(peers).advance),
        ANNEX: Work(pending=ANNEX_DESK.pending, advance=lambda _peers: ANNEX_DESK.advance),
    },
)
