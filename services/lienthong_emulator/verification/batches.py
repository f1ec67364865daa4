"""Batches of claims as they are written: to take the claims out of the bytes costs less than to write each again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from lienthong_emulator.runtime.written_fields import DELIMITED, MORE_FOLLOWS, head_of

if TYPE_CHECKING:
    from google.protobuf.field_mask_pb2 import FieldMask
    from google.protobuf.message import Message

PLACE_OF_CLAIMS, PLACE_OF_RESULTS = 3, 2
"""In the requests and the answers of every register that takes batches."""
RESULT: Final = PLACE_OF_RESULTS << 3 | DELIMITED
KIND_OF_FIELD: Final = 0x7
BYTES_OF_FIXED: Final = {1: 8, 5: 4}
"""How long a field is, by the kinds that have one length: others say their size, or are a number."""
Found_co = TypeVar("Found_co", covariant=True)
KINDS_OF_RESULTS: Final = 8


class Batch(Protocol[Found_co]):
    """A request with many claims."""

    @property
    def claims(self) -> Sequence[Found_co]: ...

    @property
    def compare_mask(self) -> FieldMask: ...


def with_claims(batch: Message, claims: Iterable[bytes]) -> bytes:
    """The batch, with claims that are written already."""
    rows = [part for claim in claims for part in (head_of(PLACE_OF_CLAIMS, len(claim)), claim)]
    return b"".join((batch.SerializeToString(), *rows))


def claims_written(batch: Any) -> Sequence[bytes]:
    """Each claim of a batch as it is written: they come last in it, one after the other, each after its size."""
    data, at = batch.SerializeToString(), _size_without_claims(batch)
    found = list[bytes]()
    for _ in range(len(batch.claims)):
        size, start = _number(data, at + 1)
        at = start + size
        found.append(data[start:at])
    return found


def results_written(answer: bytes) -> Sequence[bytes]:
    """Each result of an answer as it is written. Nearly all are of a few kinds, against which they are first held."""
    found, kinds, at = list[bytes](), dict[bytes, bytes](), 0
    while at < len(answer):
        for row, result in kinds.items():
            if answer.startswith(row, at):
                found.append(result)
                at += len(row)
                break
        else:
            end, result = _field(answer, at)
            if result is not None:
                found.append(result)
                if len(kinds) < KINDS_OF_RESULTS:
                    kinds[answer[at:end]] = result
            at = end
    return found


def _field(answer: bytes, at: int) -> tuple[int, bytes | None]:
    """Where a field ends that begins at a place, and the result that it is, if it is one."""
    tag, start = _number(answer, at)
    if tag != RESULT:
        return _end(answer, start, tag & KIND_OF_FIELD), None
    size, start = _number(answer, start)
    return start + size, answer[start : start + size]


def _size_without_claims(batch: Any) -> int:
    mask = batch.compare_mask if batch.HasField("compare_mask") else None
    return type(batch)(batch_id=batch.batch_id, compare_mask=mask).ByteSize()


def _end(data: bytes, at: int, kind: int) -> int:
    """Where a field ends whose value begins at a place."""
    if kind == DELIMITED:
        size, start = _number(data, at)
        return start + size
    return at + BYTES_OF_FIXED[kind] if kind in BYTES_OF_FIXED else _number(data, at)[1]


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of as many bytes as it needs, and where it ends."""
    found, bits = data[at] & ~MORE_FOLLOWS, 7
    while data[at] & MORE_FOLLOWS:
        at += 1
        found |= (data[at] & ~MORE_FOLLOWS) << bits
        bits += 7
    return found, at + 1
