"""Fields that the contract marks `debug_redact`: what stands in them is told to nobody who reads a journal."""

from collections.abc import Sequence
from functools import cache

from google.protobuf.message import DecodeError

from lienthong.contract import message_class


def redacted(kind: str, message: bytes) -> bytes:
    """A message as it travelled, without such fields."""
    if not (hidden := _hidden_in(kind)):
        return message
    found = message_class(kind)()
    try:
        found.ParseFromString(message)
    except DecodeError:
        return b""
    for name in hidden:
        found.ClearField(name)
    return found.SerializeToString()


@cache
def _hidden_in(kind: str) -> Sequence[str]:
    try:
        fields = message_class(kind).DESCRIPTOR.fields
    except KeyError:
        return ()  # a kind that nobody here has: nor has who asks for it
    return [field.name for field in fields if field.GetOptions().debug_redact]
