"""Every service of the contract and who answers it, from the descriptors: none is listed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from google.protobuf.descriptor_pool import Default

from lienthong.contract import descriptor_set, import_messages

if TYPE_CHECKING:
    from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
    from google.protobuf.descriptor_pb2 import FileDescriptorProto

OURS = "lienthong."
BETWEEN_PROCESSES = {"lienthong.control.v1.NodeService"}
"""What `control` asks of the processes of a house: nobody who came through a door should break off a world's half."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A service, and the agency that answers it."""

    agency: str
    service: ServiceDescriptor

    def paths(self) -> Iterator[tuple[str, MethodDescriptor]]:
        """Every call under the path that gRPC and Connect give it."""
        for method in self.service.methods:
            yield f"/{self.service.full_name}/{method.name}", method


@cache
def answered_services() -> Sequence[Answered]:
    """Every service that an agency answers to all: its own, and those of others whose messages its calls return."""
    files = [file for file in descriptor_set().file if file.service]
    own = [file for file in files if file.package.startswith(OURS)]
    import_messages()
    found = [Answered(file.package.split(".")[1], service) for file in own for service in _services_in(file)]
    others = [service for file in files if file not in own for service in _services_in(file)]
    return [*found, *(Answered(_who_returns(service, found), service) for service in others)]


def _services_in(file: FileDescriptorProto) -> Iterator[ServiceDescriptor]:
    names = [f"{file.package}.{service.name}" for service in file.service]
    yield from (Default().FindServiceByName(name) for name in names if name not in BETWEEN_PROCESSES)


def _who_returns(service: ServiceDescriptor, found: Sequence[Answered]) -> str:
    """The agency whose long work a service of Google's looks after."""
    kinds = {message.full_name for message in service.file.message_types_by_name.values()}
    returning = {one.agency for one in found for method in one.service.methods if method.output_type.full_name in kinds}
    if len(returning) != 1:
        raise LookupError(f"{service.full_name} would be answered by {sorted(returning)}: one path leads to one agency")
    return returning.pop()
