"""Justice is killed while it registers a marriage, at every named point; the marriage is entered once."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import grpc
import pytest
from tests.journeys.dying import Deaths
from tests.journeys.test_marriages import DUONG, TUAN, marry, number_of, party

from lienthong.insurance.v1.participant_pb2 import RELATIVE_KIND_SPOUSE
from lienthong.justice.v1.marriage_service_pb2 import RegisterMarriageRequest

if TYPE_CHECKING:
    from conftest import SplitHouse
    from journeys.conftest import Commune

MARRIAGES = Deaths(
    "marriage",
    (
        "justice.marriage.verified",
        "justice.marriage.before-commit",
        "justice.marriage.committed",
        "justice.outbox.sent",
        "insurance.inbox.before-commit",
        "insurance.inbox.committed",
    ),
)
REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c053"


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("point", MARRIAGES.points)
async def test_a_marriage_is_entered_once_whoever_dies(
    house_to_break: SplitHouse, fragile_commune: Commune, point: str
) -> None:
    agency = point.partition(".")[0]
    mark = await MARRIAGES.arm(house_to_break, agency, point)
    with suppress(grpc.aio.AioRpcError):  # justice may die before it answers
        await fragile_commune.client.marriages.RegisterMarriage(
            RegisterMarriageRequest(
                registration_commune="00166", husband=party(TUAN), wife=party(DUONG), request_id=REQUEST_ID
            )
        )

    assert await house_to_break.end_of(agency) == -signal.SIGKILL
    assert mark.read_text() == point
    await MARRIAGES.start_again(house_to_break, agency, point)
    again = lambda: marry(fragile_commune, party(TUAN), party(DUONG), request_id=REQUEST_ID)  # noqa: E731 - asked until all are there
    record = await fragile_commune.asked_again(again)
    assert record.place.number == "1/2022"
    for who, spouse in ((TUAN, DUONG), (DUONG, TUAN)):
        relatives = (await fragile_commune.participant(number_of(who))).basic.relatives
        spouses = [one.identity_number.value for one in relatives if one.kind == RELATIVE_KIND_SPOUSE]
        assert spouses == [number_of(spouse)]
    assert _rows(house_to_break, fragile_commune, "justice", "marriage_record") == 1
    assert _rows(house_to_break, fragile_commune, "exchange", "dead_letter") == 0


def _rows(house: SplitHouse, commune: Commune, agency: str, table: str) -> int:
    """How many rows an agency holds, read past the agency."""
    file = house.file_of(agency, commune.world).as_uri()
    with closing(sqlite3.connect(f"{file}?mode=ro", uri=True)) as raw:
        return raw.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
