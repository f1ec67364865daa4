"""A birth is declared once: what stops a second dossier, and the exceptions that the law foresees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from lienthong.justice.v1.birth_declaration_pb2 import REGISTRATION_KIND_AGAIN
from lienthong.justice.v1.birth_dossier_pb2 import (
    DOSSIER_STATE_CARD_ISSUED,
    DOSSIER_STATE_REFUSED,
    DOSSIER_STATE_RETURNED,
    BirthDossier,
)
from lienthong_emulator.linked_procedure import result_of

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Born, Commune, Dossier, Example
    from lienthong.refusals import Refused

pytestmark = pytest.mark.asyncio(loop_scope="session")

AGAIN = "2"
KHOIS_DOSSIER = "G22.99-220105-0001"
REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c001"


def already_there(no: Refused, reason: str, field: str, first_dossier: str) -> bool:
    """A no that names what came first."""
    return (no.code, no.reason, no.field, no.metadata["first_dossier"]) == (
        grpc.StatusCode.ALREADY_EXISTS,
        reason,
        field,
        first_dossier,
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"maHoSoLT": "G22.99-220105-0009"}, id="under another id"),
        pytest.param({"maHoSoLT": ..., "nksHoTen": "Trần Minh Khánh"}, id="for another child"),
    ],
)
async def test_a_birth_notice_serves_one_dossier(
    commune: Commune, khoi: Example, refusal: Refusing, other: dict[str, Any]
) -> None:
    await commune.file(khoi())
    no = await refusal(commune.send(khoi(**other)))

    assert already_there(no, "BIRTH_NOTICE_ALREADY_USED", "declaration.birth_notice.number", KHOIS_DOSSIER)
    assert (await commune.household("0199000001")).members[-1].full_name == "Trần Minh Khôi"
    assert len(await commune.dossiers()) == 1


async def test_births_without_a_notice_do_not_stand_in_each_others_way(commune: Commune, born: Born) -> None:
    first = await commune.file(born("Trần Minh Anh", "lan", "hung"))
    second = await commune.file(born("Trần Minh Ánh", "lan", "hung"))

    assert [first.state, second.state] == [DOSSIER_STATE_CARD_ISSUED] * 2


async def test_a_notice_is_free_again_after_its_dossier_was_withdrawn(commune: Commune, khoi: Example) -> None:
    returned = await commune.file(khoi(meHoTen="Nguyễn Thị Lam"))
    await commune.withdraw(returned)

    assert (await commune.file(khoi())).state == DOSSIER_STATE_CARD_ISSUED


async def test_a_notice_is_free_again_after_its_dossier_was_refused(commune: Commune, khoi: Example) -> None:
    refused = await commune.file(khoi(nksNgaySinh="30/09/2015", ngayCapGCS=...))
    assert refused.state == DOSSIER_STATE_REFUSED

    assert (await commune.file(khoi(nksHoTen="Trần Minh Khánh", maHoSoLT="2"))).state == DOSSIER_STATE_CARD_ISSUED


async def test_a_notice_stays_taken_while_its_dossier_is_with_the_family(
    commune: Commune, khoi: Example, refusal: Refusing
) -> None:
    await commune.file(khoi(meHoTen="Nguyễn Thị Lam"))
    no = await refusal(commune.send(khoi(maHoSoLT="G22.99-220105-0009")))

    assert already_there(no, "BIRTH_NOTICE_ALREADY_USED", "declaration.birth_notice.number", KHOIS_DOSSIER)


@pytest.mark.parametrize(
    "second",
    [
        pytest.param({"maGCS": "GCS.01019.2021.000118"}, id="with another notice"),
        pytest.param({"maGCS": ...}, id="without one"),
        pytest.param({"maGCS": ..., "nksHoTen": "TRẦN MINH KHÔI"}, id="in capitals"),
        pytest.param({"maGCS": ..., "nksGioiTinh": "2"}, id="with another sex"),
    ],
)
async def test_a_child_is_declared_once(
    commune: Commune, khoi: Example, refusal: Refusing, second: dict[str, Any]
) -> None:
    await commune.file(khoi())
    no = await refusal(commune.send(khoi(maHoSoLT="G22.99-220105-0009", **second)))

    assert already_there(no, "BIRTH_ALREADY_DECLARED", "declaration.child.full_name", KHOIS_DOSSIER)


async def test_a_dossier_id_serves_one_dossier(commune: Commune, khoi: Example, born: Born, refusal: Refusing) -> None:
    await commune.file(khoi())
    no = await refusal(commune.send(born("Lê Tuấn Kiệt", "anh-tuan", maHoSoLT=KHOIS_DOSSIER)))

    assert already_there(no, "DOSSIER_ALREADY_FILED", "linked_dossier_id", KHOIS_DOSSIER)


async def test_a_dossier_that_is_filed_twice_is_told_so_and_nothing_of_its_notice(
    commune: Commune, khoi: Example, refusal: Refusing
) -> None:
    await commune.file(khoi())
    no = await refusal(commune.send(khoi()))

    assert already_there(no, "DOSSIER_ALREADY_FILED", "linked_dossier_id", KHOIS_DOSSIER)


async def test_a_returned_dossier_that_is_filed_again_is_supplemented(commune: Commune, khoi: Example) -> None:
    returned = await commune.file(khoi(meHoTen="Nguyễn Thị Lam"))
    again = await commune.file(khoi())

    assert (returned.state, again.state) == (DOSSIER_STATE_RETURNED, DOSSIER_STATE_CARD_ISSUED)
    assert (again.name, again.case_id) == (returned.name, returned.case_id)
    assert again.declaration.mother.full_name == "Nguyễn Thị Lan"


async def test_a_birth_registered_again_keeps_its_number(commune: Commune, khoi: Example) -> None:
    """The same notice is no obstacle; the card is there already."""
    first = await commune.file(khoi())
    again = await commune.file(khoi(loaiDangKy=AGAIN, maHoSoLT="G22.99-220105-0009"))

    assert (again.state, again.refusal.reason) == (DOSSIER_STATE_REFUSED, "CHILD_ALREADY_HAS_CARD")
    assert again.refusal.metadata == {"card_number": first.card.card_number}
    assert result_of(again).personal_number == result_of(first).personal_number
    assert again.birth_record.registration_kind == REGISTRATION_KIND_AGAIN
    assert again.birth_record.number == "2/2022"


async def test_a_child_of_the_register_is_registered_again_under_its_number(commune: Commune, born: Born) -> None:
    """Vũ Minh Quân, born in 2016: population holds him, insurance holds his card."""
    said = {"nksNgaySinh": "10/02/2016", "nksGioiTinh": "1", "nksSoGiayToTuyThan": "901216000112"}
    dossier = await commune.file(
        born("Vũ Minh Quân", "thu-thuy", "son", loaiDangKy=AGAIN, nksLoaiGiayToTuyThan="4", **said)
    )

    assert (dossier.refusal.reason, result_of(dossier).personal_number) == ("CHILD_ALREADY_HAS_CARD", "901216000112")


async def test_a_boy_and_a_girl_of_one_name_are_two_children(commune: Commune, born: Born) -> None:
    girl = born("Cao Bảo An", "my-linh", nksGioiTinh="2", loaiDangKy=AGAIN)
    boy = born("Cao Bảo An", "my-linh", nksGioiTinh="1", loaiDangKy=AGAIN)

    numbers = [result_of(await commune.file(dossier)).personal_number for dossier in (girl, boy)]
    assert numbers == ["979322900000", "979222900000"]


async def test_a_request_that_is_repeated_is_answered_as_the_first_time(commune: Commune, khoi: Example) -> None:
    first, replayed = await _sent(commune, khoi(), REQUEST_ID)
    assert replayed is None
    await commune.follow(first.name)

    assert await _sent(commune, khoi(), REQUEST_ID) == (first, "true")
    assert len(await commune.dossiers()) == 1


async def test_a_request_id_serves_one_request(commune: Commune, khoi: Example, refusal: Refusing) -> None:
    await commune.send(khoi(), REQUEST_ID)
    no = await refusal(commune.send(khoi(nksHoTen="Trần Minh Khánh"), REQUEST_ID))

    assert (no.code, no.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "REQUEST_ID_REUSED")
    assert no.field == "request_id"


async def test_a_request_id_belongs_to_its_caller(commune: Commune, khoi: Example, example: Example) -> None:
    await commune.send(khoi(), REQUEST_ID)
    async with commune.house.client(world=commune.world, caller="hospitals/tu-du") as client:
        other = type(commune)(client, commune.house, commune.world)

        assert (await _sent(other, example(1), REQUEST_ID))[1] is None


async def test_a_request_that_was_refused_may_be_made_again(commune: Commune, khoi: Example, refusal: Refusing) -> None:
    """Only success is remembered."""
    assert (await refusal(commune.send(khoi(maDKBD="01000"), REQUEST_ID))).reason == "FACILITY_NOT_FOUND"

    assert (await _sent(commune, khoi(), REQUEST_ID))[1] is None


async def _sent(commune: Commune, dossier: Dossier, request_id: str) -> tuple[BirthDossier, str | None]:
    """The answer, and what the trailers say of a replay."""
    call: Any = commune.client.civil_status.FileBirthDossier(commune.request(dossier, request_id))
    answer = await call
    trailers: dict[str, Any] = dict(await call.trailing_metadata())
    assert trailers["lienthong-case"] == answer.case_id
    return answer, trailers.get("lienthong-replayed")
