"""What a batch is written as, where the register did not stand still."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from tests.alone import kit_of
from tests.insurance.reconciliation.test_store import NOON, run_of

from lienthong.insurance.v1.reconciliation_service_pb2 import AdoptSourceValueRequest
from lienthong.type.v1.field_match_pb2 import (
    MATCH_OUTCOME_MATCH,
    MATCH_OUTCOME_MISMATCH,
    SUBJECT_OUTCOME_FOUND,
    FieldMatch,
    MatchOutcome,
)
from lienthong.type.v1.verification_pb2 import Verification
from lienthong_emulator.discrepancies.domain import Difference
from lienthong_emulator.discrepancies.handling import open_discrepancy
from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.changes.domain import AppliedChange
from lienthong_emulator.insurance.changes.store import ChangeStore
from lienthong_emulator.insurance.reconciliation.adopting import adoptable
from lienthong_emulator.insurance.reconciliation.register import page_after
from lienthong_emulator.insurance.reconciliation.register_store import RegisterQuestions
from lienthong_emulator.insurance.reconciliation.results import ChangedMeanwhile, write_results
from lienthong_emulator.insurance.reconciliation.store import ReconciliationQuestions, ReconciliationStore
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kit import utc_text

if TYPE_CHECKING:
    from pathlib import Path

    from lienthong_emulator.runtime.kit import Kit

LAN = 115_000_017
OWN = Context(caller="agencies/insurance")


def said(name: MatchOutcome.ValueType) -> list[bytes]:
    match = FieldMatch(field="full_name", outcome=name, rule="vn-names-1")
    return [Verification(subject=SUBJECT_OUTCOME_FOUND, fields=[match]).SerializeToString()]


async def test_what_was_read_before_a_change_is_not_taken_over(tmp_path: Path) -> None:
    """It would put the older value in the place of the newer one, for good."""
    difference = Difference(
        subject_key=LAN,
        person="participants/lan",
        number_kind=1,
        number="901193000017",
        field="full_name",
        reported_value="Nguyễn Thị Lân",
    )
    async with kit_of(AGENCY, tmp_path) as kit:
        async with kit.write(OWN) as tx:
            _, held = await open_discrepancy(tx, difference)
        request = AdoptSourceValueRequest(discrepancy=held.name)
        place = await RegisterQuestions(kit.lookups).changes_so_far()
        assert await adoptable(kit.lookups, request, place) == held
        await follow_a_change(kit)
        with pytest.raises(ChangedMeanwhile):
            await adoptable(kit.lookups, request, place)


async def follow_a_change(kit: Kit, noon: datetime = NOON) -> None:
    change = AppliedChange(event_id="event", participant_key=LAN, record_time=utc_text(noon), fields="full_name")
    async with kit.write(OWN) as tx:
        ChangeStore(tx.db).add(change)


async def test_a_change_between_reading_and_writing_is_noticed(tmp_path: Path) -> None:
    """Lan was read under her old name, population compared it, and then insurance followed her correction."""
    async with kit_of(AGENCY, tmp_path) as kit:
        page = await page_after(kit.lookups, LAN - 1, most=1)
        assert await RegisterQuestions(kit.lookups).changed_after(page.changes) == set()
        await follow_a_change(kit)
        assert await RegisterQuestions(kit.lookups).changed_after(page.changes) == {LAN}

        async with kit.write(OWN) as tx:
            ReconciliationStore(tx.db).add(run_of(1))
        with pytest.raises(ChangedMeanwhile):
            async with kit.write(OWN) as tx:
                await write_results(tx, run_of(1), page, said(MATCH_OUTCOME_MISMATCH))
        assert await ReconciliationQuestions(kit.lookups).results_of(1, None, after=-1, most=10) == []

        async with kit.write(OWN) as tx:
            tally = await write_results(tx, run_of(1), page, said(MATCH_OUTCOME_MATCH))
        assert tally.matched == 1
