"""The card gateway's paths in the document. Their shapes are those of the real one: docs/gateway.md tells of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from lienthong_emulator.edge.gateway.answers import CARD_KEYS
from lienthong_emulator.edge.gateway.card_look_ups import LEGACY_KEYS
from lienthong_emulator.edge.sessions.desk import ANSWER
from lienthong_emulator.edge.sessions.desk import PATH as DESK
from lienthong_emulator.edge.sessions.switches import MOST_FAULTS, MOST_TIMES, Failure, TokenClock

Schema: TypeAlias = "dict[str, Any]"

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
TAG = {
    "name": "card gateway",
    "description": "Cổng tiếp nhận dữ liệu (egw), as hospitals' systems know it. Keys and paths may be written in any "
    "case; docs/gateway.md tells what each code means and how it is reached.",
}
REFUSED: Schema = {"$ref": "#/components/responses/Error"}
WORLD: Schema = {"$ref": "#/components/parameters/lienthong-world"}
TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
ROWS_OR_NULL: Schema = {"type": ["array", "null"], "items": {"type": "object"}}
OBJECT_OR_NULL: Schema = {"type": ["object", "null"]}
HOLDER = ("maThe", "hoTen", "ngaySinh")
OFFICER = ("hoTenCb", "cccdCb")
BEFORE = ("gioiTinh", "maCSKCB", "ngayBD", "ngayKT")
SHOWN = ("token", "id_token", "username", "password")
UNREADABLE = ("200", "400", "401")


def _whole(properties: Mapping[str, Schema]) -> Schema:
    """Every key is always there."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


CARD = _whole(
    {
        "maKetQua": TEXT,
        "ghiChu": TEXT,
        **{key: ROWS_OR_NULL if key.startswith("ds") else TEXT_OR_NULL for key in CARD_KEYS},
    }
)
LEGACY = _whole({"maKetQua": TEXT, **dict.fromkeys(LEGACY_KEYS, TEXT_OR_NULL), "dsLichSuKCB": ROWS_OR_NULL})
HISTORY = _whole({"maKetQua": TEXT, "ghiChu": TEXT, "dsLichSuKCB2025": ROWS_OR_NULL})
CO_PAYMENT = _whole({"MaKetQua": TEXT, "GhiChu": TEXT, "DataCCT": ROWS_OR_NULL, "ThongTinSoThe": OBJECT_OR_NULL})
CLAIM = _whole({"maKetQua": TEXT, "hoSoKCB": OBJECT_OR_NULL})
KEY = _whole(dict.fromkeys(("access_token", "id_token", "token_type", "username", "expires_in"), TEXT))
TOKEN = _whole({"maKetQua": TEXT, "APIKey": {"anyOf": [KEY, {"type": "null"}]}})
FAULT: Schema = {
    "type": "object",
    "properties": {
        "answer": {**TEXT, "pattern": f"^({ANSWER.pattern})$", "description": "`drop`, `502`, or a result code."},
        "endpoint": {**TEXT, "description": "The last part of a path; empty for any."},
        "times": {"type": "integer", "minimum": 0, "maximum": MOST_TIMES},
    },
    "required": ["answer"],
    "additionalProperties": False,
}
SWITCHES: Schema = {
    "type": "object",
    "properties": {
        "world": TEXT,
        "failure": {"enum": list(Failure), "description": "How a token that does not hold is told."},
        "clock": {"enum": list(TokenClock), "description": "By which clock tokens live."},
        "faults": {"type": "array", "items": FAULT, "maxItems": MOST_FAULTS},
    },
    "additionalProperties": False,
}


def gateway_paths() -> dict[str, Any]:
    """Every path whose answers have a declared shape."""
    before = (*HOLDER, *BEFORE)
    return {
        "/api/token/take": {"post": _call("Takes a token.", ("username", "password"), TOKEN, shows=False)},
        "/api/egw/KQNhanLichSuKCB2024": {"post": _call("Looks up a card.", (*HOLDER, *OFFICER), CARD)},
        **{
            f"/api/egw/{name}": {"post": _call("Looks up a card, as before 2024.", before, CARD)}
            for name in ("KQNhanLichSuKCB2019", "KQNhanLichSuKCB2018", "NhanLichSuKCB2018", "KQNhanLichSuKCB595")
        },
        "/api/egw/nhanLichSuKCB": {"post": _call("Looks up a card, as in 2017.", before, LEGACY, kinds=(JSON,))},
        "/api/egw/Lskcb2025": {
            "post": _call("Tells where somebody was treated.", (*HOLDER, *OFFICER), HISTORY, kinds=(FORM,))
        },
        "/api/egw/nhanHoSoKCBChiTiet": {"post": _call("Tells of one claim.", (), CLAIM, query=("maHoSo",))},
        "/api/TraCuuCCT/TraCuuTienMCCT": {"post": _co_payment()},
        DESK: {"get": _switches(), "patch": _changed_switches()},
    }


def _call(
    summary: str,
    fields: Sequence[str],
    answer: Schema,
    *,
    kinds: Sequence[str] = (FORM, JSON),
    query: Sequence[str] = (),
    shows: bool = True,
) -> dict[str, Any]:
    shown = [_in_query(name) for name in (*(SHOWN if shows else ()), *query)]
    body: Schema = {"type": "object", "properties": dict.fromkeys(fields, TEXT)}
    told = {"description": summary, "content": {JSON: {"schema": answer}}}
    call: dict[str, Any] = {"summary": summary, "tags": [TAG["name"]], "parameters": [WORLD, *shown]}
    if fields:
        call["requestBody"] = {"content": {kind: {"schema": body} for kind in kinds}}
    statuses = UNREADABLE if shows else (*UNREADABLE, "403", "500")
    return {**call, "responses": {**dict.fromkeys(statuses, told), "default": REFUSED}}


def _co_payment() -> dict[str, Any]:
    call = _call("Tells what somebody has co-paid.", HOLDER, CO_PAYMENT, kinds=(JSON,))
    told = call["responses"]["200"]
    call["responses"] |= {"401": {"description": "A token that does not hold; no body."}, "500": told}
    return call


def _switches() -> dict[str, Any]:
    told = {"description": "The switches of the world.", "content": {JSON: {"schema": SWITCHES}}}
    return {
        "summary": "Tells what a tester has the gateway do.",
        "tags": [TAG["name"]],
        "parameters": [WORLD],
        "responses": {"200": told, "default": REFUSED},
    }


def _changed_switches() -> dict[str, Any]:
    return {
        **_switches(),
        "summary": "Has the gateway fail, drop or hold tokens against another clock, in one world.",
        "requestBody": {"required": True, "content": {JSON: {"schema": SWITCHES}}},
    }


def _in_query(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": TEXT}
