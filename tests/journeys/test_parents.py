"""Parents are confirmed by the population database, or the dossier comes back with the field named."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED, DOSSIER_STATE_RETURNED

if TYPE_CHECKING:
    from journeys.conftest import Born, Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAM = {"chaHoTen": "Nguyễn Văn Nam", "chaNgaySinh": "03/03/1970", "chaSoDDCN": ""}


@pytest.mark.parametrize(
    ("said", "reason", "field"),
    [
        pytest.param(
            *({"meHoTen": "Nguyễn Thị Lam"}, "PARENT_NOT_CONFIRMED", "declaration.mother.full_name"),
            id="another name",
        ),
        pytest.param(
            *({"meHoTen": "Nguyen Thi Lan"}, "PARENT_NOT_CONFIRMED", "declaration.mother.full_name"),
            id="a name without diacritics is not enough",
        ),
        pytest.param(
            *({"chaNgaySinh": "03/11/1990"}, "PARENT_NOT_CONFIRMED", "declaration.father.birth_date"),
            id="another day of birth",
        ),
        pytest.param(
            *({"chaNgaySinh": "11/02/1990"}, "PARENT_NOT_CONFIRMED", "declaration.father.birth_date"),
            id="day and month of birth swapped",
        ),
        pytest.param(
            *(
                {"meSoDDCN": "901193000999", "meSoGiayToTuyThan": "901193000999"},
                "PARENT_NOT_FOUND",
                "declaration.mother.personal_number",
            ),
            id="a number that nobody carries",
        ),
        pytest.param(
            {"meSoDDCN": "", "meLoaiGiayToTuyThan": "1", "meSoGiayToTuyThan": "999999999"},
            *("PARENT_NOT_FOUND", "declaration.mother.paper.number"),
            id="a CMND that nobody carries",
        ),
        pytest.param(
            {**NAM, "chaLoaiGiayToTuyThan": "1", "chaSoGiayToTuyThan": "990000777"},
            *("PARENT_NOT_CONFIRMED", "declaration.father.paper.number"),
            id="a CMND that two men carry",
        ),
        pytest.param(
            {
                "meSoDDCN": "",
                "meLoaiGiayToTuyThan": "1",
                "meSoGiayToTuyThan": "990000156",
                "meHoTen": "Nguyễn Văn Lộc",
                "meNgaySinh": "30/06/1955",
            },
            *("PARENT_NOT_CONFIRMED", "declaration.mother.paper.number"),
            id="a man as the mother",
        ),
        pytest.param(
            {"meSoDDCN": "", "meLoaiGiayToTuyThan": "2", "meSoGiayToTuyThan": "B1234567"},
            *("PARENT_NOT_FOUND", "declaration.mother.paper.number"),
            id="a citizen with nothing but a passport",
        ),
    ],
)
async def test_a_parent_who_is_not_confirmed_sends_the_dossier_back(
    commune: Commune, khoi: Example, said: dict[str, Any], reason: str, field: str
) -> None:
    returned = await commune.file(khoi(**said))

    assert (returned.state, returned.refusal.reason, returned.refusal.field) == (DOSSIER_STATE_RETURNED, reason, field)
    assert "dân cư" in returned.refusal.message_vi
    assert not returned.HasField("birth_record")
    assert (await commune.supplement(returned, khoi())).state == DOSSIER_STATE_CARD_ISSUED


async def test_a_mother_with_a_cmnd_is_not_believed_another_year(commune: Commune, example: Example) -> None:
    returned = await commune.file(example(3, meNgaySinh="1989"))

    assert (returned.refusal.reason, returned.refusal.field) == (
        "PARENT_NOT_CONFIRMED",
        "declaration.mother.birth_date",
    )


async def test_who_says_no_nationality_is_asked_about_like_a_citizen(commune: Commune, example: Example) -> None:
    returned = await commune.file(example(3, meHoTen="Hoàng Thị Huệ", meQuocTich=...))

    assert (returned.refusal.reason, returned.refusal.field) == ("PARENT_NOT_CONFIRMED", "declaration.mother.full_name")


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"meHoTen": unicodedata.normalize("NFD", "Nguyễn Thị Lan")}, id="letters and marks apart (NFD)"),
        pytest.param({"meHoTen": "NGUYỄN THỊ LAN"}, id="capitals"),
        pytest.param({"meHoTen": " Nguyễn  Thị Lan "}, id="blanks"),
        pytest.param({"meNgaySinh": "1993"}, id="the year alone: the register of births keeps no more"),
        pytest.param({"meXacThucThongTin": "1"}, id="verified by the sender"),
        pytest.param(
            {"meSoDDCN": "", "meLoaiGiayToTuyThan": "4", "meSoGiayToTuyThan": "901193000017"},
            id="the number on the identity card alone",
        ),
    ],
)
async def test_a_mother_is_confirmed_who_writes_it_otherwise(
    commune: Commune, khoi: Example, said: dict[str, Any]
) -> None:
    assert (await commune.file(khoi(**said))).state == DOSSIER_STATE_CARD_ISSUED


async def test_a_tone_mark_may_stand_on_either_vowel(commune: Commune, born: Born) -> None:
    dossier = await commune.file(born("Phạm Gia Bảo", "thuy-duong", meHoTen="Phạm Thuỳ Dương"))

    assert dossier.state == DOSSIER_STATE_CARD_ISSUED


async def test_a_year_on_record_agrees_with_the_first_of_january(commune: Commune, example: Example) -> None:
    assert (await commune.file(example(3, meNgaySinh="01/01/1988"))).state == DOSSIER_STATE_CARD_ISSUED


async def test_an_old_cmnd_still_leads_to_its_bearer(commune: Commune, example: Example) -> None:
    old = {"meSoDDCN": "", "meLoaiGiayToTuyThan": "1", "meSoGiayToTuyThan": "990000063"}
    dossier = await commune.file(example(4, **old))

    assert dossier.card.household_code == "0199000004"


async def test_a_father_who_died_is_a_father_all_the_same(commune: Commune, born: Born) -> None:
    """He had died six months before the birth."""
    dossier = await commune.file(born("Lý Văn Páo", "thi-xuan", "van-khoa", nksGioiTinh="1", nksNgaySinh="20/05/2021"))

    assert dossier.state == DOSSIER_STATE_CARD_ISSUED
    assert (await commune.citizen(dossier.birth_record.personal_number)).father != ""


async def test_a_foreign_father_is_not_asked_about(commune: Commune, khoi: Example) -> None:
    paper = {"chaLoaiGiayToTuyThan": "2", "chaSoGiayToTuyThan": "TK1234567", "chaSoDDCN": ""}
    dossier = await commune.file(khoi(chaHoTen="Sato Kenji", chaNgaySinh="12/03/1985", chaQuocTich="JP", **paper))

    child = await commune.citizen(dossier.birth_record.personal_number)
    assert (dossier.state, child.father) == (DOSSIER_STATE_CARD_ISSUED, "")


async def test_papers_of_the_army_are_not_held_by_population(commune: Commune, born: Born) -> None:
    """His wife's children get civil cards all the same."""
    paper = {"chaLoaiGiayToTuyThan": "5", "chaSoGiayToTuyThan": "QN7654321", "chaSoDDCN": ""}
    dossier = await commune.file(born("Bùi Thu An", "thu-ha", "quang-vinh", **paper))

    assert dossier.card.card_number == "TE1010122900000"


async def test_the_population_database_is_asked_about_both_parents(commune: Commune, khoi: Example) -> None:
    """Lan is right and Hùng is not: the first who is wrong is named."""
    returned = await commune.file(khoi(chaHoTen="Trần Văn Hưng"))

    assert returned.refusal.field == "declaration.father.full_name"
    assert returned.refusal.message == ("The population database does not confirm the father's full name (MISMATCH).")
    assert returned.refusal.message_vi == "Cơ sở dữ liệu dân cư không xác nhận họ tên của cha (MISMATCH)."
