"""Where desks take their time in office hours: reception, registrar, insurance, and the hand-over."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from google.protobuf.timestamp_pb2 import Timestamp

from lienthong.control.v1.world_pb2 import PACE_REALISTIC
from lienthong.control.v1.world_service_pb2 import GetWorldRequest
from lienthong.justice.v1.birth_dossier_pb2 import (
    DOSSIER_STATE_CARD_ISSUED,
    DOSSIER_STATE_IN_PROCESS,
    DOSSIER_STATE_REFUSED,
    DOSSIER_STATE_RETURNED,
    DOSSIER_STATE_WITHDRAWN,
    DOSSIER_STEP_AWAIT_CARD,
    DOSSIER_STEP_PUBLIC_NOTICE,
    DOSSIER_STEP_RECEIVE,
    DOSSIER_STEP_REGISTER,
    BirthDossier,
)
from lienthong.justice.v1.dossier_status_pb2 import PortalStatus
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.convert import moment_of

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Born, Commune, Example, OpenCommune

pytestmark = pytest.mark.asyncio(loop_scope="session")

WRONG = {"meHoTen": "Nguyễn Thị Lam"}


@pytest_asyncio.fixture(loop_scope="session")
async def slow_commune(open_commune: OpenCommune) -> AsyncGenerator[Commune]:
    """A commune's desk on Wednesday 2022-01-05 at nine, in a world of a realistic pace."""
    async with open_commune(pace=PACE_REALISTIC) as desk:
        yield desk


def moment(found: Timestamp) -> str:
    return f"{moment_of(found, 'time').astimezone(HANOI):%d %H:%M}"


def history(dossier: BirthDossier) -> list[tuple[str, str]]:
    """Each status with its moment."""
    entries = [(PortalStatus.Name(entry.status), moment(entry.time)) for entry in dossier.status_history]
    return [(name.removeprefix("PORTAL_STATUS_"), time) for name, time in entries]


async def test_each_desk_takes_its_time(slow_commune: Commune, khoi: Example) -> None:
    """Half an hour, an hour, a working day, half an hour."""
    filed = await slow_commune.send(khoi())

    assert (filed.state, filed.step, moment(filed.waits_until_time)) == (
        DOSSIER_STATE_IN_PROCESS,
        DOSSIER_STEP_RECEIVE,
        "05 09:30",
    )
    assert await slow_commune.advance(days=3) == ["desk-ready", "desk-ready", "card-desk", "result-handed-over"]
    assert history(await slow_commune.look_at(filed.name)) == [
        ("NEW", "05 09:00"),
        ("ACCEPTED", "05 09:30"),
        ("IN_PROCESS", "05 09:30"),
        ("IN_PROCESS", "05 10:30"),
        ("FINISHED", "06 10:30"),
        ("RESULT_RETURNED", "06 11:00"),
    ]


async def test_a_portal_sees_a_dossier_at_each_desk(slow_commune: Commune, khoi: Example) -> None:
    filed = await slow_commune.send(khoi())
    seen: list[BirthDossier] = []
    for minutes in (30, 60, 24 * 60, 30):
        await slow_commune.advance(minutes=minutes)
        seen.append(await slow_commune.look_at(filed.name))

    assert [(dossier.state, dossier.step) for dossier in seen] == [
        (DOSSIER_STATE_IN_PROCESS, DOSSIER_STEP_REGISTER),
        (DOSSIER_STATE_IN_PROCESS, DOSSIER_STEP_AWAIT_CARD),
        (DOSSIER_STATE_CARD_ISSUED, 0),
        (DOSSIER_STATE_CARD_ISSUED, 0),
    ]
    kinds = [step.kind for step in await slow_commune.steps(filed.case_id)]
    assert {"dossier-accepted", "card-request-received", "card-issued", "result-returned"} <= {*kinds}


@pytest.mark.parametrize(
    ("hours", "registered"),
    [
        pytest.param(6, "05 16:30", id="filed at three: the same day"),
        pytest.param(7, "06 10:00", id="filed at four: the next day"),
        pytest.param(9, "06 10:30", id="filed after hours: received on the next day, and registered"),
    ],
)
async def test_after_three_a_birth_is_registered_on_the_next_working_day(
    slow_commune: Commune, khoi: Example, hours: int, registered: str
) -> None:
    await slow_commune.advance(hours=hours)
    filed = await slow_commune.send(khoi())
    await slow_commune.advance(days=1)

    dossier = await slow_commune.look_at(filed.name)
    assert dossier.step == DOSSIER_STEP_AWAIT_CARD
    assert history(dossier)[-1] == ("IN_PROCESS", registered)
    assert dossier.birth_record.registration_date == dossier.registration_due_date


