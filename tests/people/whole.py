"""A nation in columns: what an agency gets of it, all batches in one, without the personas."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lienthong_emulator.people.registers.slices import slices_held_by
from lienthong_emulator.people.registers.versions import Addresses
from lienthong_emulator.runtime.recipe import Nation

Columns = Mapping[str, Sequence[Any]]
"""By part and name, such as `cards valid_from` and `people residence commune_code`."""


def columns_of(agency: str, nation: Nation) -> Columns:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for version in slices_held_by(agency, nation):
        for field, part in parts(version):
            for name, values in columns(part):
                found[f"{field} {name}"] += values
    return found


def parts(version: Any) -> Iterator[tuple[str, Any]]:
    for field in dataclasses.fields(version):
        if field.name != "people_so_far":
            yield field.name, getattr(version, field.name)


def columns(part: Any, prefix: str = "") -> Iterator[tuple[str, Sequence[Any]]]:
    """Every column of a part of a version; those of an address, too."""
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        if isinstance(value, Addresses):
            yield from columns(value, f"{field.name} ")
        else:
            yield f"{prefix}{field.name}", value
