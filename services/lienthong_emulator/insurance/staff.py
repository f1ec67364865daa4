"""How the National Insurance Database is put together."""

from typing import Any

from lienthong_emulator.annexes.domain import DUE as ANNEXES_DUE
from lienthong_emulator.annexes.handling import WORK as ANNEX
from lienthong_emulator.annexes.handling import file_what_is_due
from lienthong_emulator.annexes.store import WAITING as ANNEXES_WAITING
from lienthong_emulator.discrepancies.handling import DUE, note_overdue
from lienthong_emulator.discrepancies.store import WAITING as DISCREPANCIES_WAITING
from lienthong_emulator.insurance.annex_rows import DESK as ANNEX_DESK
from lienthong_emulator.insurance.benefits.store import WAITING as CLAIMS_WAITING
from lienthong_emulator.insurance.card_desk import CARD_DESK, come_to
from lienthong_emulator.insurance.changes.store import WAITING as EARLY_CHANGES_WAITING
from lienthong_emulator.insurance.discrepancy_register import ParticipantRegister
from lienthong_emulator.insurance.inbox import INBOX
from lienthong_emulator.insurance.reconciliation.desk import KEPT_UNTIL, RECONCILIATION, Desk, pending, remove
from lienthong_emulator.insurance.reconciliation.store import WAITING as RECONCILIATIONS_WAITING
from lienthong_emulator.insurance.tax_reconciliation.desk import TAX_RECONCILIATION, TaxDesk
from lienthong_emulator.insurance.tax_reconciliation.desk import pending as tax_pending
from lienthong_emulator.insurance.tax_reconciliation.store import WAITING as OF_TAX_RECONCILIATIONS
from lienthong_emulator.runtime.agency import Staff, Work
from lienthong_emulator.runtime.late import Late


def _claim_tables() -> Any:
    from lienthong_emulator.insurance.submissions.tables import claim_tables

    return claim_tables


STAFF = Staff(
    servicers={
        "RegistryService": Late("lienthong_emulator.insurance.registry.servicer:RegistryServicer"),
        "CardService": Late("lienthong_emulator.insurance.cards.servicer:CardServicer"),
        "FacilityService": Late("lienthong_emulator.insurance.facilities.servicer:FacilityServicer"),
        "AccessService": Late("lienthong_emulator.insurance.access.servicer:AccessServicer"),
        "VerificationService": Late("lienthong_emulator.insurance.verification.servicer:VerificationServicer"),
        "DiscrepancyService": Late(
            "lienthong_emulator.discrepancies.servicer:DiscrepancyServicer", lambda _node: [ParticipantRegister()]
        ),
        "ReconciliationService": Late(
            "lienthong_emulator.insurance.reconciliation.servicer:ReconciliationServicer", lambda node: [node.peers]
        ),
        "SubmissionService": Late("lienthong_emulator.insurance.submissions.servicer:SubmissionServicer"),
        "TreatmentService": Late(
            "lienthong_emulator.insurance.treatments.servicer:TreatmentServicer", lambda _node: [_claim_tables()]
        ),
        "PaperService": Late("lienthong_emulator.insurance.papers.servicer:PaperServicer"),
        "BenefitService": Late("lienthong_emulator.insurance.benefits.servicer:BenefitServicer"),
        "ContributionService": Late("lienthong_emulator.insurance.collection.servicer:ContributionServicer"),
        "TaxReconciliationService": Late(
            "lienthong_emulator.insurance.tax_reconciliation.servicer:TaxReconciliationServicer"
        ),
        "ViolationSignService": Late("lienthong_emulator.insurance.signs.servicer:ViolationSignServicer"),
        "FilingService": Late("lienthong_emulator.annexes.servicer:FilingServicer"),
        "Operations": Late("lienthong_emulator.insurance.reconciliation.operations:OperationsServicer"),
    },
    inbox=INBOX,
    timers={DUE: note_overdue, KEPT_UNTIL: remove, CARD_DESK: come_to, ANNEXES_DUE: file_what_is_due},
    work={
        RECONCILIATION: Work(pending=pending, advance=lambda peers: Desk(peers).advance),
        TAX_RECONCILIATION: Work(pending=tax_pending, advance=lambda peers: TaxDesk(peers).advance),
        ANNEX: Work(pending=ANNEX_DESK.pending, advance=lambda _peers: ANNEX_DESK.advance),
    },
    waiting=[
        CLAIMS_WAITING,
        DISCREPANCIES_WAITING,
        EARLY_CHANGES_WAITING,
        RECONCILIATIONS_WAITING,
        *OF_TAX_RECONCILIATIONS,
        ANNEXES_WAITING,
    ],
)
