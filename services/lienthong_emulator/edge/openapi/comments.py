"""What the contract says of its parts in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from google.protobuf.descriptor_pb2 import FileDescriptorSet

from lienthong import descriptor_set

if TYPE_CHECKING:
    from google.protobuf.descriptor_pb2 import DescriptorProto, EnumDescriptorProto, FileDescriptorProto

# Numbers of fields in descriptor.proto: a comment is found by the path of these and of places in lists.
MESSAGES, ENUMS, SERVICES = 4, 5, 6
FIELDS, NESTED, NESTED_ENUMS = 2, 3, 4
METHODS, VALUES = 2, 2

Place = tuple[int, ...]


@cache
def comments() -> Mapping[str, str]:
    """Comments by the full name of what they stand above: `package.Message.field`, `package.Enum.VALUE`."""
    held = (resources.files("lienthong_emulator.edge") / "comments.binpb").read_bytes()
    by_file = {file.name: file for file in FileDescriptorSet.FromString(held).file}
    return {
        name: text
        for file in descriptor_set().file
        if file.name in by_file
        for name, text in _comments_of(file, by_file[file.name])
    }


def _comments_of(file: FileDescriptorProto, told: FileDescriptorProto) -> Iterator[tuple[str, str]]:
    texts = {tuple(one.path): _plain(one.leading_comments) for one in told.source_code_info.location}
    for place, name in _places(file):
        if place in texts:
            yield f"{file.package}.{name}", texts[place]


def _plain(comment: str) -> str:
    return "\n".join(line.removeprefix(" ").rstrip() for line in comment.splitlines()).strip()


def _places(file: FileDescriptorProto) -> Iterator[tuple[Place, str]]:
    for at, service in enumerate(file.service):
        yield (SERVICES, at), service.name
        for within, method in enumerate(service.method):
            yield (SERVICES, at, METHODS, within), f"{service.name}.{method.name}"
    for at, message in enumerate(file.message_type):
        yield from _in_message((MESSAGES, at), message.name, message)
    for at, enum in enumerate(file.enum_type):
        yield from _in_enum((ENUMS, at), enum.name, enum)


def _in_message(place: Place, name: str, message: DescriptorProto) -> Iterator[tuple[Place, str]]:
    yield place, name
    for at, field in enumerate(message.field):
        yield (*place, FIELDS, at), f"{name}.{field.name}"
    for at, nested in enumerate(message.nested_type):
        yield from _in_message((*place, NESTED, at), f"{name}.{nested.name}", nested)
    for at, enum in enumerate(message.enum_type):
        yield from _in_enum((*place, NESTED_ENUMS, at), f"{name}.{enum.name}", enum)


def _in_enum(place: Place, name: str, enum: EnumDescriptorProto) -> Iterator[tuple[Place, str]]:
    yield place, name
    for at, value in enumerate(enum.value):
        yield (*place, VALUES, at), f"{name}.{value.name}"
