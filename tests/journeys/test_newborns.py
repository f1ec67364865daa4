"""A newborn whom insurance knows by a hospital's temporary card is the child whose birth is registered later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google.type.date_pb2 import Date
from tests.facility_files import CLAIM, birth_table, claim, submitted, summary

from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest
from lienthong.justice.v1.birth_dossier_pb2 import (
    DOSSIER_STATE_CARD_ISSUED,
    DOSSIER_STATE_REFUSED,
    DOSSIER_STATE_RETURNED,
)

if TYPE_CHECKING:
    from journeys.conftest import Born, Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEMPORARY = "TE1010121000313"
"""Of the persona `newborn`, the son of Hạnh."""
HIS = {"nksNgaySinh": "30/12/2021", "nksGioiTinh": "1", "maTheTam": TEMPORARY}


async def code(commune: Commune, name: str) -> str:
    born = Date(year=2021, month=12, day=30)
    presented = CheckCardRequest(card_number=TEMPORARY, full_name=name, birth_date=born)
    return (await commune.client.cards.CheckCard(presented)).code


async def test_the_final_card_keeps_the_digits_and_is_in_the_childs_own_name(commune: Commune, born: Born) -> None:
    before = await code(commune, "Vi Thị Hạnh")
    dossier = await commune.file(born("Vi Gia Hưng", "thi-hanh", **HIS))
    child = await commune.participant(dossier.card.social_insurance_number)

    assert (before, dossier.card.card_number) == ("000", TEMPORARY)
    assert child.basic.full_name == "Vi Gia Hưng"
    assert [card.card_number for card in child.health_insurance.past_cards] == [TEMPORARY]
    assert await code(commune, "Vi Gia Hưng") == "000"
    assert await code(commune, "Vi Thị Hạnh") == "060"


async def test_the_same_holds_where_the_notice_alone_tells_of_the_card(commune: Commune, born: Born) -> None:
    notice = {"SO": "GCS.01019.2021.000077", "NGAY_SINH_CON": "202112300415", "MA_THE_TAM": TEMPORARY}
    async with commune.house.client(world=commune.world, caller="facilities/01019") as hospital:
        await submitted(hospital, CLAIM, claim(summary() + birth_table(**notice)))
    his = {**HIS, "maGCS": notice["SO"], "maTheTam": ...}
    dossier = await commune.file(born("Vi Gia Hưng", "thi-hanh", **his))

    assert dossier.card.card_number == TEMPORARY


async def die(commune: Commune) -> None:
    """The hospital tells of the newborn's death."""
    died = summary(MA_THE_BHYT=TEMPORARY, HO_TEN="Vi Thị Hạnh", NGAY_SINH="202112300415", KET_QUA_DTRI="5")
    async with commune.house.client(world=commune.world, caller="facilities/01019") as hospital:
        await submitted(hospital, CLAIM, claim(died))


async def test_who_died_in_the_hospital_gets_no_card_in_the_own_name(commune: Commune, born: Born) -> None:
    """The birth is registered all the same."""
    await die(commune)
    dossier = await commune.file(born("Vi Gia Hưng", "thi-hanh", **HIS))

    assert (dossier.state, dossier.refusal.reason) == (DOSSIER_STATE_REFUSED, "CHILD_DECEASED")
    assert dossier.birth_record.personal_number
    assert await code(commune, "Vi Thị Hạnh") == "110"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"nksNgaySinh": "31/12/2021"}, id="of another day"),
        pytest.param({"nksGioiTinh": "2"}, id="a girl"),
    ],
)
async def test_the_digits_are_not_for_another_child(commune: Commune, born: Born, changes: dict[str, str]) -> None:
    dossier = await commune.file(born("Vi Gia Hưng", "thi-hanh", **{**HIS, **changes}))

    assert (dossier.state, dossier.refusal.reason) == (DOSSIER_STATE_RETURNED, "TEMPORARY_CARD_NOT_USABLE")


async def test_who_died_gets_no_card_where_the_family_names_no_temporary_one(commune: Commune, born: Born) -> None:
    """The birth is registered; which newborn it was, the family has to say."""
    await die(commune)
    unnamed = await commune.file(born("Vi Gia Hưng", "thi-hanh", **{**HIS, "maTheTam": ...}))
    named = await commune.supplement(unnamed, born("Vi Gia Hưng", "thi-hanh", **HIS))

    assert (unnamed.state, unnamed.refusal.reason) == (DOSSIER_STATE_RETURNED, "TEMPORARY_CARD_NOT_NAMED")
    assert unnamed.refusal.field == "declaration.health_insurance.temporary_card"
    assert unnamed.birth_record.personal_number
    assert (named.state, named.refusal.reason) == (DOSSIER_STATE_REFUSED, "CHILD_DECEASED")


async def test_a_living_twin_is_enrolled_with_its_own_temporary_card(commune: Commune, born: Born) -> None:
    await die(commune)
    twin = await commune.file(born("Vi Gia Phúc", "thi-hanh", **{**HIS, "maTheTam": "TE1010121000999"}))

    assert twin.card.card_number == "TE1010121000999"


async def test_a_sister_of_who_died_is_another_child(commune: Commune, born: Born) -> None:
    await die(commune)
    sister = await commune.file(born("Vi Thị Hoa", "thi-hanh", **{**HIS, "nksGioiTinh": "2", "maTheTam": ...}))

    assert sister.state == DOSSIER_STATE_CARD_ISSUED


async def test_who_is_left_when_the_family_has_named_who_died_needs_no_temporary_card(
    commune: Commune, born: Born
) -> None:
    await die(commune)
    named = await commune.file(born("Vi Gia Hưng", "thi-hanh", **HIS))
    twin = await commune.file(born("Vi Gia Phúc", "thi-hanh", **{**HIS, "maTheTam": ...}))

    assert named.refusal.reason == "CHILD_DECEASED"
    assert twin.state == DOSSIER_STATE_CARD_ISSUED
