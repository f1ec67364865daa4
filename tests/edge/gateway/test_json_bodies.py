"""Bodies of JSON that hold a file, however they are cut."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest
from starlette.requests import Request

from lienthong_emulator.edge.bodies import BodyTooLarge, UnreadableBody
from lienthong_emulator.edge.gateway.files.json_bodies import BARE, read_json
from lienthong_emulator.edge.gateway.files.spool import Spool

FILE = bytes(range(256)) * 3
TEXT = b64encode(FILE).decode()
ESCAPED = TEXT.replace("+", "\\u002B").replace("/", "\\/")


def arriving(body: bytes, size: int) -> Request:
    parts = [body[start : start + size] for start in range(0, len(body), size)]

    async def receive() -> dict[str, Any]:
        part = parts.pop(0) if parts else b""
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


async def read(body: bytes | str, *names: str, size: int = 1 << 16) -> tuple[Any, bytes | None]:
    """What is told beside the file, and the file; None where it is none."""
    with Spool() as spool:
        told = await read_json(arriving(body if isinstance(body, bytes) else body.encode(), size), names, spool)
        spool.end()
        return told, None if spool.is_malformed or not spool.has_come else b"".join(spool.parts())


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64, 1 << 16])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(json.dumps({"maTinh": "01", "File": TEXT, "more": {"file": "QQ=="}}), id="base64"),
        pytest.param(f'{{"maTinh" : "0\\u0031", "FILE":\n"{ESCAPED}","more":{{"file":"QQ=="}}}}', id="escaped"),
        pytest.param(json.dumps({"maTinh": "01", "file": list(FILE), "more": {"file": "QQ=="}}), id="numbers"),
    ],
)
async def test_a_file_in_an_object_is_the_same_however_it_is_cut(body: str, size: int) -> None:
    told, file = await read(body, "file", size=size)

    assert file == FILE
    assert {name: value for name, value in told.items() if name.lower() != "file"} == {
        "maTinh": "01",
        "more": {"file": "QQ=="},
    }


@pytest.mark.parametrize("size", [1, 3, 1 << 16])
@pytest.mark.parametrize(
    "body", [json.dumps(TEXT), f'"{ESCAPED}"', json.dumps(list(FILE)), json.dumps([*FILE], indent=1)]
)
async def test_a_file_that_is_all_of_a_body_is_the_same_however_it_is_cut(body: str, size: int) -> None:
    assert (await read(body, BARE, size=size))[1] == FILE


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('{"file": 5}', id="a number"),
        pytest.param('{"file": null}', id="nothing"),
        pytest.param('{"file": {"file": "QQ=="}}', id="an object"),
        pytest.param('{"file": [1, 300]}', id="no byte"),
        pytest.param('{"file": [1, "2"]}', id="no number"),
        pytest.param('{"file": "QQ=\\u12"}', id="half an escape"),
        pytest.param('{"file": "\\ud800"}', id="half a letter"),
        pytest.param('{"file": "không"}', id="no base64"),
        pytest.param('{"maTinh": "file", "x": "QQ=="}', id="a value of that name"),
    ],
)
async def test_what_is_no_file_is_none(body: str) -> None:
    assert (await read(body, "file"))[1] is None


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"file": "QQ=="', id="an object that does not end"),
        pytest.param(b'{"file": "QQ==', id="a file that does not end"),
        pytest.param(b'{"file": [1, 2', id="numbers that do not end"),
        pytest.param(b'{"file": [[1]]}', id="lists in lists"),
        pytest.param(b'{"file": "QQ=="} {}', id="two"),
        pytest.param(b'{"x": "\xff", "file": "QQ=="}', id="another charset"),
        pytest.param(b"[" * 100_000, id="no floor"),
    ],
)
async def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableBody):
        await read(body, "file", BARE)


async def test_what_stands_beside_a_file_has_a_bound() -> None:
    with pytest.raises(BodyTooLarge):
        await read(json.dumps({"file": "QQ==", "x": "y" * 70_000}), "file")


async def test_a_body_without_anything_says_nothing() -> None:
    assert await read("  ", "file") == (None, None)
