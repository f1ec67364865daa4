"""A file that was packed before it was sent: one XML in a zip."""

from __future__ import annotations

import io
import zlib
from typing import IO, TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lienthong_emulator.edge.gateway.checks import Wrong
from lienthong_emulator.edge.gateway.files.spool import STEP

if TYPE_CHECKING:
    from lienthong_emulator.edge.gateway.files.spool import Spool

NOT_READABLE, CONTENT_WRONG = "201", "202"
LARGEST_DIRECTORY: Final = 64 << 10
"""Bytes of the list of what is in a zip: it is held in memory, and of one file it is less than a hundred."""
KINDS: Final = (ZIP_STORED, ZIP_DEFLATED)
"""Our choice: what every program packs."""
_BEGIN: Final = b"PK"
_END: Final = b"PK\x05\x06"
_END_LENGTH: Final = 22
_LONGEST_COMMENT: Final = 0xFFFF
_SIZE_OF_DIRECTORY: Final = slice(12, 16)


def unpack(packed: Spool, into: Spool) -> None:
    """Put the one file of a zip into a spool, as far as it is not too large. Raises `Wrong`.

    Our choice: what is no zip is the XML itself, as some clients of the path send it.
    """
    file = packed.seekable()
    if file.read(len(_BEGIN)) != _BEGIN:
        _copy(packed.seekable(), into)
        return
    try:
        _refuse_long_directory(file)
        with ZipFile(file) as archive:
            files = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
            if len(files) != 1:
                raise Wrong(CONTENT_WRONG)
            if files[0].compress_type not in KINDS:
                raise Wrong(NOT_READABLE)
            with archive.open(files[0]) as only:
                _copy(only, into)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error) as error:
        raise Wrong(NOT_READABLE) from error  # cut off, with a password, of a kind that nobody knows


def _copy(source: IO[bytes], into: Spool) -> None:
    """To the end, or until it is too large: a zip of little grows to anything."""
    into.has_come = True
    while not into.is_too_large and (part := source.read(STEP)):
        into.take(part)


def _refuse_long_directory(file: IO[bytes]) -> None:
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - _END_LENGTH - _LONGEST_COMMENT, 0))
    tail = file.read()
    plain = tail[-_END_LENGTH:]
    end = plain if plain.startswith(_END) else tail[tail.rfind(_END) :]
    if int.from_bytes(end[_SIZE_OF_DIRECTORY], "little") > LARGEST_DIRECTORY:
        raise Wrong(CONTENT_WRONG)
