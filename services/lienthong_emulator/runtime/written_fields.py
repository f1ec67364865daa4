"""Messages as they are written: a message is its fields, one after the other.

What was written before is put into another message as it stands: it is neither read nor written again.
"""

from functools import lru_cache

DELIMITED = 2
"""The wire type of texts, bytes and messages."""
MORE_FOLLOWS = 0x80
"""Set in every byte of a size but the last, each of which holds seven bits."""


def field(place: int, value: bytes) -> bytes:
    """A field that holds a text, bytes or a message."""
    return head_of(place, len(value)) + value


def text(place: int, value: str) -> bytes:
    """A field that holds a text; nothing where it is empty."""
    if not value:
        return b""
    written = value.encode()
    return head_of(place, len(written)) + written


@lru_cache(maxsize=4096)
def head_of(place: int, size: int) -> bytes:
    """What goes before the value: the field's number, one of the first 15, with its wire type, and the value's size."""
    sizes = [place << 3 | DELIMITED]
    while size >= MORE_FOLLOWS:
        sizes.append(size & ~MORE_FOLLOWS & 0xFF | MORE_FOLLOWS)
        size >>= 7
    return bytes((*sizes, size))
