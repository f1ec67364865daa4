"""Three in the morning, and nobody answers at insurance."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
from tests.patients import papers_of

from lienthong_emulator.testing import World

THREE_AT_NIGHT = datetime(2022, 1, 6, 3, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


async def test_who_comes_during_an_outage_is_looked_after_and_asked_about_in_the_morning(
    hospital: httpx.AsyncClient, lienthong_world: World
) -> None:
    lienthong_world.advance(to=THREE_AT_NIGHT)
    lienthong_world.take_down("insurance", hours=2)
    people = lienthong_world.people

    came = [await hospital.post("/arrivals", json=papers_of(who)) for who in (people.mother(), people["thi-sen"])]
    assert [one.json()["admission"] for one in came] == ["later", "later"]
    assert (await hospital.post("/arrivals/check-again")).json() == []

    lienthong_world.advance(hours=2)
    told = (await hospital.post("/arrivals/check-again")).json()

    assert [(one["number"], one["code"], one["admission"]) for one in told] == [
        (1, "000", "insured"),
        (2, "124", "pays"),
    ]
    assert (await hospital.post("/arrivals/check-again")).json() == []


async def test_what_cannot_be_read_is_found_out_after_the_outage_and_holds_up_nobody(
    grpc_hospital: httpx.AsyncClient, lienthong_world: World
) -> None:
    lienthong_world.take_down("insurance", hours=1)
    lan = lienthong_world.people.mother()
    for papers in (papers_of(lan, birth="1993-02-30"), papers_of(lan)):
        await grpc_hospital.post("/arrivals", json=papers)

    lienthong_world.advance(hours=1)
    told = (await grpc_hospital.post("/arrivals/check-again")).json()

    assert [(one["code"], one["admission"]) for one in told] == [("", "clarify"), ("000", "insured")]


async def test_a_stumble_is_not_seen_at_the_desk(grpc_hospital: httpx.AsyncClient, lienthong_world: World) -> None:
    lienthong_world.fail("insurance", times=2, method="CheckCard")

    came = await grpc_hospital.post("/arrivals", json=papers_of(lienthong_world.people.mother()))

    assert came.json()["admission"] == "insured"
    assert [(fault.met, fault.times) for fault in lienthong_world.faults] == [(2, 2)]
    lienthong_world.expect_calls("CheckCard", times=3, caller="facilities/01999")


async def test_a_lost_answer_does_not_enter_anybody_twice(
    grpc_hospital: httpx.AsyncClient, lienthong_world: World
) -> None:
    lienthong_world.lose_reply("insurance", method="CheckCard")

    came = await grpc_hospital.post("/arrivals", json=papers_of(lienthong_world.people.mother()))

    assert (came.json()["number"], came.json()["admission"]) == (1, "insured")
    assert (await grpc_hospital.get("/arrivals/2")).status_code == 404
