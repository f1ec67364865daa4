"""A body of JSON that holds a file, read as it comes: the file goes to a spool, and what is left is read as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from lienthong_emulator.edge.bodies import LARGEST_BODY, BodyTooLarge, UnreadableBody, json_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from lienthong_emulator.edge.gateway.files.spool import Spool

NOT_UTF8: Final = "Nội dung không đúng bảng mã utf-8."
NOT_JSON: Final = "Nội dung không đúng định dạng."
BARE: Final = ""
"""The name of a file that is all of a body."""
_IN_STRING: Final = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_BETWEEN: Final = re.compile(rb'[^"\[\]{},:]*+')
_HALF_ESCAPE: Final = re.compile(rb"\\(?:u[0-9A-Fa-f]{0,3})?$")
_LONGEST_ESCAPE: Final = 6


async def read_json(request: Request, file_names: Collection[str], spool: Spool) -> Any:
    """What a body says but for its files, None for an empty one. Raises `UnreadableBody`, `BodyTooLarge` among them.

    Files stand under some names of the outermost object, or are all of a body (`BARE`).
    """
    reader = _Reader(file_names, spool)
    async for chunk in request.stream():
        reader.feed(chunk)
    return reader.end()


class _Reader:
    """Copies what comes, but for the values of files.

    What is copied is within the bounds of a body without a file, and JSON's own reader says whether it is well formed.
    """

    def __init__(self, file_names: Collection[str], spool: Spool) -> None:
        self._file_names = {name.lower().encode() for name in file_names}
        self._spool = spool
        self._kept = bytearray()
        self._rest = b""
        self._depth = 0
        self._name: bytes | None = b"" if BARE in file_names else None
        """What is about to have a value: a name of the outermost object, or nothing at all for the body itself."""
        self._string = b""
        self._step = self._between

    def feed(self, chunk: bytes) -> None:
        text, place = self._rest + chunk, 0
        while place < len(text):
            ended = self._step(text, place)
            if ended == place:
                break
            place = ended
        self._rest = text[place:]

    def end(self) -> Any:
        self._keep(self._rest)
        try:
            text = self._kept.decode("utf-8-sig")
            return json_of(text) if text.strip() else None
        except UnicodeError as error:
            raise UnreadableBody(NOT_UTF8) from error
        except (ValueError, RecursionError) as error:
            raise UnreadableBody(NOT_JSON) from error

    def _keep(self, piece: bytes) -> None:
        self._kept += piece
        if len(self._kept) > LARGEST_BODY:
            raise BodyTooLarge(LARGEST_BODY)

    # Each step takes what it can of a text from a place on, and tells where it ended.

    def _between(self, text: bytes, place: int) -> int:
        """Whatever stands outside of strings, to the next mark."""
        match = _BETWEEN.match(text, place)
        mark = match.end() if match else place
        self._keep(text[place : mark + 1])
        if mark < len(text):
            self._note(text[mark : mark + 1])
        return mark + 1

    def _note(self, mark: bytes) -> None:
        if mark == b'"':
            self._step, self._string = (self._file_text if self._is_file() else self._text), b""
            if self._step == self._file_text:
                self._spool.has_come = True
        elif mark == b"[" and self._is_file():
            self._step, self._spool.has_come = self._file_numbers, True
        elif mark == b":" and self._depth == 1:
            self._name = self._string.lower()
        else:
            self._name = None
            self._depth += {b"{": 1, b"[": 1, b"}": -1, b"]": -1}.get(mark, 0)

    def _is_file(self) -> bool:
        return self._name is not None and self._name in self._file_names and self._depth == bool(self._name)

    def _text(self, text: bytes, place: int) -> int:
        """A string that is kept."""
        ended = self._end_of_string(text, place)
        self._string += text[place:ended]
        self._keep(text[place:ended])
        return self._after_string(text, ended)

    def _file_text(self, text: bytes, place: int) -> int:
        """A string that is a file."""
        ended = self._end_of_string(text, place)
        if ended == len(text) and (half := _HALF_ESCAPE.search(text, max(place, ended - _LONGEST_ESCAPE))):
            ended = half.start()
        self._spool.take_base64(self._unescaped(text[place:ended]))
        return self._after_string(text, ended)

    def _end_of_string(self, text: bytes, place: int) -> int:
        match = _IN_STRING.match(text, place)
        return match.end() if match else place

    def _after_string(self, text: bytes, ended: int) -> int:
        if text[ended : ended + 1] != b'"':
            return ended
        self._keep(b'"')
        self._name, self._step = None, self._between
        return ended + 1

    def _unescaped(self, piece: bytes) -> bytes:
        if b"\\" not in piece:
            return piece
        try:
            return json.loads(b'"' + piece + b'"', strict=False).encode()
        except ValueError:  # no such escape, or half a letter
            self._spool.is_malformed = True
            return b""

    def _file_numbers(self, text: bytes, place: int) -> int:
        """A list of numbers that is a file: one for each byte."""
        bracket = text.find(b"]", place)
        if bracket < 0:
            return self._numbers_so_far(text, place)
        self._take_numbers(text[place:bracket])
        self._keep(b"]")
        self._name, self._step = None, self._between
        return bracket + 1

    def _numbers_so_far(self, text: bytes, place: int) -> int:
        comma = text.rfind(b",", place)
        if comma < 0 and len(text) - place > LARGEST_BODY:
            raise UnreadableBody(NOT_JSON)
        if comma < 0:
            return place
        self._take_numbers(text[place:comma])
        return comma + 1

    def _take_numbers(self, numbers: bytes) -> None:
        if not numbers.strip() or self._spool.is_malformed:
            return
        try:
            self._spool.take(bytes(json.loads(b"[" + numbers + b"]")))
        except (TypeError, ValueError, RecursionError):
            self._spool.is_malformed = True
