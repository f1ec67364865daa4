"""Which cases are meant: those of the services that are named, written and generated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from lienthong_emulator.conformance.generated import generated_cases
from lienthong_emulator.conformance.services import UnknownName, service_named
from lienthong_emulator.conformance.written import written_cases

if TYPE_CHECKING:
    from lienthong_emulator.conformance.cases import Case


def chosen_cases(names: Sequence[str]) -> Mapping[str, Sequence[Case]]:
    """Cases by service, of every service with cases where none is named; raises `UnknownName`."""
    wanted = [service_named(name).name for name in names] or list(written_cases())
    for name in wanted:
        if name not in written_cases():
            raise UnknownName("case for the service", name, list(written_cases()))
    return {name: cases_of(name) for name in dict.fromkeys(wanted)}


@cache
def cases_of(name: str) -> Sequence[Case]:
    """Every case of a service, by its short name."""
    written = written_cases()[name]
    return [*written, *generated_cases(service_named(name), written)]
