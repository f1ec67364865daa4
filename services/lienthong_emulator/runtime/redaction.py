"""Fields that the contract marks `debug_redact`: what stands in them is told to nobody who reads a journal."""

from collections.abc import Sequence
from functools import cache

from google.protobuf.descriptor_pool import Default
from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass


def redacted(kind: str, message: bytes) -> bytes:
    """A message as it travelled, without such fields."""
    if not (hidden := _hidden_in(kind)):
        return message
    found = GetMessageClass(Default().FindMessageTypeByName(kind))()
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
        fields = Default().FindMessageTypeByName(kind).fields
    except KeyError:
        return ()  # a kind that nobody here has: nor has who asks for it
    return [field.name for field in fields if field.GetOptions().debug_redact]
