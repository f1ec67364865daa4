"""Files that travel as a stream: a header first, where there is one, then their bytes in chunks."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from lienthong_emulator.runtime.refusals import Kind, Refusal
from lienthong_emulator.runtime.templates import troubles_of_the_disk

CHUNK = 1 << 20
"""Bytes that travel at a time."""


class HeaderExpected(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "HEADER_EXPECTED"
    english = "The header of a file comes first, and once; after it come its bytes."
    vietnamese = "Thông tin chung của tệp phải gửi đầu tiên và chỉ một lần; sau đó là nội dung tệp."


@contextmanager
def folder_in_passing() -> Generator[Path]:
    """Where files may be written that are not kept beyond the block. Refused with `DatabaseUnavailable`."""
    with troubles_of_the_disk(), tempfile.TemporaryDirectory(prefix="lienthong-passing-") as folder:
        yield Path(folder)


async def header_and_chunks(requests: AsyncIterator[Any]) -> tuple[Any, AsyncGenerator[bytes]]:
    """The header of a file that is sent, and its chunks as they come. Refused with `HeaderExpected`."""
    first = await anext(requests, None)
    if first is None or first.WhichOneof("part") != "header":
        raise HeaderExpected(field="header")
    return first.header, _chunks(requests)


async def _chunks(requests: AsyncIterator[Any]) -> AsyncGenerator[bytes]:
    async for request in requests:
        if request.WhichOneof("part") != "chunk":
            raise HeaderExpected(field="header")
        yield request.chunk


async def gathered(chunks: AsyncIterable[bytes], path: Path) -> int:
    """Write what comes into a file; how many bytes came."""
    size = 0
    with path.open("wb") as file:
        async for chunk in chunks:
            size += await asyncio.to_thread(file.write, chunk)
    return size


async def chunks_of(file: IO[bytes]) -> AsyncGenerator[bytes]:
    """The rest of a file, piece by piece."""
    while chunk := await asyncio.to_thread(file.read, CHUNK):
        yield chunk
