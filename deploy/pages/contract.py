"""The page of the contract, from its descriptors and their comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
    MethodDescriptorProto,
    MethodOptions,
    ServiceDescriptorProto,
)
from pages.markdown import GENERATED, anchor, link, table
from pages.rules import rules_of

HEAD = """# The contract

Every service, call, message and enum, from the comments in [`proto/`](../proto/lienthong). The same, for programs:
[`contract.binpb`](../clients/python/lienthong/contract.binpb), one descriptor set with everything it imports.

A call that is refused carries a `google.rpc.Status` with an `ErrorInfo` (reason, domain `lienthong`), the fields at
fault in a `BadRequest`, a `RetryInfo` where a retry helps, and a `LocalizedMessage` in vi-VN.

A call that *only reads* (`idempotency_level` is `NO_SIDE_EFFECTS`) or that *may be made again* (`IDEMPOTENT`) can be
repeated by a client that got no answer; any other only with the same `request_id`, where it has one.

| metadata key | meaning |
|---|---|
| `lienthong-world` | which world the call is about; `default` where absent |
| `lienthong-caller` | who calls now, such as `agencies/justice` or `facilities/01001` |
| `lienthong-on-behalf-of` | where the case began; passed on to peers |
| `lienthong-case` | correlation id of the case; made where absent, returned in the trailers, passed on |
| `lienthong-clock` | revision of the world's clock |
| `traceparent` | W3C trace context; passed on |

