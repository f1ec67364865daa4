"""A disk that is full: nothing is half done, nothing is lost, and it goes on by itself when there is room again."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

import lienthong
from lienthong.exchange.v1.exchange_service_pb2 import ListDeadLettersRequest
from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED, BirthDossier
from lienthong.justice.v1.civil_status_service_pb2 import (
    FileBirthDossierRequest,
    ListBirthDossiersRequest,
    WatchBirthDossierRequest,
)
from lienthong_emulator.emulator import Emulator, emulate
from lienthong_emulator.linked_procedure import example_dossiers, read_dossiers
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.refusals import DatabaseUnavailable

ROOM_AGAIN = 1_000_000


@pytest_asyncio.fixture
async def emulator() -> AsyncGenerator[Emulator]:
    async with emulate() as running:
        yield running


@pytest_asyncio.fixture
async def client(emulator: Emulator) -> AsyncGenerator[lienthong.Client]:
    async with lienthong.connect(emulator.address, caller="communes/00166") as connected:
        yield connected


@pytest.fixture
def khoi() -> FileBirthDossierRequest:
    request = read_dossiers(example_dossiers())[0].request
    assert request is not None
    return request


async def _pages_at_most(emulator: Emulator, agency: str, pages: int) -> None:
    """The fewest that SQLite grants are those that there are."""
    kit = await emulator.node.worlds.kit(agency, "default")
    async with kit.write(Context()) as tx:
        await tx.db.fetch_one(f"PRAGMA max_page_count = {pages}")


async def _ended(client: lienthong.Client, name: str) -> BirthDossier:
    watch = client.civil_status.WatchBirthDossier(WatchBirthDossierRequest(name=name), timeout=20)
    return [dossier async for dossier in watch][-1]


async def test_a_dossier_that_cannot_be_kept_is_refused_with_a_retry(
    emulator: Emulator, client: lienthong.Client, khoi: FileBirthDossierRequest
) -> None:
    await _pages_at_most(emulator, "justice", 1)
    with pytest.raises(lienthong.Refused, match="DATABASE_UNAVAILABLE"), lienthong.refused():
        await _file_until_full(client, khoi)
    await _pages_at_most(emulator, "justice", ROOM_AGAIN)
    kept = (await client.civil_status.ListBirthDossiers(ListBirthDossiersRequest())).dossiers
    assert khoi.linked_dossier_id not in {dossier.linked_dossier_id for dossier in kept}
    filed = await client.civil_status.FileBirthDossier(khoi)
    assert (await _ended(client, filed.name)).state == DOSSIER_STATE_CARD_ISSUED


async def _file_until_full(client: lienthong.Client, khoi: FileBirthDossierRequest) -> None:
    """Pages that are free take in some."""
    for letter in "abcdefghijklmnopqrstuvwxyz":
        khoi.declaration.birth_notice.number = khoi.linked_dossier_id = f"FULL-{letter}"
        khoi.declaration.child.full_name = f"Trần Minh Khôi {letter}"
        await client.civil_status.FileBirthDossier(khoi)


@pytest.mark.parametrize("agency", ["population", "exchange", "insurance"])
async def test_a_birth_waits_for_room_and_goes_on(
    emulator: Emulator, client: lienthong.Client, khoi: FileBirthDossierRequest, agency: str
) -> None:
    await _fill(emulator, agency)
    filed = await client.civil_status.FileBirthDossier(khoi)
    await _pages_at_most(emulator, agency, ROOM_AGAIN)

    assert (await _ended(client, filed.name)).state == DOSSIER_STATE_CARD_ISSUED
    letters = await client.exchange.ListDeadLetters(ListDeadLettersRequest(receiver="agencies/insurance"))
    assert list(letters.dead_letters) == []


async def _fill(emulator: Emulator, agency: str) -> None:
    """Leave no free page: what is free takes in rows until the engine says no."""
    await _pages_at_most(emulator, agency, 1)
    kit = await emulator.node.worlds.kit(agency, "default")
    for number in range(10_000):
        try:
            async with kit.write(Context()) as tx:
                tx.db.execute("INSERT INTO about VALUES (:key, :value)", key=f"fill-{number}", value="x" * 3_000)
        except DatabaseUnavailable:
            return


async def test_no_number_left_is_an_obstacle(
    emulator: Emulator, client: lienthong.Client, khoi: FileBirthDossierRequest
) -> None:
    kit = await emulator.node.worlds.kit("population", "default")
    async with kit.write(Context()) as tx:
        tx.db.execute("INSERT INTO counter VALUES ('personal-number/901221', 100000)")
    filed = await client.civil_status.FileBirthDossier(khoi)
    returned = await _ended(client, filed.name)

    assert (returned.refusal.reason, returned.refusal.metadata["peer_reason"]) == (
        "PERSONAL_NUMBER_OBSTACLE",
        "SERIALS_EXHAUSTED",
    )
