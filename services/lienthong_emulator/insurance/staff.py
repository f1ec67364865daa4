"""How the National Insurance Database is put together."""

from typing import Any

from lienthong_emulator.annexes.domain import DUE as ANNEXES_DUE
from lienthong_emulator.annexes.handling import WORK as ANNEX
from lienthong_emulator.annexes.handling import file_what_is_due, written_by
from lienthong_emulator.discrepancies.handling import DUE, note_overdue
from lienthong_emulator.insurance.card_desk import CARD_DESK, come_to
from lienthong_emulator.insurance.discrepancy_register import ParticipantRegister
from lienthong_emulator.insurance.inbox import INBOX
from lienthong_emulator.insurance.reconciliation import KEPT_UNTIL, RECONCILIATION
from lienthong_emulator.insurance.tax_reconciliation import TAX_RECONCILIATION
from lienthong_emulator.runtime.agency import Staff, Work, keys_in
from lienthong_emulator.runtime.late import Late, late


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
    timers={
        DUE: note_overdue,
        KEPT_UNTIL: late("lienthong_emulator.insurance.reconciliation.desk:remove"),
        CARD_DESK: come_to,
        ANNEXES_DUE: file_what_is_due,
    },
    work={
        RECONCILIATION: Work(
            pending=keys_in("SELECT operation_id FROM reconciliation WHERE state = 'RUNNING'"),
            desk=late("lienthong_emulator.insurance.reconciliation.desk:Desk"),
        ),
        TAX_RECONCILIATION: Work(
            pending=keys_in("SELECT run_id FROM tax_reconciliation WHERE phase <> 'DONE'"),
            desk=late("lienthong_emulator.insurance.tax_reconciliation.desk:TaxDesk"),
        ),
        ANNEX: Work(pending=written_by("insurance"), desk=late("lienthong_emulator.insurance.annex_rows:annex_desk")),
    },
    waiting=late("lienthong_emulator.insurance.waiting:waiting"),
)
