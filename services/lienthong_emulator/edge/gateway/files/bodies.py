"""Bodies that carry a file among a few fields: the file goes to a spool, the fields stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote_to_bytes

from lienthong_emulator.edge.bodies import LARGEST_BODY, MOST_FIELDS, Fields, UnreadableBody, json_of, whole_body
from lienthong_emulator.edge.gateway.files.spool import LARGEST, STEP

if TYPE_CHECKING:
    from starlette.requests import Request

    from lienthong_emulator.edge.gateway.files.spool import Spool

LARGEST_JSON: Final = LARGEST * 4 // 3 + LARGEST_BODY
"""JSON has no parts that could be read by themselves: it is held whole, within this bound."""
NOT_UTF8: Final = "Nội dung không đúng bảng mã utf-8."


async def fields_beside(request: Request, file_names: Collection[str], spool: Spool) -> Fields:
    """The fields of a form or of JSON without the file, which goes to the spool. Raises `UnreadableBody`."""
    if request.headers.get("content-type", "").partition(";")[0].strip().endswith("json"):
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
    found = await read_json(request)
    if not isinstance(found, dict):
        raise UnreadableBody("Nội dung không đúng định dạng.")
    values = {name.lower(): value for name, value in cast("dict[str, Any]", found).items()}
    for name in file_names:
        take_json(values.pop(name.lower(), None), spool)
    return Fields(values)


async def read_json(request: Request) -> Any:
    """What a body of JSON says, None for an empty one. Raises `UnreadableBody`, `BodyTooLarge` among them."""
    body = await whole_body(request, LARGEST_JSON)
    if not body.strip():
        return None
    try:
        return json_of(body.decode("utf-8-sig"))
    except UnicodeError as error:
        raise UnreadableBody(NOT_UTF8) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableBody("Nội dung không đúng định dạng.") from error


def take_json(value: Any, spool: Spool) -> None:
    """A file as JSON writes it: base64, or one number for each byte."""
    if isinstance(value, str):
        text = value.encode("utf-8", "replace")
        spool.has_come = True
        for start in range(0, len(text), STEP):
            spool.take_base64(text[start : start + STEP])
    elif isinstance(value, list):
        try:
            spool.take(bytes(cast("list[int]", value)))
        except (TypeError, ValueError):
            spool.is_malformed = True
    elif value is not None:
        spool.is_malformed = True
