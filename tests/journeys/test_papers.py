"""Numbers and names that cannot be, a child that shows a number, and one that the register holds already."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest

from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_REFUSED, DOSSIER_STATE_RETURNED

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Born, Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_name_is_registered_in_one_form_however_it_was_typed(commune: Commune, khoi: Example) -> None:
    dossier = await commune.file(khoi(nksHoTen=normalize("NFD", "Trần\u00a0Minh\u3000 Khôi ")))

    assert dossier.birth_record.full_name == "Trần Minh Khôi"
    assert (await commune.citizen("901221900000")).full_name == "Trần Minh Khôi"


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        pytest.param(
            {"meSoGiayToTuyThan": "901193000099"}, "NUMBERS_DIFFER", "declaration.mother.paper.number", id="two numbers"
        ),
        pytest.param(
            {"nycLoaiGiayToTuyThan": "1"}, "MALFORMED_NUMBER", "declaration.applicant.paper.number", id="no CMND"
        ),
        pytest.param(
            {"meNgaySinh": "1700"}, "IMPOSSIBLE_DATE", "declaration.mother.birth_date", id="a birth date of no register"
        ),
    ],
)
async def test_a_paper_that_contradicts_is_refused(
    commune: Commune, khoi: Example, refusal: Refusing, changes: dict[str, str], reason: str, field: str
) -> None:
    no = await refusal(commune.file(khoi(**changes)))

    assert (no.reason, no.field) == (reason, field)
    assert await commune.dossiers() == []


async def test_the_procedure_of_a_death_is_none_of_a_birth(commune: Commune, khoi: Example, refusal: Refusing) -> None:
    request = commune.request(khoi())
    request.procedure_code = "1.011537"
    no = await refusal(commune.client.civil_status.FileBirthDossier(request))

    assert (no.reason, no.field) == ("PROCEDURE_NOT_FOUND", "procedure_code")


async def test_a_child_that_population_holds_is_not_registered_a_second_time(commune: Commune, born: Born) -> None:
    """Vũ Minh Quân, born in 2016; his parents file as if he had never been registered."""
    said = {"nksNgaySinh": "10/02/2016", "nksGioiTinh": "1"}
    dossier = await commune.file(born("Vũ Minh Quân", "thu-thuy", "son", **said))

    assert (dossier.state, dossier.refusal.reason) == (DOSSIER_STATE_REFUSED, "CHILD_ALREADY_REGISTERED")
    assert not dossier.HasField("birth_record")


async def test_a_child_that_shows_the_number_of_another_is_sent_back(commune: Commune, born: Born) -> None:
    said = {"nksNgaySinh": "10/02/2016", "nksLoaiGiayToTuyThan": "4", "nksSoGiayToTuyThan": "901216000112"}
    dossier = await commune.file(born("Vũ Minh Khang", "thu-thuy", "son", nksGioiTinh="1", loaiDangKy="2", **said))

    assert (dossier.state, dossier.refusal.reason) == (DOSSIER_STATE_RETURNED, "CHILD_NOT_CONFIRMED")
    assert dossier.refusal.field == "declaration.child.paper.number"
