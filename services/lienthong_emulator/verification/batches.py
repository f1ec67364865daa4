"""Batches of claims as they are written: to take the claims out of the bytes costs less than to write each again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from lienthong_emulator.runtime.written_fields import MORE_FOLLOWS, head_of

if TYPE_CHECKING:
    from google.protobuf.field_mask_pb2 import FieldMask
    from google.protobuf.message import Message

Request = TypeVar("Request", bound="Message")
PLACE_OF_CLAIMS = 3
"""In the requests of every register that takes batches."""
Found_co = TypeVar("Found_co", covariant=True)


class Batch(Protocol[Found_co]):
    """A request with many claims."""

    @property
    def claims(self) -> Sequence[Found_co]: ...

    @property
    def compare_mask(self) -> FieldMask: ...


def with_claims(batch: Request, claims: Iterable[bytes]) -> Request:
    """The batch, with claims that are written already."""
    rows = [part for claim in claims for part in (head_of(PLACE_OF_CLAIMS, len(claim)), claim)]
    return type(batch).FromString(b"".join((batch.SerializeToString(), *rows)))


def claims_written(batch: Any) -> Sequence[bytes]:
    """Each claim of a batch as it is written: they come last in it, one after the other, each after its size."""
    data, at = batch.SerializeToString(), _size_without_claims(batch)
    found = list[bytes]()
    for _ in range(len(batch.claims)):
        size, start = data[at + 1], at + 2
        if size & MORE_FOLLOWS:
            size, start = _long_size(data, at + 1)
        at = start + size
        found.append(data[start:at])
    return found


def _size_without_claims(batch: Any) -> int:
    mask = batch.compare_mask if batch.HasField("compare_mask") else None
    return type(batch)(batch_id=batch.batch_id, compare_mask=mask).ByteSize()


def _long_size(data: bytes, at: int) -> tuple[int, int]:
    """A size of several bytes, and where it ends."""
    size, bits = 0, 0
    while data[at] & MORE_FOLLOWS:
        size |= (data[at] & ~MORE_FOLLOWS) << bits
        at, bits = at + 1, bits + 7
    return size | data[at] << bits, at + 1
