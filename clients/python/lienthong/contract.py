"""The whole contract, with everything it imports, in one file, for clients in other languages."""

from __future__ import annotations

from functools import cache
from importlib import import_module, resources

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import Default
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

OURS = "lienthong/"


def descriptor_set() -> FileDescriptorSet:
    """Every message and service of the contract, with Google's and protovalidate's files."""
    return FileDescriptorSet.FromString((resources.files("lienthong") / "contract.binpb").read_bytes())


@cache
def import_messages() -> None:
    """Import all that the contract speaks of: from then on protobuf knows each message by its name."""
    for file in descriptor_set().file:
        if file.name.startswith(OURS):
            import_module(file.name.removesuffix(".proto").replace("/", ".") + "_pb2")


def message_class(kind: str) -> type[Message]:
    """The class of a message by its full name. Raises `KeyError` where nobody here knows one."""
    try:
        found = Default().FindMessageTypeByName(kind)
    except KeyError:
        import_messages()
        found = Default().FindMessageTypeByName(kind)
    return GetMessageClass(found)
