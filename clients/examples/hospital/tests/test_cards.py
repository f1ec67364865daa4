"""Who is insured, who pays, and who is asked once more."""

from __future__ import annotations

import httpx
import pytest
from tests.patients import papers_of

from lienthong_emulator.testing import World

PERSONAS = [
    ("lan", "000", "insured"),
    ("bao-ngoc", "000", "insured"),
    ("hoa", "000", "insured"),
    ("quang-vinh", "001", "insured"),
    ("minh-hai", "002", "insured"),
    ("thanh-tung", "010", "pays"),
    ("thi-nga", "110", "pays"),
    ("thi-chin", "110", "pays"),
    ("van-manh", "120", "pays"),
    ("van-dung", "121", "pays"),
    ("thi-phuong", "122", "pays"),
    ("thi-sen", "124", "pays"),
    ("be-na", "130", "clarify"),
]
OLD_CARDS = [("ngoc-lan", "004", "insured"), ("quoc-bao", "003", "pays"), ("huu-phuoc", "123", "pays")]
MISTYPED = [
    ({"card_number": "GD4010199999999"}, "050"),
    ({"card_number": "901901901"}, "051"),
    ({"card_number": "GD4000109000301"}, "052"),
    ({"card_number": "GD7010109000301"}, "053"),
    ({"full_name": "Lê Văn Tám"}, "060"),
    ({"full_name": "Nguyễn Thị Liên"}, "061"),
    ({"birth": "1993-05-18"}, "070"),
]


@pytest.mark.parametrize(("key", "code", "admission"), PERSONAS)
async def test_everybody_is_received_as_their_card_says(
    hospital: httpx.AsyncClient, lienthong_world: World, key: str, code: str, admission: str
) -> None:
    came = (await hospital.post("/arrivals", json=papers_of(lienthong_world.people[key]))).json()

    assert (came["code"], came["admission"]) == (code, admission)
    assert came["sentence"]


@pytest.mark.parametrize(("key", "code", "admission"), OLD_CARDS)
async def test_an_old_card_says_what_became_of_it(
    hospital: httpx.AsyncClient, lienthong_world: World, key: str, code: str, admission: str
) -> None:
    person = lienthong_world.people[key]
    came = await hospital.post("/arrivals", json=papers_of(person, card_number=person.past_cards[0].card_number))

    assert (came.json()["code"], came.json()["admission"]) == (code, admission)


@pytest.mark.parametrize(("changed", "code"), MISTYPED, ids=[code for _, code in MISTYPED])
async def test_what_is_mistyped_is_asked_once_more(
    hospital: httpx.AsyncClient, lienthong_world: World, changed: dict[str, str], code: str
) -> None:
    papers = papers_of(lienthong_world.people.mother(), **changed)
    came = (await hospital.post("/arrivals", json=papers)).json()

    assert (came["code"], came["admission"]) == (code, "clarify")


@pytest.mark.parametrize("birth", ["1993-02-30", "yesterday"])
async def test_a_date_that_is_none_is_refused_and_nobody_is_entered(
    grpc_hospital: httpx.AsyncClient, lienthong_world: World, birth: str
) -> None:
    answer = await grpc_hospital.post("/arrivals", json=papers_of(lienthong_world.people.mother(), birth=birth))

    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert (await grpc_hospital.get("/arrivals/1")).status_code == 404


async def test_a_card_is_asked_about_once(hospital: httpx.AsyncClient, lienthong_world: World) -> None:
    papers = papers_of(lienthong_world.people.pensioner())
    await hospital.post("/arrivals", json=papers)
    await hospital.get("/arrivals/1")

    lienthong_world.expect_calls(
        "CheckCard",
        times=1,
        caller="facilities/01999",
        card_number=papers["card_number"],
        full_name=papers["full_name"],
    )
