"""The methods of the contract that are answered within a world."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from google.protobuf.descriptor_pool import DescriptorPool

from lienthong import descriptor_set

if TYPE_CHECKING:
    from google.protobuf.descriptor import MethodDescriptor

BESIDE = {"insurance": ("google.longrunning.Operations",)}
"""Services of others' contracts that an agency answers as well."""
OUTSIDE_OF_WORLDS = "control"

Methods = Sequence["MethodDescriptor"]


@cache
def methods_by_agency() -> Mapping[str, Methods]:
    """Every method of the contract that is answered within a world."""
    pool = DescriptorPool()
    files = descriptor_set().file
    for file in files:
        pool.Add(file)  # type: ignore[attr-defined] # the stubs of protobuf leave it out
    found: dict[str, list[MethodDescriptor]] = {}
    for file in files:
        for service in file.service:
            name = f"{file.package}.{service.name}"
            agency = file.package.split(".")[1]
            owners = [agency] if file.package.startswith("lienthong.") else _owners(name)
            for owner in owners:
                found.setdefault(owner, []).extend(pool.FindServiceByName(name).methods)
    del found[OUTSIDE_OF_WORLDS]
    return found


def _owners(service: str) -> list[str]:
    return [agency for agency, services in BESIDE.items() if service in services]


def full_name_of(method: MethodDescriptor) -> str:
    return f"{method.containing_service.full_name}/{method.name}"


def near_to(name: str, names: Iterable[str]) -> str:
    return ", ".join(get_close_matches(name, sorted(names)))