"""
OURS = "lienthong."
REPEATED = {MethodOptions.NO_SIDE_EFFECTS: " (*only reads*)", MethodOptions.IDEMPOTENT: " (*may be made again*)"}
WORDS = {
    FieldDescriptorProto.TYPE_BOOL: "bool",
    FieldDescriptorProto.TYPE_BYTES: "bytes",
    FieldDescriptorProto.TYPE_DOUBLE: "double",
    FieldDescriptorProto.TYPE_INT32: "int32",
    FieldDescriptorProto.TYPE_INT64: "int64",
    FieldDescriptorProto.TYPE_STRING: "string",
}
REASON = re.compile(r"`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`")

# Numbers of fields in descriptor.proto: a comment is found by the path of these and of places in lists.
MESSAGES, ENUMS, SERVICES = 4, 5, 6
FIELDS, NESTED, NESTED_ENUMS = 2, 3, 4
METHODS, VALUES = 2, 2

Place = tuple[int, ...]


def contract_page(descriptor_set: bytes) -> str:
    """The whole page, from a descriptor set with source info."""
    files = [file for file in FileDescriptorSet.FromString(descriptor_set).file if file.package.startswith(OURS)]
    packages: dict[str, list[_File]] = {}
    for file in sorted(files, key=lambda file: (file.package, file.name)):
        packages.setdefault(file.package, []).append(_File(file))
    body = [_contents(packages), *(_package(name, held) for name, held in packages.items()), _reasons(packages)]
    return GENERATED + HEAD + "\n".join(body)


@dataclass
class _File:
    """A file, with the comment of each of its parts."""

    proto: FileDescriptorProto
    comments: dict[Place, str] = field(default_factory=dict[Place, str])

    def __post_init__(self) -> None:
        for location in self.proto.source_code_info.location:
            text = "\n".join(line.removeprefix(" ").rstrip() for line in location.leading_comments.splitlines())
            self.comments[tuple(location.path)] = text.strip()

    def comment(self, *place: int) -> str:
        return self.comments.get(place, "")

    def full_name(self, name: str) -> str:
        return f"{self.proto.package}.{name}"

    def services(self) -> Iterator[tuple[Place, ServiceDescriptorProto]]:
        for index, service in enumerate(self.proto.service):
            yield (SERVICES, index), service

    def messages(self) -> Iterator[tuple[Place, str, DescriptorProto]]:
        """Every message but the entries of maps, those within others included."""
        for index, message in enumerate(self.proto.message_type):
            yield from _with_nested((MESSAGES, index), message.name, message)

    def enums(self) -> Iterator[tuple[Place, str, EnumDescriptorProto]]:
        for index, enum in enumerate(self.proto.enum_type):
            yield (ENUMS, index), enum.name, enum
        for place, name, message in self.messages():
            for index, enum in enumerate(message.enum_type):
                yield (*place, NESTED_ENUMS, index), f"{name}.{enum.name}", enum


def _with_nested(place: Place, name: str, message: DescriptorProto) -> Iterator[tuple[Place, str, DescriptorProto]]:
    yield place, name, message
    for index, nested in enumerate(message.nested_type):
        if not nested.options.map_entry:
            yield from _with_nested((*place, NESTED, index), f"{name}.{nested.name}", nested)


def _contents(packages: dict[str, list[_File]]) -> str:
    lines: list[str] = []
    for package, files in packages.items():
        lines.append(f"- {link(f'`{package}`', package)}")
        for file in files:
            for _, service in file.services():
                full_name = file.full_name(service.name)
                calls = ", ".join(link(call.name, f"{full_name}.{call.name}") for call in service.method)
                lines.append(f"  - {link(f'**{service.name}**', full_name)}: {calls}")
    return "\n".join([*lines, f"- {link('Reasons of refusals', 'reasons')}", ""])


def _package(name: str, files: Sequence[_File]) -> str:
    parts = [f"{anchor(name)}\n\n## {name}\n"]
    for file in files:
        parts += [_service(file, place, service) for place, service in file.services()]
    for file in files:
        parts += [_message(file, place, name, message) for place, name, message in file.messages()]
    for file in files:
        parts += [_enum(file, place, name, enum) for place, name, enum in file.enums()]
    return "\n".join(parts)


def _heading(level: int, full_name: str, title: str, comment: str) -> str:
    return f"{anchor(full_name)}\n\n{'#' * level} {title}\n\n{comment}\n"


def _service(file: _File, place: Place, service: ServiceDescriptorProto) -> str:
    full_name = file.full_name(service.name)
    parts = [_heading(3, full_name, f"Service {service.name}", file.comment(*place))]
    for index, call in enumerate(service.method):
        parts.append(_call(full_name, call, file.comment(*place, METHODS, index)))
    return "\n".join(parts)


def _call(service: str, call: MethodDescriptorProto, comment: str) -> str:
    stream_in = "stream of " if call.client_streaming else ""
    stream_out = "stream of " if call.server_streaming else ""
    line = f"{stream_in}{_linked(call.input_type)} → {stream_out}{_linked(call.output_type)}"
    repeated = REPEATED.get(call.options.idempotency_level, "")
    return _heading(4, f"{service}.{call.name}", call.name, f"{line}{repeated}\n\n{comment}")


def _message(file: _File, place: Place, name: str, message: DescriptorProto) -> str:
    rows = [
        [
            f"`{part.name}`",
            _type_of(part, message),
            str(part.number),
            rules_of(part),
            _one_of(part, message) + file.comment(*place, FIELDS, index),
        ]
        for index, part in enumerate(message.field)
    ]
    fields = table(("field", "type", "no.", "rules", "meaning"), rows) if rows else "It has no fields.\n"
    return _heading(3, file.full_name(name), name, file.comment(*place)) + "\n" + fields


def _one_of(part: FieldDescriptorProto, message: DescriptorProto) -> str:
    if not part.HasField("oneof_index") or part.proto3_optional:
        return ""
    return f"*One of `{message.oneof_decl[part.oneof_index].name}`.* "


def _type_of(part: FieldDescriptorProto, message: DescriptorProto) -> str:
    for nested in message.nested_type:
        if nested.options.map_entry and part.type_name.endswith(f".{message.name}.{nested.name}"):
            return f"map of {_type_of(nested.field[0], nested)} to {_type_of(nested.field[1], nested)}"
    repeated = "repeated " if part.label == FieldDescriptorProto.LABEL_REPEATED else ""
    return repeated + (_linked(part.type_name) if part.type_name else WORDS[part.type])


def _linked(type_name: str) -> str:
    full_name = type_name.removeprefix(".")
    if not full_name.startswith(OURS):
        return f"`{full_name}`"
    return link(re.sub(r"^lienthong\.[a-z]+\.v\d+\.", "", full_name), full_name)


def _enum(file: _File, place: Place, name: str, enum: EnumDescriptorProto) -> str:
    rows = [
        [f"`{value.name}`", str(value.number), file.comment(*place, VALUES, index)]
        for index, value in enumerate(enum.value)
    ]
    return (
        _heading(3, file.full_name(name), name, file.comment(*place)) + "\n" + table(("value", "no.", "meaning"), rows)
    )


def _reasons(packages: dict[str, list[_File]]) -> str:
    """Which calls name which reason; a reason in a service's comment holds for all its calls."""
    files = [file for held in packages.values() for file in held]
    values = {value.name for file in files for _, _, enum in file.enums() for value in enum.value}
    found: dict[str, list[str]] = {}
    for file in files:
        for place, service in file.services():
            for full_name, title, comment in _commented(file, place, service):
                for reason in dict.fromkeys(REASON.findall(comment)):
                    if reason not in values:
                        found.setdefault(reason, []).append(link(title, full_name))
    rows = ([f"`{reason}`", ", ".join(found[reason])] for reason in sorted(found))
    head = "Reasons of refusals"
    told = "A reason under a service may be met in each of its calls."
    return _heading(2, "reasons", head, told) + "\n" + table(("reason", "where"), rows)


def _commented(file: _File, place: Place, service: ServiceDescriptorProto) -> Iterable[tuple[str, str, str]]:
    full_name = file.full_name(service.name)
    yield full_name, service.name, file.comment(*place)
    for index, call in enumerate(service.method):
        yield f"{full_name}.{call.name}", call.name, file.comment(*place, METHODS, index)
