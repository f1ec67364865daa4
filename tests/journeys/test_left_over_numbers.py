"""A personal number may be issued for a birth that is not registered then: it is the child's all the same, later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lienthong.control.v1.world_service_pb2 import GetWorldRequest
from lienthong.justice.v1.birth_dossier_pb2 import (
    DOSSIER_STATE_CARD_ISSUED,
    DOSSIER_STATE_RETURNED,
    BirthDossier,
)
from lienthong_emulator.justice.civil_status.convert import declaration_from_proto
from lienthong_emulator.justice.civil_status.questions import number_request
from lienthong_emulator.runtime.ids import derived_uuid

if TYPE_CHECKING:
    from journeys.conftest import Born, Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

WRONG_MOTHER = {"meHoTen": "Nguyễn Thị Lam"}
ELSEWHERE = {"nksQueQuan": {"maTinh": "79", "maHuyen": "760", "maXa": "26734"}}
QUAN: dict[str, Any] = {"nksNgaySinh": "10/02/2016", "nksGioiTinh": "1"}
"""Vũ Minh Quân, born in 2016: population has held him from the beginning."""


async def ask_for_number(commune: Commune, dossier: BirthDossier) -> str:
    """Ask as justice does in the dossier's first round: it fell silent before it could register the birth."""
    key = f"{dossier.name.removeprefix('birthDossiers/')}/1"
    world = await commune.client.worlds.GetWorld(GetWorldRequest(name=f"worlds/{commune.world}"))
    request_id = derived_uuid(world.recipe.seed, "justice", "number", key)
    request = number_request(declaration_from_proto(dossier.declaration), request_id)
    async with commune.house.client(world=commune.world, caller="agencies/justice") as justice:
        return (await justice.citizens.IssuePersonalNumber(request)).citizen.personal_number


@pytest.mark.parametrize("said", [pytest.param({}, id="said again"), pytest.param(ELSEWHERE, id="said otherwise")])
async def test_a_number_that_a_withdrawn_dossier_left_over_is_the_childs(
    commune: Commune, khoi: Example, said: dict[str, Any]
) -> None:
    returned = await commune.file(khoi(**WRONG_MOTHER))
    number = await ask_for_number(commune, returned)
    await commune.withdraw(returned)
    ended = await commune.file(khoi(**said))

    assert (ended.state, ended.birth_record.personal_number) == (DOSSIER_STATE_CARD_ISSUED, number)


@pytest.mark.parametrize("said", [pytest.param({}, id="said again"), pytest.param(ELSEWHERE, id="said otherwise")])
async def test_a_number_of_an_earlier_round_is_the_childs(
    commune: Commune, khoi: Example, said: dict[str, Any]
) -> None:
    returned = await commune.file(khoi(**WRONG_MOTHER))
    number = await ask_for_number(commune, returned)
    ended = await commune.supplement(returned, khoi(**said))

    assert (ended.state, ended.birth_record.personal_number) == (DOSSIER_STATE_CARD_ISSUED, number)


async def test_a_child_of_the_register_is_not_born_again_by_withdrawing(commune: Commune, born: Born) -> None:
    quan = born("Vũ Minh Quân", "thu-thuy", "son", **QUAN)
    quan["hoTich"] |= WRONG_MOTHER
    returned = await commune.file(quan)
    assert returned.state == DOSSIER_STATE_RETURNED
    await ask_for_number(commune, returned)  # it is held already
    await commune.withdraw(returned)
    refused = [await commune.file(born("Vũ Minh Quân", "thu-thuy", "son", **QUAN)) for _ in range(2)]

    assert [dossier.refusal.reason for dossier in refused] == ["CHILD_ALREADY_REGISTERED"] * 2
