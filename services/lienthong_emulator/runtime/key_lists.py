"""Lists of keys as they are kept in one row: eight bytes each, the highest first, so that their order is their own."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

KEY_BYTES: Final = 8


def keys_to_bytes(keys: Sequence[int]) -> bytes:
    """Keys are at least 0."""
    return struct.pack(f">{len(keys)}q", *keys)


def keys_from_bytes(data: bytes) -> Sequence[int]:
    return struct.unpack(f">{len(data) // KEY_BYTES}q", data)
