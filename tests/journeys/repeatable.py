"""Calls that change something, and what it takes to make one of them twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from google.protobuf.descriptor import Descriptor, MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.descriptor_pool import DescriptorPool

from lienthong.contract import descriptor_set

if TYPE_CHECKING:
    from journeys.conftest import Commune, Dossier

Prepare = Callable[["Commune", "Dossier"], Awaitable[Any]]


@dataclass(frozen=True)
class Case:
    """A call: the client's attribute, the method, who asks, how its request is prepared; a list is a stream of them.

    `other` makes another request: a field and its value. None where the call takes no request id: `unnumbered` says why
    it needs none.
    """

    stub: str
    method: str
    caller: str
    prepare: Prepare
    other: tuple[str, Any] | None = None
    unnumbered: str = ""


def changing_calls() -> Mapping[str, str]:
    """Every call of the contract that does not only read, with the path of its request id; empty for none."""
    return {
        method.full_name: next(_paths_of_request_id(method.input_type), "")
        for method in _methods()
        if method.GetOptions().idempotency_level != MethodOptions.NO_SIDE_EFFECTS
    }


def asking_calls() -> set[str]:
    """Those of them that change no register: what was asked is noted, each time."""
    return {
        method.full_name for method in _methods() if method.GetOptions().idempotency_level == MethodOptions.IDEMPOTENT
    }


def _methods() -> Iterator[MethodDescriptor]:
    pool = DescriptorPool()
    files = descriptor_set().file
    for file in files:
        pool.Add(file)
    for file in files:
        if file.package.startswith("lienthong."):
            for service in pool.FindFileByName(file.name).services_by_name.values():
                yield from service.methods


def _paths_of_request_id(request: Descriptor) -> Iterator[str]:
    """Of the request itself, or of a block of it such as the grounds of a change."""
    if "request_id" in request.fields_by_name:
        yield "request_id"
    for field in request.fields:
        block = field.message_type
        if block is not None and not field.is_repeated and "request_id" in block.fields_by_name:
            yield f"{field.name}.request_id"


def put(request: Any, path: str, value: Any) -> None:
    """Give a field of a message, by its path, another value."""
    *blocks, last = path.split(".")
    for block in blocks:
        request = getattr(request, block)
    setattr(request, last, value)


def same(request: Any) -> Prepare:
    """A request that needs nothing before it."""

    async def prepare(_commune: Commune, _dossier: Dossier) -> Any:
        return request

    return prepare
