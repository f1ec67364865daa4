"""The services of the contract as a tester names them, and what each call promises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from lienthong_emulator.edge.contract import OURS, answered_services
from lienthong_emulator.edge.openapi.comments import comments

if TYPE_CHECKING:
    from google.protobuf.descriptor import ServiceDescriptor

REASON = re.compile(r"`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`")
SAME_AS = re.compile(r"every reason of `(\w+)`")
REFUSES = re.compile(r"\brefused (with|here)\b", re.IGNORECASE)
IS_STATE = re.compile(r"see `\w+\.refusal`")
"""A paragraph of what a thing may come to later: told in its state, not in the answer to the call."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service, by its short name `insurance.CardService`."""

    name: str
    agency: str
    descriptor: ServiceDescriptor

    @property
    def calls(self) -> Sequence[str]:
        return [method.name for method in self.descriptor.methods]

    def reasons_of(self, call: str) -> frozenset[str]:
        """The reasons that the comment of a call names."""
        text = comments().get(f"{self.descriptor.full_name}.{call}", "")
        others = [self.reasons_of(other) for other in SAME_AS.findall(text) if other in self.calls]
        return frozenset(_reasons_in(text)).union(*others)

    @property
    def shared_reasons(self) -> frozenset[str]:
        """The reasons with which any of its calls may be refused."""
        return frozenset(_reasons_in(comments().get(self.descriptor.full_name, "")))


class UnknownName(LookupError):
    """There is nothing under a name."""

    def __init__(self, kind: str, name: str, known: Sequence[str]) -> None:
        near = get_close_matches(name, known) or [one for one in known if name.lower() in one.lower()]
        super().__init__(f"there is no {kind} {name}" + (f"; near it: {', '.join(near[:5])}" if near else ""))


def service_named(name: str) -> Service:
    """The service under its short or its full name; raises `UnknownName`, with names that look alike."""
    by_full_name = {service.descriptor.full_name: service for service in services().values()}
    found = services().get(name) or by_full_name.get(name)
    if found is None:
        raise UnknownName("service", name, list(services()))
    return found


@cache
def services() -> Mapping[str, Service]:
    """Every service of the contract that agencies answer."""
    found = [answered for answered in answered_services() if answered.service.full_name.startswith(OURS)]
    named = [Service(_short(one.service), one.agency, one.service) for one in found]
    return {service.name: service for service in named}


def _short(descriptor: ServiceDescriptor) -> str:
    return f"{descriptor.full_name.split('.')[1]}.{descriptor.name}"


def _reasons_in(comment: str) -> Iterator[str]:
    for paragraph in comment.split("\n\n"):
        refuses = REFUSES.search(paragraph)
        if refuses and not IS_STATE.search(paragraph):
            yield from REASON.findall(paragraph[refuses.start() :])
