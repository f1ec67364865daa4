"""Bodies that carry a file among a few fields: the file goes to a spool, the fields stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote_to_bytes

from lienthong_emulator.edge.bodies import LARGEST_BODY, MOST_FIELDS, Fields, UnreadableBody
from lienthong_emulator.edge.gateway.files.json_bodies import NOT_JSON, NOT_UTF8, read_json

if TYPE_CHECKING:
    from starlette.requests import Request

    from lienthong_emulator.edge.gateway.files.spool import Spool


async def fields_beside(request: Request, file_names: Collection[str], spool: Spool) -> Fields:
    """The fields of a form or of JSON without the file, which goes to the spool. Raises `UnreadableBody`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith("multipart/"):
        raise UnreadableBody(f"Không hỗ trợ định dạng {kind}.")
    if kind.endswith("json"):
        fields = await _of_json(request, file_names, spool)
    else:
        reader = _Form(file_names, spool)
        async for chunk in request.stream():
            reader.feed(chunk)
        fields = Fields(reader.end(), is_form=True)
    spool.end()
    return fields


class _Form:
    """Reads a form as it comes. Of an `application/x-www-form-urlencoded` body only a file may be long."""

    def __init__(self, file_names: Collection[str], spool: Spool) -> None:
        self._file_names = {name.lower() for name in file_names}
        self._spool = spool
        self._name: str | None = None
        self._text = bytearray()
        self._escape = b""
        self._values: dict[str, str] = {}
        self._kept = 0
        self._ended = 0

    def feed(self, chunk: bytes) -> None:
        self._ended += chunk.count(b"&")
        if self._ended > MOST_FIELDS:  # empty ones count: a body of nothing but their ends would keep us busy
            raise UnreadableBody(f"Nội dung có quá {MOST_FIELDS} trường.")
        for place, piece in enumerate(chunk.split(b"&")):
            if place:
                self._end_of_field()
            self._take(piece)

    def end(self) -> Mapping[str, str]:
        self._end_of_field()
        return self._values

    def _take(self, piece: bytes) -> None:
        if self._name is None:
            head, sign, rest = piece.partition(b"=")
            self._keep(head)
            if not sign:
                return
            self._name, piece = _plain(bytes(self._text)).lower(), rest
            self._text.clear()
        if self._name in self._file_names:
            self._take_file(piece)
        else:
            self._keep(piece)

    def _take_file(self, piece: bytes) -> None:
        found = self._escape + piece
        cut = found.rfind(b"%", max(len(found) - 2, 0))  # an escape that the next chunk completes
        whole, self._escape = (found, b"") if cut < 0 else (found[:cut], found[cut:])
        self._spool.take_base64(unquote_to_bytes(whole))

    def _keep(self, piece: bytes) -> None:
        self._kept += len(piece)
        if self._kept > LARGEST_BODY:
            raise UnreadableBody(f"Nội dung vượt quá {LARGEST_BODY} byte.")
        self._text += piece

    def _end_of_field(self) -> None:
        if self._name is None:
            self._name = _plain(bytes(self._text)).lower() if self._text else ""
            self._text.clear()
        if self._name in self._file_names:
            self._spool.take_base64(self._escape)
        elif self._name:
            self._values[self._name] = _plain(bytes(self._text))
        self._name, self._escape = None, b""
        self._text.clear()


def _plain(text: bytes) -> str:
    try:
        return unquote_to_bytes(text.replace(b"+", b" ")).decode()
    except UnicodeDecodeError as error:
        raise UnreadableBody(NOT_UTF8) from error


async def _of_json(request: Request, file_names: Collection[str], spool: Spool) -> Fields:
    found = await read_json(request, file_names, spool)
    if not isinstance(found, dict):
        raise UnreadableBody(NOT_JSON)
    names = {name.lower() for name in file_names}
    values = {name.lower(): value for name, value in cast("dict[str, Any]", found).items()}
    return Fields({name: value for name, value in values.items() if name not in names})
