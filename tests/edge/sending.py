"""A hospital's system as it sends files: tokens in headers (style B) or in the form (style C)."""

from __future__ import annotations

import tracemalloc
from base64 import b64encode
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from tests.edge.hospital import Hospital, md5
from tests.facility_files import claim, summary

if TYPE_CHECKING:
    import httpx

HERE = "01999"
"""The facility that signs in."""
CHECK_IN, CLAIMS = "/api/qd130/checkInKcbQd4750", "/api/qd130/guiHoSoXmlQD4750"
CERTIFICATES, NOTICES = "/api/chungtugw/GuiHoSoChungTu2025", "/api/hososuckhoe/guiGiayToDienTu"
BOMB = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><GIAMDINHHS>&b;</GIAMDINHHS>'


def own_claim(**changes: object) -> bytes:
    """The pensioner's stay, at this facility."""
    return claim(summary(**{"MA_CSKCB": HERE, **changes}), facility=HERE)


def headers(hospital: Hospital) -> dict[str, str]:
    """As style B shows a token."""
    return {
        "accessToken": hospital.key["access_token"],
        "tokenId": hospital.key["id_token"],
        "passwordHash": md5(hospital.password),
    }


def form_130(hospital: Hospital, data: bytes, number: str, **changes: str) -> dict[str, str]:
    given = {"username": hospital.username, "loaiHoSo": number, "maTinh": HERE[:2], "maCSKCB": HERE}
    return {**given, "fileHSBase64": b64encode(data).decode(), **changes}


async def send_130(
    hospital: Hospital, data: bytes, path: str = CLAIMS, number: str = "130", **changes: str
) -> dict[str, Any]:
    form = form_130(hospital, data, number, **changes)
    answer = await hospital.client.post(path, headers=headers(hospital), data=form)
    assert answer.status_code == 200
    return answer.json()


async def send_document(hospital: Hospital, data: bytes, path: str, number: str, **changes: str) -> dict[str, Any]:
    """Style C: seven fields of a form."""
    form = {"maCskcb": HERE, **hospital.shown, "loaiHs": number, "fileBase64Str": b64encode(data).decode(), **changes}
    answer = await hospital.client.post(path, data=form)
    assert answer.status_code == 200
    return answer.json()


async def send_in_pieces(hospital: Hospital, size: int) -> httpx.Response:
    """A claim file of some bytes, as a form that is made while it is sent."""
    opening, _, closing = own_claim().partition(b"</GIAMDINHHS>")
    filler = b"<DU_PHONG>" + b"x" * 995 + b"</DU_PHONG>"

    async def form() -> AsyncGenerator[bytes]:
        yield b"loaiHoSo=130&maCSKCB=01999&fileHSBase64="
        rest = opening
        for _ in range(size // len(filler)):
            whole = rest + filler
            cut = len(whole) - len(whole) % 3
            yield quote_plus(b64encode(whole[:cut])).encode()
            rest = whole[cut:]
        yield quote_plus(b64encode(rest + b"</GIAMDINHHS>" + closing)).encode()
        yield b"&maTinh=01"

    kind = {"content-type": "application/x-www-form-urlencoded"}
    return await hospital.client.post(CLAIMS, headers={**headers(hospital), **kind}, content=form())


async def send_json_in_pieces(hospital: Hospital, size: int) -> httpx.Response:
    """The same as JSON that is made while it is sent."""
    opening, _, closing = own_claim().partition(b"</GIAMDINHHS>")
    filler = b"<DU_PHONG>" + b"x" * 996 + b"</DU_PHONG>"  # a whole number of threes

    async def body() -> AsyncGenerator[bytes]:
        yield b'{"loaiHoSo": "130", "maCSKCB": "01999", "fileHSBase64": "'
        yield b64encode(opening + b" " * (-len(opening) % 3)).replace(b"+", b"\\u002B").replace(b"/", b"\\/")
        for _ in range(size // len(filler)):
            yield b64encode(filler).replace(b"+", b"\\u002B")
        yield b64encode(b"</GIAMDINHHS>" + closing)
        yield b'", "maTinh": "01"}'

    return await hospital.client.post(
        CLAIMS, headers={**headers(hospital), "content-type": "application/json"}, content=body()
    )


@contextmanager
def peak_of_memory() -> Generator[list[int]]:
    """What this process held at most beyond what it held before, in bytes."""
    found: list[int] = []
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    try:
        yield found
        found.append(tracemalloc.get_traced_memory()[1] - before)
    finally:
        tracemalloc.stop()