@pytest.mark.parametrize("start", [date(2022, 1, 5), date(2023, 7, 3), date(2024, 7, 1)])
async def test_who_takes_their_time_is_never_late(open_commune: OpenCommune, khoi: Example, start: date) -> None:
    async with open_commune(start=start, pace=PACE_REALISTIC) as commune:
        filed = await commune.send(khoi(in_year=start.year))
        fired = await commune.advance(days=30)
        dossier = await commune.look_at(filed.name)

    finished = moment_of(dossier.status_history[-1].time, "time").date()
    assert fired == ["desk-ready", "desk-ready", "card-desk", "result-handed-over"]
    assert finished <= date(dossier.due_date.year, dossier.due_date.month, dossier.due_date.day)


async def test_the_reception_sends_back_what_is_not_confirmed(slow_commune: Commune, khoi: Example) -> None:
    filed = await slow_commune.send(khoi(**WRONG))
    await slow_commune.advance(minutes=30)
    returned = await slow_commune.look_at(filed.name)

    assert (returned.state, history(returned)[-1]) == (DOSSIER_STATE_RETURNED, ("SUPPLEMENT_REQUESTED", "05 09:30"))
    again = await slow_commune.send_supplement(returned, khoi())
    assert (again.step, moment(again.waits_until_time)) == (DOSSIER_STEP_RECEIVE, "05 10:00")
    await slow_commune.advance(days=3)
    assert (await slow_commune.look_at(filed.name)).state == DOSSIER_STATE_CARD_ISSUED


@pytest.mark.parametrize(
    ("minutes", "step"),
    [
        pytest.param(0, DOSSIER_STEP_RECEIVE, id="at the reception"),
        pytest.param(30, DOSSIER_STEP_REGISTER, id="at the registrar's"),
    ],
)
async def test_a_dossier_is_withdrawn_at_any_desk_before_registration(
    slow_commune: Commune, khoi: Example, minutes: int, step: int
) -> None:
    filed = await slow_commune.send(khoi())
    await slow_commune.advance(minutes=minutes)
    assert (await slow_commune.look_at(filed.name)).step == step

    assert (await slow_commune.withdraw(filed)).state == DOSSIER_STATE_WITHDRAWN
    assert await slow_commune.advance(days=60) == []
    assert (await slow_commune.send(khoi())).state == DOSSIER_STATE_IN_PROCESS


async def test_a_dossier_whose_card_is_awaited_is_not_withdrawn(
    slow_commune: Commune, khoi: Example, refusal: Refusing
) -> None:
    filed = await slow_commune.send(khoi())
    await slow_commune.advance(minutes=90)
    assert (await slow_commune.look_at(filed.name)).step == DOSSIER_STEP_AWAIT_CARD

    assert (await refusal(slow_commune.withdraw(filed))).reason == "BIRTH_REGISTERED"


async def test_a_public_notice_begins_at_once_and_the_registrar_follows_it(slow_commune: Commune, born: Born) -> None:
    filed = await slow_commune.send(born("Mai Hoài An", nksLoaiKhaiSinh="5"))

    assert (filed.step, moment(filed.waits_until_time)) == (DOSSIER_STEP_PUBLIC_NOTICE, "12 09:00")
    assert await slow_commune.advance(days=9) == [
        *("public-notice-ends", "desk-ready", "card-desk", "result-handed-over"),
    ]
    assert history(await slow_commune.look_at(filed.name))[-3:] == [
        ("IN_PROCESS", "12 10:00"),
        ("FINISHED", "13 10:00"),
        ("RESULT_RETURNED", "13 10:30"),
    ]


async def test_a_weekend_is_no_time_of_the_desks(slow_commune: Commune, khoi: Example) -> None:
    await slow_commune.advance(days=2, hours=7, minutes=30)  # Friday at half past four
    filed = await slow_commune.send(khoi())
    await slow_commune.advance(days=5)

    assert history(await slow_commune.look_at(filed.name))[1:] == [
        ("ACCEPTED", "07 17:00"),
        ("IN_PROCESS", "07 17:00"),
        ("IN_PROCESS", "10 10:00"),
        ("FINISHED", "11 10:00"),
        ("RESULT_RETURNED", "11 10:30"),
    ]


async def test_a_card_that_is_refused_is_refused_when_the_desk_comes_to_it(
    slow_commune: Commune, khoi: Example
) -> None:
    filed = await slow_commune.send(khoi(nksNgaySinh="30/09/2015", ngayCapGCS=...))
    await slow_commune.advance(days=2)

    refused = await slow_commune.look_at(filed.name)
    assert (refused.state, refused.refusal.reason) == (DOSSIER_STATE_REFUSED, "CHILD_TOO_OLD_FOR_CARD")
    assert history(refused)[-1] == ("STOPPED", "06 10:30")


async def test_a_world_tells_its_pace(slow_commune: Commune) -> None:
    world = await slow_commune.client.worlds.GetWorld(GetWorldRequest(name=f"worlds/{slow_commune.world}"))

    assert world.recipe.pace == PACE_REALISTIC
    assert moment_of(world.clock.now, "now") == datetime(2022, 1, 5, 9, tzinfo=HANOI)
