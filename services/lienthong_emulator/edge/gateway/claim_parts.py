"""A claim as `nhanHoSoKCBChiTiet` tells it: a summary and four lists, keys as clients read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from lienthong.insurance.v1.treatment_service_pb2 import Claim

Keys = Mapping[str, Sequence[str]]
"""Each key with the tags that hold it: in the tables of 130, else in those of 4210."""

SUMMARY: Final[Keys] = {
    "HoTen": ("HOTEN",),
    "MaBn": ("MABN",),
    "MaThe": ("MATHEBHYT", "MATHE"),
    "GtTheTu": ("GTTHETU",),
    "GtTheDen": ("GTTHEDEN",),
    "MucHuong": ("MUCHUONG",),
    "MaBenh": ("MABENHCHINH", "MABENH"),
    "TenBenh": ("CHANDOANRV", "TENBENH"),
    "NgayVao": ("NGAYVAO",),
    "NgayRa": ("NGAYRA",),
    "TTongchi": ("TTONGCHIBV", "TTONGCHI"),
    "TBhtt": ("TBHTT",),
    "TBntt": ("TBNTT",),
}
LISTS: Final[Mapping[str, tuple[str, Keys]]] = {
    "XML2": (
        "dsXml2",
        {
            "Id": ("STT",),
            "MaThuoc": ("MATHUOC",),
            "TenThuoc": ("TENTHUOC",),
            "DonViTinh": ("DONVITINH",),
            "HamLuong": ("HAMLUONG",),
            "DuongDung": ("DUONGDUNG",),
            "LieuDung": ("LIEUDUNG",),
            "ThanhTien": ("THANHTIENBV", "THANHTIEN"),
        },
    ),
    "XML3": (
        "dsXml3",
        {
            "Id": ("STT",),
            "MaDichVu": ("MADICHVU",),
            "TenDichVu": ("TENDICHVU",),
            "MaVatTu": ("MAVATTU",),
            "DonViTinh": ("DONVITINH",),
            "SoLuong": ("SOLUONG",),
            "ThanhTien": ("THANHTIENBV", "THANHTIEN"),
        },
    ),
    "XML4": ("dsXml4", {"Id": ("STT",), "TenChiSo": ("TENCHISO",)}),
    # Our choice: nobody has said what the fifth list holds.
    "XML5": ("dsXml5", {"Id": ("STT",), "DienBien": ("DIENBIENLS", "DIENBIEN")}),
}


def claim_json(claim: Claim) -> Mapping[str, Any]:
    rows = {table.table: [row.values for row in table.rows] for table in claim.tables}
    lists = {key: [_told(row, keys) for row in rows.get(table, ())] for table, (key, keys) in LISTS.items()}
    return {"xml1": _told(rows["XML1"][0], SUMMARY), **lists}


def _told(row: Mapping[str, str], keys: Keys) -> Mapping[str, str | None]:
    return {key: next((row[tag] for tag in tags if tag in row), None) for key, tags in keys.items()}
