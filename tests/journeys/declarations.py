"""The dossiers that families bring, in the shape of the inter-linked procedure."""

from __future__ import annotations

import copy
from itertools import count
from types import EllipsisType
from typing import TYPE_CHECKING, Any

from lienthong_emulator.people.by_hand.personas import personas

if TYPE_CHECKING:
    from lienthong_emulator.people.by_hand.person import Person

Dossier = dict[str, Any]
FIRST_YEAR = 2022
INSURANCE_PART = {"maDKBD", "maHo", "nhanThe", "maTheTam"}
ENVELOPE = {"maHoSoLT", "maHoSoMCDT"}
OF_SEX = {1: "cha", 2: "me"}
NUMBERS = count(1001)
KIND_BY_SEX = {frozenset[int](): "4", frozenset({2}): "3", frozenset({1}): "2", frozenset({1, 2}): "1"}


def changed(dossier: Dossier, changes: dict[str, Any]) -> Dossier:
    """A copy in which some keys have other values, or are gone where the value is `...`."""
    other = copy.deepcopy(dossier)
    for key, value in changes.items():
        block = other if key in ENVELOPE else other["bhyt" if key in INSURANCE_PART else "hoTich"]
        if isinstance(value, EllipsisType):
            block.pop(key, None)
        else:
            block[key] = value
    return other


def declared(child: str, *parents: str, in_year: int = FIRST_YEAR, **changes: Any) -> Dossier:
    """The dossier of a child, of people with stories; as much as must be said."""
    everybody = personas(in_year - 1)
    known = [everybody[key] for key in parents]
    filer = known[0] if known else everybody["sister-an"]
    dossier: Dossier = {
        "maTTHC": "1.011536",
        "maHoSoLT": f"G22.99-220105-{next(NUMBERS):04}",
        "hoTich": {
            "loaiDangKy": "1",
            "noiDangKy": filer.residence.commune_code,
            "nksHoTen": child,
            "nksGioiTinh": "2",
            "nksNgaySinh": "01/01/2022",
            "nksNoiSinh": "Trạm Y tế",
            "nksNoiSinhDVHC": _place(filer),
            "nksQueQuan": _place(filer),
            "nksDanToc": filer.ethnic_group,
            "nksQuocTich": "VN",
            "nksLoaiKhaiSinh": KIND_BY_SEX[frozenset(parent.sex for parent in known)],
            "nycHoTen": filer.full_name,
            "nycQuanHe": "Mẹ" if filer in known and filer.sex == 2 else "Cha" if known else "Người nuôi dưỡng",
            "nycNoiCuTru": _place(filer),
        },
        "bhyt": {"maDKBD": f"{filer.residence.province_code}001"},
    }
    for parent in known:
        dossier["hoTich"] |= _declared(parent)
    return changed(dossier, changes)


def _declared(parent: Person) -> Dossier:
    """What a family says of a parent, which is what the register says."""
    parts = (parent.birth.day, parent.birth.month, parent.birth.year)
    said = {
        "HoTen": parent.full_name,
        "NgaySinh": "/".join(f"{part:02}" for part in parts if part),
        "DanToc": parent.ethnic_group,
        "QuocTich": "VN",
        "NoiCuTru": _place(parent),
        "LoaiGiayToTuyThan": "4" if parent.personal_number else "1",
        "SoGiayToTuyThan": parent.personal_number or parent.cmnd,
        "SoDDCN": parent.personal_number,
    }
    return {f"{OF_SEX[parent.sex]}{key}": value for key, value in said.items()}


def _place(person: Person) -> Dossier:
    home = person.residence
    codes = {"maTinh": home.province_code, "maHuyen": home.district_code, "maXa": home.commune_code}
    return {**codes, "dcChiTiet": home.detail}
