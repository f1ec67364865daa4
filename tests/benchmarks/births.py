"""Birth dossiers in any number, each another child of the people of the small world."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

from tests.benchmarks.figures import Figure, Run, median_of
from tests.benchmarks.processes import births_limit, emulator

import lienthong
from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED, DOSSIER_STATE_IN_PROCESS
from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest, ListBirthDossiersRequest
from lienthong_emulator.linked_procedure import example_dossiers, read_dossiers

ROUNDS = 7
BIRTHS_IN_A_ROUND = 300
IN_FLIGHT = 64
LOOK_AGAIN_AFTER = 0.02
FIRST_DAY = date(2016, 3, 1)
DAYS = 2_000


async def births(run: Run) -> Figure:
    """Birth to card, end to end, files on disk; rounds of ours and of the limit in turn."""
    ours, limits = list[float](), list[float]()
    filed = iter(dossiers(BIRTHS_IN_A_ROUND * (ROUNDS + 1)))
    with tempfile.TemporaryDirectory() as folder:
        async with emulator(Path(folder)) as running:
            for turn in range(ROUNDS + 1):
                batch = [next(filed) for _ in range(BIRTHS_IN_A_ROUND)]
                rate, limit = await births_per_second(running.address, batch), await births_limit(BIRTHS_IN_A_ROUND)
                if turn:  # the first warms up
                    ours.append(rate)
                    limits.append(limit)
                run.tick()
    return median_of(ours, limits, "births/s", ">= 0.40")


def dossiers(count: int) -> list[FileBirthDossierRequest]:
    """Ordinary births: both parents known and verified, one after the other over some years."""
    return list(islice(dossiers_without_end(), count))


def dossiers_without_end() -> Iterator[FileBirthDossierRequest]:
    examples = [read.request for read in read_dossiers(example_dossiers()) if read.request is not None]
    ordinary = [example for example in examples if example.declaration.HasField("father")]
    for number, example in enumerate(cycle(ordinary)):
        dossier = FileBirthDossierRequest()
        dossier.CopyFrom(example)
        dossier.linked_dossier_id = f"G22.99-220105-{number:06}"
        dossier.declaration.birth_notice.number = f"GCS.01019.2021.{number:06}"
        born = FIRST_DAY + timedelta(days=number % DAYS)
        child = dossier.declaration.child
        child.birth_date.year, child.birth_date.month, child.birth_date.day = born.year, born.month, born.day
        child.full_name = f"{child.full_name} {_syllable(number)}"
        dossier.declaration.birth_notice.issue_date.CopyFrom(child.birth_date)
        yield dossier


def _syllable(number: int) -> str:
    """Letters that tell children of one day apart."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number)).capitalize()


async def births_per_second(address: str, filed: list[FileBirthDossierRequest]) -> float:
    """From the first dossier filed to the last card noted, 64 calls in flight."""
    async with lienthong.connect(address, caller="communes/00166") as client:
        left = iter(filed)

        async def one_after_the_other() -> None:
            for dossier in left:
                await client.civil_status.FileBirthDossier(dossier)

        started = time.perf_counter()
        await asyncio.gather(*(one_after_the_other() for _ in range(IN_FLIGHT)))
        await _all_ended(client)
        seconds = time.perf_counter() - started
        await _all_have_cards(client, filed)
        return len(filed) / seconds


async def _all_ended(client: lienthong.Client) -> None:
    under_way = ListBirthDossiersRequest(state=DOSSIER_STATE_IN_PROCESS, page_size=1)
    while (await client.civil_status.ListBirthDossiers(under_way)).dossiers:  # noqa: ASYNC110 - the event is elsewhere
        await asyncio.sleep(LOOK_AGAIN_AFTER)


async def _all_have_cards(client: lienthong.Client, filed: list[FileBirthDossierRequest]) -> None:
    """A figure is worth nothing where a birth was lost on the way."""
    missing = {dossier.linked_dossier_id for dossier in filed}
    token = ""
    while missing:
        request = ListBirthDossiersRequest(state=DOSSIER_STATE_CARD_ISSUED, page_size=500, page_token=token)
        page = await client.civil_status.ListBirthDossiers(request)
        missing -= {dossier.linked_dossier_id for dossier in page.dossiers}
        token = page.next_page_token
        if not token and missing:
            raise SystemExit(f"{len(missing)} of {len(filed)} births have no card")
