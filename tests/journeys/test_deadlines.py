"""Deadlines by the law of the day of filing, what is overdue, and lists page by page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from google.type.date_pb2 import Date

from lienthong.exchange.v1.exchange_service_pb2 import ListCaseMessagesRequest
from lienthong.justice.v1.birth_dossier_pb2 import (
    DOSSIER_STATE_CARD_ISSUED,
    DOSSIER_STATE_RETURNED,
    BirthDossier,
)
from lienthong.justice.v1.civil_status_service_pb2 import ListBirthDossiersRequest
from lienthong.justice.v1.events_pb2 import BirthRegistered

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Born, Commune, Example, OpenCommune

pytestmark = pytest.mark.asyncio(loop_scope="session")

WRONG = {"meHoTen": "Nguyễn Thị Lam"}
DECREE_63 = date(2024, 7, 1)


@pytest.mark.parametrize(
    ("start", "group", "card", "supplement"),
    [
        pytest.param(
            *(date(2022, 1, 5), date(2022, 2, 9), date(2022, 1, 26), date(2022, 1, 14)),
            id="circular 05/2015: 20 and 15 working days, over Tết",
        ),
        pytest.param(
            *(date(2023, 6, 30), date(2023, 7, 28), date(2023, 7, 21), date(2023, 7, 11)),
            id="its last working day",
        ),
        pytest.param(
            *(date(2023, 7, 3), date(2023, 7, 7), date(2023, 7, 5), date(2023, 7, 12)),
            id="decision 976/2023: 4 and 2",
        ),
        pytest.param(
            *(date(2024, 7, 1), date(2024, 7, 4), date(2024, 7, 3), date(2024, 7, 10)),
            id="decree 63/2024: 3 and 2, supplement 7",
        ),
    ],
)
async def test_deadlines_are_those_of_the_law_on_the_day_of_filing(
    open_commune: OpenCommune, born: Born, *, start: date, group: date, card: date, supplement: date
) -> None:
    async with open_commune(start=start) as commune:
        day = f"{start:%d/%m/%Y}"
        said = {"in_year": start.year, "nksNgaySinh": day}
        issued = await commune.file(born("Trần Minh Anh", "lan", "hung", **said))
        returned = await commune.file(born("Trần Minh Ánh", "lan", "hung", **said, nksGioiTinh="3"))

        assert issued.state == DOSSIER_STATE_CARD_ISSUED
        assert (_day(issued.due_date), _day(await _card_due(commune, issued))) == (group, card)
        assert _day(returned.supplement_due_date) == supplement


async def test_while_a_dossier_is_with_the_family_its_own_time_runs(open_commune: OpenCommune, khoi: Example) -> None:
    """Filed on Monday 1 July 2024, due on Thursday; the supplement may come until the tenth; the days begin anew."""
    async with open_commune(start=DECREE_63) as commune:
        returned = await commune.file(khoi(in_year=2024, **WRONG))

        assert await commune.advance(days=4) == []
        assert await commune.dossiers(overdue_only=True) == []
        assert (await commune.steps(returned.case_id))[-1].kind == "dossier-returned"
        assert (await commune.supplement(returned, khoi(in_year=2024))).due_date == Date(year=2024, month=7, day=10)


async def test_a_dossier_that_has_ended_is_never_overdue(open_commune: OpenCommune, khoi: Example) -> None:
    async with open_commune(start=DECREE_63) as commune:
        await commune.file(khoi(in_year=2024))

        assert await commune.advance(days=30) == []
        assert await commune.dossiers(overdue_only=True) == []


async def test_dossiers_are_listed_by_state(commune: Commune, khoi: Example, example: Example) -> None:
    returned, issued = await commune.file(khoi(**WRONG)), await commune.file(example(1))

    assert await commune.dossiers(state=DOSSIER_STATE_RETURNED) == [returned]
    assert await commune.dossiers(state=DOSSIER_STATE_CARD_ISSUED) == [issued]
    assert await commune.dossiers() == [returned, issued]


async def test_a_list_is_read_page_by_page_the_oldest_first(commune: Commune, example: Example) -> None:
    filed = [(await commune.file(example(number))).name for number in range(5)]

    pages = [await _page(commune, "")]
    while pages[-1][1]:
        pages.append(await _page(commune, pages[-1][1]))
    assert [names for names, _ in pages] == [filed[:2], filed[2:4], filed[4:]]


async def test_a_page_that_is_just_full_is_the_last(commune: Commune, example: Example) -> None:
    filed = [(await commune.file(example(number))).name for number in range(2)]

    assert await _page(commune, "") == (filed, "")


@pytest.mark.parametrize(
    ("token", "query"),
    [
        pytest.param("2", {}, id="half a token"),
        pytest.param("first", {}, id="no token at all"),
        pytest.param("", {"overdue_only": True}, id="that of another list"),
    ],
)
async def test_a_page_token_serves_the_list_that_gave_it(
    commune: Commune, example: Example, refusal: Refusing, token: str, query: dict[str, bool]
) -> None:
    for number in range(3):
        await commune.file(example(number))
    given = token or (await _page(commune, ""))[1]

    no = await refusal(commune.dossiers(page_size=2, page_token=given, **query))
    assert (no.reason, no.field) == ("MALFORMED_PAGE_TOKEN", "page_token")


async def _page(commune: Commune, token: str) -> tuple[list[str], str]:
    request = ListBirthDossiersRequest(page_size=2, page_token=token)
    page = await commune.client.civil_status.ListBirthDossiers(request)
    return [dossier.name for dossier in page.dossiers], page.next_page_token


async def _card_due(commune: Commune, dossier: BirthDossier) -> Date:
    """Insurance is told of its deadline in the message that asks for the card."""
    request = ListCaseMessagesRequest(case_id=dossier.case_id)
    listed = await commune.client.exchange.ListCaseMessages(
        request, metadata=(("lienthong-caller", "testers/deadlines"),)
    )
    event = BirthRegistered()
    assert listed.entries[0].message.body.Unpack(event)
    return event.card_due_date


def _day(found: Date) -> date:
    return date(found.year, found.month, found.day)
