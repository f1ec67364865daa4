"""A small run of `make torture`; and that a broken promise would be seen."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from tests.torture.desk import WORLD
from tests.torture.plan import plan_of
from tests.torture.promises import promises
from tests.torture.run import Run, run
from tests.torture.waits import Waits

from lienthong.control.v1.wait_pb2 import Wait
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.kit import instant

SEED, KILLS, FAULTS = 20220105, 50, 500
LAST = "(SELECT MAX(position) FROM log_entry WHERE receiver = 'agencies/insurance')"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ended(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run that came to its end; its files are still there."""
    return await run(plan_of(SEED, KILLS, FAULTS), SEED, tmp_path_factory.mktemp("torture"), lambda _killed, _met: None)


def test_every_promise_is_kept(ended: Run) -> None:
    outcome = ended.compared()

    assert outcome.damage.lost + outcome.damage.twice + outcome.damage.disordered == []
    assert {promise.text: promise.figure for promise in promises(outcome) if not promise.kept} == {}
    assert (outcome.kills.total(), outcome.faults.total()) == (KILLS, FAULTS)


@pytest.mark.parametrize(
    ("agency", "statement", "found"),
    [
        pytest.param("insurance", "DELETE FROM change_event WHERE position = 2", "lost", id="a change is lost"),
        pytest.param(
            "insurance", "DELETE FROM card WHERE serial = 1 AND card_number LIKE 'TE1%'", "lost", id="cards are"
        ),
        pytest.param("justice", "DELETE FROM birth_record WHERE page = 1", "lost", id="a record is"),
        pytest.param("population", "DELETE FROM insurance_facts", "lost", id="what insurance told is"),
        pytest.param(
            "exchange", f"DELETE FROM log_entry WHERE position = {LAST}", "twice", id="a message was not sent"
        ),
        pytest.param(
            "population",
            "UPDATE discrepancy SET reporter_discrepancy = (SELECT MAX(reporter_discrepancy) FROM discrepancy)",
            "twice",
            id="a discrepancy was opened twice",
        ),
        pytest.param(
            "insurance",
            "UPDATE change_event SET position = 1000000 - position",
            "disordered",
            id="changes were followed in another order",
        ),
        pytest.param("justice", "DELETE FROM death_record WHERE place_entry = 1", "lost", id="an entry of a death is"),
        pytest.param("justice", "DELETE FROM marriage_record WHERE place_entry = 1", "lost", id="a marriage is"),
        pytest.param("insurance", "DELETE FROM relative WHERE number LIKE 'M0%'", "lost", id="a spouse is"),
        pytest.param("tax", "DELETE FROM annex WHERE version = 1 AND kind = 4", "lost", id="an annex is"),
        pytest.param("insurance", "DELETE FROM annex_part WHERE part = 1", "lost", id="what an annex told is"),
        pytest.param("justice", "DELETE FROM birth_amendment WHERE position = 1", "lost", id="an amendment is"),
        pytest.param(
            "insurance",
            """
            INSERT INTO contribution_payment
            SELECT 1000000, payment_id || '-', unit_code, amount, receive_date, reference, by_itself
            FROM contribution_payment WHERE by_itself = 0 LIMIT 1
            """,
            "twice",
            id="a payment was booked twice",
        ),
        pytest.param(
            "insurance", "UPDATE benefit_claim SET state = 'PAID'", "disordered", id="a claim is paid that was not"
        ),
        pytest.param("population", "UPDATE citizen SET full_name = 'Nobody'", "disordered", id="a name is another"),
    ],
)
def test_what_is_amiss_is_found(ended: Run, agency: str, statement: str, found: str) -> None:
    with _changed(ended, agency, statement):
        assert getattr(ended.damage(), found)


NINE = datetime(2022, 1, 5, 9, tzinfo=HANOI)
LISTED = Wait(
    agency="agencies/justice",
    name="birthDossiers/1",
    since_time=instant(NINE),
    due_time=instant(NINE + timedelta(days=1)),
)


@pytest.mark.parametrize(
    ("listed", "now", "found"),
    [
        pytest.param([], NINE, "unlisted", id="it is not listed"),
        pytest.param([Wait(agency=LISTED.agency, name=LISTED.name)], NINE, "without_due_time", id="it has no due time"),
        pytest.param([LISTED], NINE + timedelta(days=2), "misjudged", id="it is overdue and does not say so"),
    ],
)
def test_a_wait_that_breaks_its_promise_is_found(listed: list[Wait], now: datetime, found: str) -> None:
    waits, row = Waits(), ("justice", "birthDossiers/1")

    waits.compare({row}, listed, now)

    assert getattr(waits, found) == waits.broken == {row}


@contextmanager
def _changed(ended: Run, agency: str, statement: str) -> Generator[None]:
    """Let a register hold something else while the block lasts."""
    file = ended.desk.house.file_of(agency, WORLD)
    shutil.copy(file, file.with_suffix(".kept"))
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute(statement)
    yield
    shutil.move(file.with_suffix(".kept"), file)


def test_a_seed_plans_the_same_again_and_another_something_else() -> None:
    assert plan_of(1, 200, 2_000) == plan_of(1, 200, 2_000) != plan_of(2, 200, 2_000)
    assert (plan_of(1, 200, 2_000).kills, plan_of(1, 200, 2_000).mishaps) == (200, 2_000)
