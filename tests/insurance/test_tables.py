"""Tables and what the house makes of their rows say the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from lienthong_emulator.access.many import AccessOfMany
from lienthong_emulator.access.record import Access, Asking
from lienthong_emulator.annexes.domain import Annex, Inspection, Part, RefusedRow
from lienthong_emulator.discrepancies.domain import Discrepancy
from lienthong_emulator.insurance.access.domain import Consent
from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.benefits.domain import Claim, SicknessClaim
from lienthong_emulator.insurance.cards.domain import Card, CardRequest
from lienthong_emulator.insurance.changes.domain import AppliedChange, Confirmation, EarlyChange, ReportedDeath
from lienthong_emulator.insurance.circumstances.domain import Contact, HealthCondition, Welfare
from lienthong_emulator.insurance.collection.domain import (
    Account,
    Declaration,
    Declared,
    Payment,
    Relief,
    UnpaidPeriod,
)
from lienthong_emulator.insurance.contributions.domain import (
    Benefit,
    Contribution,
    SocialInsurance,
    UnemploymentInsurance,
)
from lienthong_emulator.insurance.employers.domain import Employer, StandingAtTax
from lienthong_emulator.insurance.papers.domain import Paper
from lienthong_emulator.insurance.reconciliation.domain import Agreement, Reconciliation, Result
from lienthong_emulator.insurance.registry.domain import HeldNumber, Household, Participant, Relative
from lienthong_emulator.insurance.submissions.domain import Content, Submission
from lienthong_emulator.insurance.tax_reconciliation.domain import DifferenceAtTax, Finding, Run
from lienthong_emulator.insurance.treatments.domain import Treatment
from lienthong_emulator.people.transfer.import_rules import DERIVED
from lienthong_emulator.runtime.database import column_names

KINDS: dict[str, type] = {
    "household": Household,
    "participant": Participant,
    "participant_number": HeldNumber,
    "relative": Relative,
    "contact": Contact,
    "health_condition": HealthCondition,
    "welfare": Welfare,
    "employer": Employer,
    "social_insurance": SocialInsurance,
    "unemployment_insurance": UnemploymentInsurance,
    "contribution": Contribution,
    "benefit": Benefit,
    "unpaid_period": UnpaidPeriod,
    "contribution_account": Account,
    "contribution_payment": Payment,
    "contribution_relief": Relief,
    "participant_declaration": Declaration,
    "declared_change": Declared,
    "card": Card,
    "card_request": CardRequest,
    "difference_at_tax": DifferenceAtTax,
    "change_event": AppliedChange,
    "participant_confirmation": Confirmation,
    "early_change": EarlyChange,
    "reported_death": ReportedDeath,
    "submission": Submission,
    "submission_content": Content,
    "treatment": Treatment,
    "paper": Paper,
    "benefit_claim": Claim,
    "sickness_claim": SicknessClaim,
    "consent": Consent,
    "access": Access,
    "access_of_many": AccessOfMany,
    "asking": Asking,
    "discrepancy": Discrepancy,
    "employer_at_tax": StandingAtTax,
    "annex": Annex,
    "tax_reconciliation": Run,
    "tax_finding": Finding,
    "annex_part": Part,
    "annex_refused_row": RefusedRow,
    "inspection": Inspection,
    "reconciliation": Reconciliation,
    "reconciliation_result": Result,
    "reconciliation_agreement": Agreement,
}
NUMBERED = {"change_event", "early_change"}
"""Only ever added to: the database numbers their rows, and no row is asked for by the number."""
COUNTERS = {"attempt", "reconciliation_count"}
"""Never read as a whole: their rows are numbers that are added to, a column at a time."""
WITHIN = {"ended_by_death", "told_difference"}
"""Never read by the house: statements of the database alone fill and use them."""


@pytest.mark.parametrize("table", KINDS)
def test_a_table_has_the_columns_of_its_kind_in_their_order(table: str) -> None:
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.executescript(AGENCY.schema)
        columns = [name for _, name, *_ in raw.execute(f"PRAGMA table_info({table})")]
    found = [name for name in columns if name not in DERIVED]

    assert found == [*(["position"] if table in NUMBERED else []), *column_names(KINDS[table])]


def test_every_table_is_of_a_kind() -> None:
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.executescript(AGENCY.schema)
        found = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    assert found == {*KINDS, *COUNTERS, *WITHIN}
