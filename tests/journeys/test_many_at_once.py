"""Many desks file at the same moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc
import pytest

from lienthong.refusals import reason_of

if TYPE_CHECKING:
    from journeys.conftest import Born, Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

DESKS = 20
REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c005"
NAMES = [
    f"Trần {first} {second}"
    for first in ("Minh", "Gia", "Bảo", "Thanh")
    for second in ("An", "Ân", "Anh", "Ánh", "Ảnh")
]


async def test_no_number_is_given_twice_and_none_is_left_out(commune: Commune, born: Born) -> None:
    ended = await asyncio.gather(*(commune.file(born(name, "lan", "hung")) for name in NAMES))

    counted = range(DESKS)
    assert {dossier.birth_record.personal_number for dossier in ended} == {f"901322{900_000 + n}" for n in counted}
    assert {dossier.birth_record.number for dossier in ended} == {f"{n + 1}/2022" for n in counted}
    assert {dossier.card.card_number for dossier in ended} == {f"TE1010122{900_000 + n}" for n in counted}
    assert {member.full_name for member in (await commune.household("0199000001")).members} >= set(NAMES)


async def test_one_dossier_filed_by_many_is_taken_once(commune: Commune, khoi: Example) -> None:
    answers = await asyncio.gather(*(commune.send(khoi()) for _ in range(DESKS)), return_exceptions=True)

    refusals = [reason_of(answer) for answer in answers if isinstance(answer, grpc.RpcError)]
    assert refusals == ["DOSSIER_ALREADY_FILED"] * (DESKS - 1)
    assert len(await commune.dossiers()) == 1


async def test_one_request_made_by_many_has_one_answer(commune: Commune, khoi: Example) -> None:
    answers = await asyncio.gather(*(commune.send(khoi(), REQUEST_ID) for _ in range(DESKS)))

    assert answers == [answers[0]] * DESKS
    assert len(await commune.dossiers()) == 1
