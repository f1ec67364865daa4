"""The national platform's paths in the document: OAuth's tokens, and the services behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lienthong_emulator.edge.openapi.shapes import (
    FORM,
    JSON,
    REFUSED,
    TEXT,
    WORLD,
    Schema,
    asked,
    body,
    texts,
    told,
    whole,
)
from lienthong_emulator.edge.platform.routes import TOKEN, services

TAG = {
    "name": "national platform",
    "description": "What provinces and ministries ask of national databases through NDXP and LGSP; docs/platform.md.",
}
SECURITY: Schema = {
    "type": "oauth2",
    "description": "Client `provinces-44`, secret `lienthong-provinces-44`, and so for every province and ministry.",
    "flows": {
        "clientCredentials": {"tokenUrl": TOKEN, "scopes": {kind.scope: "" for kind in services().values()}},
    },
}
ASKED: Mapping[str, tuple[str, ...]] = {
    "getTraCuuTtHgdByMaSoBhxh": ("maSoBhxh",),
    "getMaSoBhxhTheoTieuChi": (
        *("hoTen", "ngaySinh", "loaiNgaySinh", "gioiTinh"),
        *("maTinhKs", "maHuyenKs", "maXaKs", "isKs"),
    ),
    "getTraCuuThongTinHgd": (
        *("maTinh", "hoTen", "ngaySinh", "loaiNgaySinh"),
        *("gioiTinh", "soSo", "maThe", "isKs"),
    ),
}
DENIED = told(
    "No token is given, or the one that is shown does not open this (RFC 6749, RFC 6750).",
    whole(texts(("error", "error_description")), optional=("error",)),
)
GRANT = whole({**texts(("access_token", "scope", "token_type")), "expires_in": {"type": "integer"}})


def platform_paths() -> Mapping[str, Any]:
    return {
        TOKEN: {"post": _token()},
        **{
            f"/{kind.scope}/{name}": {"post": _service(name, kind.scope, kind.keys)}
            for name, kind in services().items()
        },
    }


def _token() -> Schema:
    fields = ("grant_type", "client_id", "client_secret", "scope")
    return {
        "summary": "Takes a token for client credentials.",
        "tags": [TAG["name"]],
        "parameters": [WORLD],
        "requestBody": body(asked(texts(fields)), (FORM, JSON)),
        "responses": {"200": told("A token.", GRANT), "400": DENIED, "401": DENIED, "default": REFUSED},
    }


def _service(name: str, scope: str, keys: tuple[str, ...]) -> Schema:
    answer = told("The answer, or in its codes why there is none.", whole(dict.fromkeys(keys, TEXT)))
    return {
        "summary": f"Answers `{name}`.",
        "tags": [TAG["name"]],
        "security": [{"platform": [scope]}],
        "parameters": [WORLD],
        "requestBody": body(asked(texts(ASKED[name])), (JSON,)),
        "responses": {"200": answer, "400": answer, "401": DENIED, "403": DENIED, "default": REFUSED},
    }
