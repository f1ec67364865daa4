"""Amendments of births that cannot be are refused at once, or end refused; the book stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.journeys.amending import HUNG, HUNG_HIMSELF, LAN, LAN_HERSELF, LANS_DAUGHTER, Registrar, parent

from lienthong.justice.v1.birth_amendment_service_pb2 import (
    AMENDMENT_KIND_ADOPTION,
    AMENDMENT_KIND_RECOGNITION,
    AMENDMENT_STATE_REFUSED,
    BirthFields,
    ChangeParentsRequest,
    CorrectBirthRequest,
)
from lienthong.justice.v1.birth_dossier_pb2 import BirthDossier
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_pb2 import SEX_MALE
from lienthong_emulator.people.by_hand.personas import personas

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def registrar(commune: Commune) -> Registrar:
    return Registrar(commune)


@pytest_asyncio.fixture(loop_scope="session")
async def boy(commune: Commune, khoi: Example) -> BirthDossier:
    """Khôi, born on 28/12/2021, with his card."""
    ended = await commune.file(khoi())
    await commune.settle()
    return ended


async def test_an_adopter_who_is_not_confirmed_changes_nothing(registrar: Registrar, boy: BirthDossier) -> None:
    number, before = boy.birth_record.personal_number, await registrar.entry(boy.birth_record.personal_number)
    refused = await registrar.adopt(number, father=parent("Trần Văn Hưng", HUNG_HIMSELF[1], HUNG))

    assert (refused.state, refused.refusal.reason) == (AMENDMENT_STATE_REFUSED, "PARENT_NOT_CONFIRMED")
    assert refused.refusal.field == "father.full_name"
    assert await registrar.entry(number) == before


async def test_an_adopter_whom_nobody_knows_changes_nothing(registrar: Registrar, boy: BirthDossier) -> None:
    refused = await registrar.adopt(
        boy.birth_record.personal_number, father=parent("Trần Văn Hùng", HUNG_HIMSELF[1], "901090999999")
    )

    assert (refused.state, refused.refusal.reason) == (AMENDMENT_STATE_REFUSED, "PARENT_NOT_FOUND")


@pytest.mark.parametrize(
    "who", [pytest.param("van-khoa", id="dead for everybody"), pytest.param("van-ut", id="dead in the book alone")]
)
async def test_who_died_adopts_nobody(registrar: Registrar, boy: BirthDossier, who: str) -> None:
    dead = personas(2021)[who]
    born = Date(year=dead.birth.year, month=dead.birth.month, day=dead.birth.day)
    adopter = parent(dead.full_name, born, dead.personal_number)
    refused = await registrar.adopt(boy.birth_record.personal_number, father=adopter)

    assert (refused.state, refused.refusal.reason) == (AMENDMENT_STATE_REFUSED, "ADOPTER_DECEASED")
    assert refused.refusal.field == "father"


@pytest.mark.parametrize(
    ("values", "reason", "field"),
    [
        pytest.param({}, "FIELD_REQUIRED", "values", id="nothing"),
        pytest.param({"full_name": "..."}, "INVALID_REQUEST", "values.full_name", id="no letter"),
        pytest.param(
            {"birth_date": Date(year=2021, month=2, day=29)}, "IMPOSSIBLE_DATE", "values.birth_date", id="no day"
        ),
        pytest.param(
            {"birth_date": Date(year=2022, month=1, day=6)}, "DATE_IN_FUTURE", "values.birth_date", id="tomorrow"
        ),
        pytest.param({"full_name": "Trần Bảo Ngọc"}, "ENTRY_UNCHANGED", "", id="what stands there"),
        pytest.param({"sex": 3}, "INVALID_REQUEST", "values.sex", id="a sex that has no number"),
    ],
)
async def test_a_correction_that_cannot_be_is_refused(
    registrar: Registrar, refusal: Refusing, values: dict[str, Any], reason: str, field: str
) -> None:
    no = await refusal(registrar.send_correction(LANS_DAUGHTER, **values))

    assert (no.reason, no.field or "") == (reason, field)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        pytest.param("901319999999", "BIRTH_NOT_REGISTERED", id="nobody"),
        pytest.param("", "MALFORMED_NUMBER", id="no number"),
    ],
)
async def test_who_stands_in_no_book_cannot_be_amended(
    registrar: Registrar, refusal: Refusing, number: str, reason: str
) -> None:
    for call in (registrar.send_correction(number, sex=SEX_MALE), registrar.amendments(number)):
        assert (await refusal(call)).reason == reason


@pytest.mark.parametrize(
    ("told", "reason", "field"),
    [
        pytest.param({}, "FIELD_REQUIRED", "mother", id="nobody"),
        pytest.param(
            {"father": parent(*HUNG_HIMSELF, LAN)}, "NUMBER_CONTRADICTS_SEX", "father.personal_number", id="she"
        ),
        pytest.param({"mother": parent(*LAN_HERSELF)}, "FIELD_REQUIRED", "mother.personal_number", id="no number"),
        pytest.param(
            {"mother": parent("Nguyễn Thị Lan", Date(year=2021), LAN)},
            "PARENT_NOT_OLDER",
            "mother.birth_date",
            id="young",
        ),
        pytest.param(
            {"mother": parent("---", LAN_HERSELF[1], LAN)}, "INVALID_REQUEST", "mother.full_name", id="no name"
        ),
    ],
)
async def test_parents_who_cannot_be_are_refused(
    registrar: Registrar, refusal: Refusing, told: dict[str, Any], reason: str, field: str
) -> None:
    no = await refusal(registrar.send_parents(LANS_DAUGHTER, AMENDMENT_KIND_ADOPTION, **told))

    assert (no.reason, no.field) == (reason, field)


async def test_recognition_does_not_put_a_parent_in_anothers_place(registrar: Registrar, refusal: Refusing) -> None:
    told = {"father": parent(*HUNG_HIMSELF, HUNG)}
    no = await refusal(registrar.send_parents(LANS_DAUGHTER, AMENDMENT_KIND_RECOGNITION, **told))

    assert (no.reason, no.field) == ("PARENT_IS_RECORDED", "father")


async def test_an_amendment_that_there_is_not(registrar: Registrar, refusal: Refusing) -> None:
    assert (await refusal(registrar.look_at("birthAmendments/nothing"))).reason == "AMENDMENT_NOT_FOUND"


@pytest.mark.parametrize("caller", ["", "citizens/a", "facilities/01001", "agencies/tax", "communesque/1"])
async def test_nobody_but_communes_and_portals_has_an_entry_amended(
    commune: Commune, refusal: Refusing, caller: str
) -> None:
    births = commune.client.birth_amendments
    daughter = IdentityNumber(value=LANS_DAUGHTER)
    corrected = CorrectBirthRequest(identity_number=daughter, values=BirthFields(full_name="Trần Bảo Ngân"))
    adopted = ChangeParentsRequest(
        identity_number=daughter,
        kind=AMENDMENT_KIND_ADOPTION,
        father=parent("Trần Văn Hưng", HUNG_HIMSELF[1], HUNG),
    )
    labelled = (("lienthong-caller", caller),)
    for call in (
        births.CorrectBirth(corrected, metadata=labelled),
        births.ChangeParents(adopted, metadata=labelled),
    ):
        assert (await refusal(call)).reason == "ACCESS_NOT_PERMITTED"
