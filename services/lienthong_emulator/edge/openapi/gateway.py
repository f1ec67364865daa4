"""The card gateway's look-ups in the document. Their shapes are those of the real one, which docs/gateway.md tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lienthong_emulator.edge.gateway.answers import CARD_KEYS
from lienthong_emulator.edge.gateway.card_look_ups import LEGACY_KEYS
from lienthong_emulator.edge.gateway.facility_look_up import FACILITY_KEYS
from lienthong_emulator.edge.openapi.shapes import (
    FORM,
    JSON,
    OBJECT_OR_NULL,
    REFUSED,
    ROWS_OR_NULL,
    TEXT,
    TEXT_OR_NULL,
    WORLD,
    Schema,
    asked,
    body,
    in_query,
    or_null,
    texts,
    told,
    whole,
)

TAG = {
    "name": "card gateway",
    "description": "Cổng tiếp nhận dữ liệu (egw), as hospitals' systems know it. Keys and paths may be written in any "
    "case; docs/gateway.md tells what each code means and how it is reached.",
}
HOLDER = ("maThe", "hoTen", "ngaySinh")
OFFICER = ("hoTenCb", "cccdCb")
BEFORE = (*HOLDER, "gioiTinh", "maCSKCB", "ngayBD", "ngayKT")
SHOWN = ("token", "id_token", "username", "password")
UNREADABLE = ("200", "400", "401")
CARD = whole(
    {
        **texts(("maKetQua", "ghiChu")),
        **{key: ROWS_OR_NULL if key.startswith("ds") else TEXT_OR_NULL for key in CARD_KEYS},
    }
)
LEGACY = whole({"maKetQua": TEXT, **texts(LEGACY_KEYS, or_null=True), "dsLichSuKCB": ROWS_OR_NULL})
HISTORY = whole({**texts(("maKetQua", "ghiChu")), "dsLichSuKCB2025": ROWS_OR_NULL})
CO_PAYMENT = whole({**texts(("MaKetQua", "GhiChu")), "DataCCT": ROWS_OR_NULL, "ThongTinSoThe": OBJECT_OR_NULL})
CLAIM = whole({"maKetQua": TEXT, "hoSoKCB": OBJECT_OR_NULL})
FACILITY = whole({"maKetQua": TEXT, "thongTinCSKCB": or_null(whole(texts(FACILITY_KEYS)))})
KEY = whole(texts(("access_token", "id_token", "token_type", "username", "expires_in")))
TOKEN = whole({"maKetQua": TEXT, "APIKey": or_null(KEY)})


def look_up_paths() -> Mapping[str, Any]:
    before = _call("Looks up a card, as before 2024.", BEFORE, CARD)
    older = ("KQNhanLichSuKCB2019", "KQNhanLichSuKCB2018", "NhanLichSuKCB2018", "KQNhanLichSuKCB595")
    return {
        "/api/token/take": _token(),
        "/api/egw/KQNhanLichSuKCB2024": _call("Looks up a card.", (*HOLDER, *OFFICER), CARD),
        **{f"/api/egw/{name}": before for name in older},
        "/api/his/checkLichSuKCB": before,
        "/api/egw/nhanLichSuKCB": _of_2017(),
        "/api/egw/Lskcb2025": _call("Tells where somebody was treated.", (*HOLDER, *OFFICER), HISTORY, kinds=(FORM,)),
        "/api/egw/nhanHoSoKCBChiTiet": _call("Tells of one claim.", (), CLAIM, query=("maHoSo",)),
        "/api/egw/NhanThongTinCSKCB": _call("Tells of a facility.", ("maCSKCB",), FACILITY, kinds=(JSON,)),
        "/api/TraCuuCCT/TraCuuTienMCCT": _co_payment(),
    }


def operation(
    summary: str, answer: Schema, *, query: Sequence[str] = (), statuses: Sequence[str] = UNREADABLE
) -> Schema:
    """A path of the gateway: it is shown a token, here as style A does."""
    shown = [in_query(name) for name in (*SHOWN, *query)]
    return {
        "summary": summary,
        "tags": [TAG["name"]],
        "parameters": [WORLD, *shown],
        "responses": {**dict.fromkeys(statuses, told(summary, answer)), "default": REFUSED},
    }


def _call(
    summary: str,
    fields: Sequence[str],
    answer: Schema,
    *,
    kinds: Sequence[str] = (FORM, JSON),
    query: Sequence[str] = (),
) -> Schema:
    call = operation(summary, answer, query=query)
    return {"post": {**call, "requestBody": body(asked(texts(fields)), kinds)} if fields else call}


def _of_2017() -> Schema:
    call = operation("Looks up a card, as in 2017.", LEGACY)
    fields = asked(
        {**texts(BEFORE), "gioiTinh": {"type": "integer", "enum": [1, 2], "description": "1 male, 2 female."}}
    )
    return {"post": {**call, "requestBody": body(fields, (JSON,))}}


def _token() -> Schema:
    call = operation("Takes a token.", TOKEN, statuses=(*UNREADABLE, "403", "500"))
    fields = body(asked(texts(("username", "password"))), (FORM, JSON))
    return {"post": {**call, "parameters": [WORLD], "requestBody": fields}}


def _co_payment() -> Schema:
    call = _call("Tells what somebody has co-paid.", HOLDER, CO_PAYMENT, kinds=(JSON,))
    answers = call["post"]["responses"]
    answers |= {"401": told("A token that does not hold; no body."), "500": answers["200"]}
    return call
