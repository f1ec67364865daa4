"""Births in every branch: triplets, foreign parents, records made abroad, every province, every reason to send back."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest
from google.type.date_pb2 import Date

from lienthong.justice.v1.birth_declaration_pb2 import REGISTRATION_KIND_FOREIGN_RECORD, REGISTRATION_KIND_LATE
from lienthong.justice.v1.birth_dossier_pb2 import (
    DOSSIER_STATE_CARD_ISSUED,
    DOSSIER_STATE_REFUSED,
    DOSSIER_STATE_RETURNED,
    BirthDossier,
)
from lienthong_emulator.reference.administrative_units import districts
from lienthong_emulator.reference.provinces import provinces

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Born, Commune, Dossier, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

ABROAD: Mapping[str, str] = {
    "loaiDangKy": "3",
    "soDangKyNuocNgoai": "2021-114",
    "ngayDangKyNuocNgoai": "30/12/2021",
    "cqNuocNgoaiDaDangKy": "Shinjuku",
    "qgNuocNgoaiDaDangKy": "Nhật Bản",
    "nksNoiSinhNuocNgoai": "Tokyo",
}


async def test_triplets_get_three_numbers_and_three_cards(commune: Commune, born: Born) -> None:
    names = ("Cao Mỹ An", "Cao Mỹ Ân", "Cao Mỹ Anh")
    triplets = [born(name, "my-linh", maGCS=f"GCS.{place}") for place, name in enumerate(names, 1)]
    ended = await asyncio.gather(*map(commune.file, triplets))

    assert {dossier.birth_record.personal_number for dossier in ended} == {
        *("979322900000", "979322900001", "979322900002"),
    }
    assert len({dossier.card.card_number for dossier in ended}) == 3
    members = (await commune.household(ended[0].card.household_code)).members
    assert {member.full_name for member in members} >= {*names}


async def test_triplets_of_one_name_are_one_child(commune: Commune, born: Born, refusal: Refusing) -> None:
    """What tells them is the name: a register takes no two of the same."""
    await commune.file(born("Cao Mỹ An", "my-linh", maGCS="GCS.1"))
    no = await refusal(commune.send(born("Cao Mỹ An", "my-linh", maGCS="GCS.2")))

    assert no.reason == "BIRTH_ALREADY_DECLARED"


async def test_a_foreign_mother_is_not_asked_about(commune: Commune, khoi: Example) -> None:
    paper = {"meLoaiGiayToTuyThan": "2", "meSoGiayToTuyThan": "P7654321", "meSoDDCN": ""}
    foreign = khoi(meHoTen="Sato Yuki", meNgaySinh="12/03/1992", meQuocTich="JP", **paper)
    dossier = await commune.file(foreign)

    child = await commune.citizen(dossier.birth_record.personal_number)
    assert (dossier.state, child.mother, child.father != "") == (DOSSIER_STATE_CARD_ISSUED, "", True)
    assert dossier.card.household_code == "0199000001"  # of the father


async def test_a_child_of_two_foreigners_needs_no_confirmation(commune: Commune, khoi: Example) -> None:
    papers = {f"{who}LoaiGiayToTuyThan": "2" for who in ("me", "cha")} | {"meSoDDCN": "", "chaSoDDCN": ""}
    parents = {"meSoGiayToTuyThan": "P1", "chaSoGiayToTuyThan": "P2", "meQuocTich": "FR", "chaQuocTich": "JP"}
    dossier = await commune.file(khoi(nksQuocTich="FR", maHo=..., **papers, **parents))

    assert dossier.state == DOSSIER_STATE_CARD_ISSUED
    assert (await commune.citizen(dossier.birth_record.personal_number)).nationality == "FR"


async def test_a_birth_registered_abroad_is_noted_and_its_number_says_so(commune: Commune, khoi: Example) -> None:
    dossier = await commune.file(khoi(**ABROAD))

    assert dossier.birth_record.registration_kind == REGISTRATION_KIND_FOREIGN_RECORD
    assert dossier.birth_record.personal_number == "998221900000"
    assert dossier.card.card_number[3:5] == "01"  # of where the child lives


async def test_a_birth_registered_abroad_is_noted_from_its_record(
    commune: Commune, khoi: Example, refusal: Refusing
) -> None:
    no = await refusal(commune.send(khoi(**{**ABROAD, "soDangKyNuocNgoai": ""})))

    assert (no.reason, no.field) == ("FIELD_REQUIRED", "declaration.foreign_record.number")


async def test_a_late_birth_is_registered_on_the_day_as_any_other(commune: Commune, khoi: Example) -> None:
    dossier = await commune.file(khoi(nksNgaySinh="01/03/2019", ngayCapGCS=...))

    assert dossier.birth_record.registration_kind == REGISTRATION_KIND_LATE
    assert dossier.birth_record.registration_date == Date(year=2022, month=1, day=5)
    assert dossier.state == DOSSIER_STATE_CARD_ISSUED


async def test_every_province_registers_births_and_gives_cards(commune: Commune, born: Born) -> None:
    ended = await asyncio.gather(*(commune.file(_of(code, born)) for code in provinces()))

    assert len(ended) == 63
    assert [dossier.state for dossier in ended] == [DOSSIER_STATE_CARD_ISSUED] * 63
    assert [_places(dossier) for dossier in ended] == [(f"9{code}", code, f"{code}001") for code in provinces()]


def _of(code: str, born: Born) -> Dossier:
    """A child without known parents, found and raised in the first commune of a province."""
    district = next(one for one in districts().values() if one.province_code == code)
    commune = district.first_commune_code
    home = {"maTinh": code, "maHuyen": district.code, "maXa": commune, "dcChiTiet": "Tổ 1"}
    places = dict.fromkeys(("nksNoiSinhDVHC", "nksQueQuan", "nycNoiCuTru"), home)
    return born("Mai Bình Minh", noiDangKy=commune, maDKBD=f"{code}001", **places)


def _places(dossier: BirthDossier) -> tuple[str, str, str]:
    """Of the personal number, the card and the facility."""
    card = dossier.card
    return dossier.birth_record.personal_number[:3], card.card_number[3:5], card.initial_facility


TOO_OLD = {"nksNgaySinh": "30/09/2015", "ngayCapGCS": ...}
SENT_BACK: Mapping[str, tuple[int, dict[str, Any]]] = {
    "PARENT_NOT_FOUND": (
        DOSSIER_STATE_RETURNED,
        {"meSoDDCN": "901193000999", "meSoGiayToTuyThan": "901193000999"},
    ),
    "PARENT_NOT_CONFIRMED": (DOSSIER_STATE_RETURNED, {"meHoTen": "Nguyễn Thị Lam"}),
    "SEX_UNDETERMINED": (DOSSIER_STATE_RETURNED, {"nksGioiTinh": "3"}),
    "CHILD_NOT_CONFIRMED": (
        DOSSIER_STATE_RETURNED,
        {"nksLoaiGiayToTuyThan": "4", "nksSoGiayToTuyThan": "901221900077", "loaiDangKy": "2"},
    ),
    "HOUSEHOLD_NOT_FOUND": (DOSSIER_STATE_RETURNED, {"maHo": "0100099999"}),
    "TEMPORARY_CARD_NOT_USABLE": (DOSSIER_STATE_RETURNED, {"maTheTam": "TE1010119000101"}),
    "CHILD_TOO_OLD_FOR_CARD": (DOSSIER_STATE_REFUSED, TOO_OLD),
}
"""What sends Khôi's dossier back. `PERSONAL_NUMBER_OBSTACLE`, `NUMBERS_EXHAUSTED`, `SUPPLEMENT_OVERDUE`,
`CHILD_ALREADY_REGISTERED` and `CHILD_ALREADY_HAS_CARD` need more than a word of his and have journeys of their own."""


@pytest.mark.parametrize("reason", SENT_BACK)
async def test_each_reason_is_told_in_both_languages(commune: Commune, khoi: Example, reason: str) -> None:
    state, said = SENT_BACK[reason]
    dossier = await commune.file(khoi(**said))

    assert (dossier.state, dossier.refusal.reason) == (state, reason)
    assert dossier.refusal.field.startswith("declaration.")
    assert dossier.refusal.message_vi
    assert dossier.status_history[-1].note == dossier.refusal.message_vi
