"""The paths that take files of facilities, and those that tell what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lienthong_emulator.edge.gateway.paths import OF_12
from lienthong_emulator.edge.openapi.gateway import UNREADABLE, operation
from lienthong_emulator.edge.openapi.shapes import (
    FILE,
    FORM,
    JSON,
    NUMBER,
    TEXT,
    TEXT_OR_NULL,
    Schema,
    asked,
    body,
    rows_or_null,
    texts,
    whole,
)

BYTES: Schema = {"anyOf": [FILE, {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 255}}]}
OF_130 = whole({"maKetQua": TEXT, **texts(("maGiaoDich", "thoiGianTiepNhan", "thongDiep"), or_null=True)})
OF_4210 = whole({"maKetQua": TEXT, "maGiaoDich": TEXT_OR_NULL})
DOCUMENT = whole(
    {"MaKetQua": TEXT, **texts(("MaGD", "ThoiGianTiepNhan"), or_null=True), "message": TEXT}, optional=("message",)
)
HEADER_130 = ("username", "loaiHoSo", "maTinh", "maCSKCB")
HEADER_12 = ("username", "loaiHs", "maTinh", "maCSKCB")
HEADER_2025 = ("maCskcb", "token", "id_token", "username", "password", "loaiHs")
QUERY_4210 = ("loaiHoSo", "maTinh", "maCSKCB")


def file_paths() -> Mapping[str, Any]:
    return {
        **{
            f"/api/qd130/{name}": _fields("Takes in who came in.", (*HEADER_130,), "fileHSBase64", OF_130)
            for name in ("checkInKcbQd130", "checkInKcbQd4750")
        },
        **{
            f"/api/qd130/{name}": _fields("Takes in claims.", HEADER_130, "fileHSBase64", OF_130)
            for name in ("guiHoSoXmlQD130", "guiHoSoXmlQD4750", "guiHoSoXmlQD3176")
        },
        **{path: _fields("Takes in a list of Circular 12/2026.", HEADER_12, "fileHsBase64", OF_130) for path in OF_12},
        "/api/chungtugw/GuiHoSoChungTu2025": _fields("Takes in certificates.", HEADER_2025, "fileBase64Str", DOCUMENT),
        "/api/hososuckhoe/guiGiayToDienTu": _fields("Takes in notices.", HEADER_2025, "fileBase64Str", DOCUMENT),
        **{f"/api/egw/{name}": _bare() for name in ("guiHoSoGiamDinh", "guiHoSoGiamDinh4210")},
        "/api/egw/SendFileHoSoGiamDinh_zip4210": _zip(),
        **_what_became(),
    }


def _fields(summary: str, header: Sequence[str], file: str, answer: Schema) -> Schema:
    fields = asked({**texts(header), file: FILE})
    return {"post": {**operation(summary, answer), "requestBody": body(fields, (FORM, JSON))}}


def _bare() -> Schema:
    call = operation("Takes in a file of 4210, which is all of the body.", OF_4210, query=QUERY_4210)
    return {"post": {**call, "requestBody": body(BYTES, (JSON,))}}


def _zip() -> Schema:
    call = operation("Takes in a file of 4210 in a zip.", OF_4210, query=QUERY_4210)
    return {"post": {**call, "requestBody": body(asked({"FileHoSoJson": FILE}), (FORM,))}}


def _what_became() -> Mapping[str, Any]:
    by_day = {"ngayGui": TEXT, **dict.fromkeys(("tongSo", "soHSThanhCong", "soHSLoi", "tongTien"), NUMBER)}
    counted = dict.fromkeys(("soLuongHoSo", "slHoSoDung", "slHoSoLoi", "tongTien"), NUMBER)
    by_file = {**texts(("ngayGui", "maGiaoDich")), **counted, "mieuTa": TEXT}
    asked_of = {
        "nhanKQTiepNhanHS4210": ("Tells what was sent, by day.", ("tuNgay", "denNgay"), "dsKQGuiHoSoNgay", by_day),
        "nhanChiTietHSNgay4210": ("Tells what was sent on a day.", ("ngayGui",), "dsHoSo", by_file),
        "nhanChiTietLoiHS4210": (
            "Tells what is wrong with a file.",
            ("maCSKCB", "maGiaoDich"),
            "dsLoi",
            texts(("maLoi", "moTaLoi")),
        ),
    }
    return {f"/api/egw/{name}": _told_of_files(*about) for name, about in asked_of.items()}


def _told_of_files(summary: str, fields: Sequence[str], key: str, row: Mapping[str, Schema]) -> Schema:
    answer = whole({"maKetQua": TEXT, key: rows_or_null(whole(row))})
    call = operation(summary, answer, query=fields, statuses=UNREADABLE)
    return {"post": {**call, "requestBody": body(asked(texts(fields)), (FORM, JSON))}}
