"""A file on its way in: decoded as it comes, kept on disk, never whole in memory."""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Final, Self

IN_MEMORY: Final = 256 << 10
LARGEST: Final = 24 << 20
"""Our choice, in bytes: more than insurance takes of any kind, so that it is insurance that refuses."""
STEP: Final = 256 << 10
_QUAD: Final = 4
_BREAKS: Final = b'\r\n\t"'
"""What stands in base64 of mail and in quoted base64."""


class Spool:
    """Bytes as they were before base64. What is wrong with them is noted, and told when all has come."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile[bytes](max_size=IN_MEMORY)
        self._rest = b""
        self._is_padded = False
        self.size = 0
        self.has_come = False
        """Something was sent as a file, if only an empty text."""
        self.is_malformed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def is_too_large(self) -> bool:
        return self.size > LARGEST

    def take_base64(self, text: bytes) -> None:
        """The next of it. A blank is a plus sign that a form did not escape."""
        self.has_come = True
        found = self._rest + text.translate(None, _BREAKS).replace(b" ", b"+")
        whole = len(found) - len(found) % _QUAD
        self._decode(found[:whole])
        self._rest = found[whole:]

    def take(self, data: bytes) -> None:
        """The next of what is no base64."""
        self.has_come = True
        self.size += len(data)
        if not self.is_too_large:
            self._file.write(data)

    def end(self) -> None:
        """Nothing more comes."""
        self.is_malformed = self.is_malformed or bool(self._rest)

    def seekable(self) -> IO[bytes]:
        """The file, to be read in any order."""
        self._file.seek(0)
        return self._file

    def parts(self) -> Iterator[bytes]:
        """The file from its beginning."""
        self._file.seek(0)
        return iter(lambda: self._file.read(STEP), b"")

    def _decode(self, text: bytes) -> None:
        if not text or self.is_malformed:
            return
        try:
            if self._is_padded:
                raise binascii.Error("data after the end")
            self.take(binascii.a2b_base64(text, strict_mode=True))
        except binascii.Error:
            self.is_malformed = True
        self._is_padded = text.endswith(b"=")
