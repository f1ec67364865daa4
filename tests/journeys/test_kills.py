"""Each agency is killed in the middle of the birth path, at every named point; one birth leaves one of everything."""

from __future__ import annotations

import re
import signal
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import pytest
from tests.journeys.dying import Deaths
from tests.journeys.test_amendment_kills import AMENDMENTS
from tests.journeys.test_annex_kills import ANNEXES
from tests.journeys.test_change_kills import CHANGES
from tests.journeys.test_death_kills import DEATHS, PAYMENTS, REVOCATIONS
from tests.journeys.test_marriage_kills import MARRIAGES
from tests.journeys.test_reconciling_broken import RECONCILING
from tests.journeys.test_sickness_claims import KILLS as SICKNESS

import lienthong_emulator
from lienthong.exchange.v1.exchange_service_pb2 import VerifyLogRequest
from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED
from lienthong_emulator.insurance.rows import rows as insurance_rows
from lienthong_emulator.population.rows import rows as population_rows
from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.recipe import Nation

if TYPE_CHECKING:
    from conftest import SplitHouse
    from journeys.conftest import Commune, Example
    from lienthong_emulator.runtime.rows import Rows

POINTS: Sequence[str] = (
    "justice.file.committed",
    "justice.verified",
    "justice.register.before-commit",
    "justice.register.committed",
    "justice.outbox.before-send",
    "justice.outbox.sent",
    "justice.inbox.before-commit",
    "justice.inbox.committed",
    "population.issue.before-commit",
    "population.issue.committed",
    "population.inbox.before-commit",
    "population.inbox.committed",
    "exchange.relay.before-commit",
    "exchange.relay.committed",
    "insurance.inbox.before-commit",
    "insurance.inbox.committed",
    "insurance.outbox.before-send",
    "insurance.outbox.sent",
)
SOURCES = Path(lienthong_emulator.__file__).parent
REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c004"
BIRTHS = Deaths("birth", POINTS)
SENDERS = {"justice", "insurance", "population", "tax"}
FILING = {"insurance", "tax"}
RECEIVERS = {name for name, agency in ROSTER.items() if agency.has_inbox}
TOLD = RECEIVERS - {"tax"}
"""Of a birth the tax service hears nothing."""


def test_every_named_point_is_killed_at() -> None:
    named = {point for path in SOURCES.rglob("*.py") for point in _points_in(path)}

    others = (CHANGES, RECONCILING, AMENDMENTS, ANNEXES, DEATHS, PAYMENTS, REVOCATIONS, MARRIAGES, SICKNESS)
    assert named == {*POINTS, *(point for deaths in others for point in deaths.points)}
    assert len(POINTS) == len(set(POINTS))


def test_every_agency_that_sends_is_killed_while_it_sends() -> None:
    posting = {path.relative_to(SOURCES).parts[0] for path in SOURCES.rglob("*.py") if "tx.post(" in path.read_text()}

    assert posting - {"discrepancies", "annexes"} == SENDERS  # sent by the agencies that mount them


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("point", POINTS)
async def test_a_birth_leaves_one_of_everything_whoever_dies(
    house_to_break: SplitHouse,
    fragile_commune: Commune,
    khoi: Example,
    point: str,
) -> None:
    agency = point.partition(".")[0]
    mark = await BIRTHS.arm(house_to_break, agency, point)
    with suppress(grpc.aio.AioRpcError):  # justice may die before it answers
        await fragile_commune.send(khoi(), REQUEST_ID)

    assert await house_to_break.end_of(agency) == -signal.SIGKILL
    assert mark.read_text() == point
    await BIRTHS.start_again(house_to_break, agency, point)
    filed = await fragile_commune.asked_again(lambda: fragile_commune.send(khoi(), REQUEST_ID))
    ended = await fragile_commune.asked_again(lambda: fragile_commune.follow(filed.name))
    number = ended.birth_record.personal_number
    await fragile_commune.until(lambda: fragile_commune.citizen(number), lambda child: child.HasField("insurance"))
    await fragile_commune.asked_again(fragile_commune.settle)
    assert (ended.state, ended.card.card_number) == (DOSSIER_STATE_CARD_ISSUED, "TE1010122900000")
    await _there_is_one_of_everything(house_to_break, fragile_commune)


async def _there_is_one_of_everything(house: SplitHouse, commune: Commune) -> None:
    citizens_before = _begun_with(population_rows)
    insured_before = _begun_with(insurance_rows)
    rows = {
        ("population", "citizen"): citizens_before["citizen"] + 1,
        ("population", "insurance_facts"): 1,
        ("justice", "birth_dossier"): 1,
        ("justice", "birth_record"): 1,
        ("insurance", "participant"): insured_before["participant"] + 1,
        ("insurance", "card"): insured_before["card"] + 1,
        **{(agency, "outbox"): 0 for agency in ROSTER},
        **{(agency, "received_message"): int(agency in TOLD) for agency in RECEIVERS},
        **{(agency, "parked_message"): 0 for agency in ROSTER},
        ("exchange", "log_entry"): len(TOLD),
        ("exchange", "dead_letter"): 0,
    }
    assert {place: _rows(house, commune, *place) for place in rows} == rows
    for receiver in sorted(TOLD):
        log = await commune.client.exchange.VerifyLog(VerifyLogRequest(receiver=f"agencies/{receiver}"))
        assert (log.intact, log.entries) == (True, 1)


def _begun_with(rows: Callable[[Nation], Iterable[Rows]]) -> Mapping[str, int]:
    """How many rows of each table a world begins with."""
    return {batch.table: len([*batch.values]) for batch in rows(Nation())}


def _rows(house: SplitHouse, commune: Commune, agency: str, table: str) -> int:
    """How many rows an agency holds, read past the agency."""
    file = house.file_of(agency, commune.world).as_uri()
    with closing(sqlite3.connect(f"{file}?mode=ro", uri=True)) as raw:
        return raw.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]


def _points_in(path: Path) -> list[str]:
    """The points that a source names, for each agency where the name is left open."""
    found: list[str] = []
    for point in re.findall(r'reach\(f?"([^"]+)"\)', path.read_text("utf-8")):
        step = re.sub(r"^\{[^}]+\}", "", point)
        agencies = SENDERS if step.startswith(".outbox.") else FILING if step.startswith(".annex.") else RECEIVERS
        found += [point] if step == point else [agency + step for agency in agencies]
    return found
