"""Who may look through the papers of others at justice: whoever may see basic data by right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.journeys.amending import Registrar
from tests.journeys.mourning import Mourning, declaration_of
from tests.journeys.quiet import quiet

from lienthong.justice.v1.birth_amendment_service_pb2 import ListBirthAmendmentsRequest
from lienthong.justice.v1.civil_status_service_pb2 import ListBirthDossiersRequest, PollBirthDossiersRequest
from lienthong.justice.v1.death_service_pb2 import GetDeathDossierRequest, ListDeathDossiersRequest
from lienthong.justice.v1.register_service_pb2 import GetCivilStatusRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

__all__ = ["quiet"]

LAN = IdentityNumber(value="901193000017")
CALLS: list[tuple[str, str, Any]] = [
    ("civil_status", "ListBirthDossiers", ListBirthDossiersRequest()),
    ("civil_status", "PollBirthDossiers", PollBirthDossiersRequest(dossier_ids=["G22.99-220105-0001"])),
    ("deaths", "ListDeathDossiers", ListDeathDossiersRequest()),
    ("birth_amendments", "ListBirthAmendments", ListBirthAmendmentsRequest(identity_number=LAN)),
    ("registers", "GetCivilStatus", GetCivilStatusRequest(identity_number=LAN)),
]
EVERY_CALL = pytest.mark.parametrize(("stub", "method", "request_"), CALLS, ids=[call[1] for call in CALLS])


async def asked(commune: Commune, stub: str, method: str, request: Any, caller: str, purpose: str = "") -> Any:
    metadata = (("lienthong-caller", caller), ("lienthong-purpose", purpose))
    async with commune.house.client(world=commune.world) as client:
        return await getattr(getattr(client, stub), method)(request, metadata=metadata)


@EVERY_CALL
@pytest.mark.parametrize("caller", ["", "employers/0100100015", "facilities/01019", "citizens/somebody"])
async def test_who_sees_no_basic_data_by_right_looks_through_nothing(
    quiet: Commune, refusal: Refusing, stub: str, method: str, request_: Any, caller: str
) -> None:
    no = await refusal(asked(quiet, stub, method, request_, caller))

    assert no.reason == "ACCESS_NOT_PERMITTED"


@EVERY_CALL
async def test_nor_does_who_has_no_such_purpose(
    quiet: Commune, refusal: Refusing, stub: str, method: str, request_: Any
) -> None:
    no = await refusal(asked(quiet, stub, method, request_, "communes/00166", purpose="curiosity"))

    assert no.reason == "PURPOSE_NOT_PERMITTED"


@EVERY_CALL
@pytest.mark.parametrize("caller", ["communes/00166", "portals/one-stop", "agencies/tax"])
async def test_offices_may(quiet: Commune, stub: str, method: str, request_: Any, caller: str) -> None:
    assert (await asked(quiet, stub, method, request_, caller)).IsInitialized()


async def test_a_family_follows_its_dossier_by_the_name_that_it_was_given(commune: Commune) -> None:
    filed = await Mourning(commune).send(declaration_of("van-loc"))
    found = await asked(commune, "deaths", "GetDeathDossier", GetDeathDossierRequest(name=filed.name), caller="")

    assert found.name == filed.name


async def test_a_portal_sees_nothing_of_what_came_through_another(commune: Commune, khoi: Example) -> None:
    """Ours filed all of it; an office sees it too."""
    dossier = await commune.file(khoi())
    await Mourning(commune).file(declaration_of("van-loc"), linked="G23.01-220105-0001")
    await Registrar(commune).correct("901319000101", full_name="Trần Bảo Ngọc Anh")
    ours, others, office = [
        [await listed(commune, call, caller) for call in WHAT_CAME_IN]
        for caller in ("portals/one-stop", "portals/ha-noi", "communes/00166")
    ]
    poll = PollBirthDossiersRequest(dossier_ids=[dossier.linked_dossier_id])
    (told,) = (await asked(commune, "civil_status", "PollBirthDossiers", poll, "portals/ha-noi")).dossiers

    assert (ours, others, office) == ([1, 1, 1], [0, 0, 0], [1, 1, 1])
    assert (told.error.reason, told.HasField("dossier")) == ("DOSSIER_NOT_FOUND", False)


WHAT_CAME_IN = (
    ("civil_status", "ListBirthDossiers", ListBirthDossiersRequest(), "dossiers"),
    ("deaths", "ListDeathDossiers", ListDeathDossiersRequest(), "dossiers"),
    (
        "birth_amendments",
        "ListBirthAmendments",
        ListBirthAmendmentsRequest(identity_number=IdentityNumber(value="901319000101")),
        "amendments",
    ),
)


async def listed(commune: Commune, call: tuple[str, str, Any, str], caller: str) -> int:
    stub, method, request, field = call
    return len(getattr(await asked(commune, stub, method, request, caller), field))
