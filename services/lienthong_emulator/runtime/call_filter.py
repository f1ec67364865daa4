"""Which calls of a journal somebody asks for, and in what a call differs from that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from google.protobuf.message import DecodeError, Message

from lienthong.contract import message_class
from lienthong_emulator.runtime.field_values import descriptor_of, field_at, holds_text, texts_at
from lienthong_emulator.runtime.redaction import redacted
from lienthong_emulator.runtime.refusals import reason_of

if TYPE_CHECKING:
    from lienthong_emulator.runtime.journal import Entry

NOTHING = "(nothing)"


class Difference(NamedTuple):
    """What was expected, and what was there."""

    path: str
    expected: str
    actual: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFilter:
    """What must be so of a call. An empty text fits every call, and a method may leave its service out."""

    method: str = ""
    caller: str = ""
    case_id: str = ""
    agency: str = ""
    fault: str = ""
    code: int | None = None
    reason: str = ""
    subject: str = ""
    """Stands in some text field of the request."""
    values: Sequence[tuple[str, str]] = field(default=())
    """Paths of the request with what stands there."""

    def fits(self, entry: Entry) -> bool:
        return next(self.differences(entry), None) is None

    def differences(self, entry: Entry) -> Iterator[Difference]:
        """In what a call does not fit, the cheapest to find first."""
        for path, expected, actual in (
            ("method", self.method, (entry.method.name, entry.method.short)),
            ("caller", self.caller, (entry.context.caller,)),
            ("case_id", self.case_id, (entry.context.case_id,)),
            ("agency", self.agency, (f"agencies/{entry.agency}",)),
        ):
            if expected and expected not in actual:
                yield Difference(path, expected, actual[0] or NOTHING)
        if self.fault and self.fault not in entry.faults:
            yield Difference("fault", self.fault, ", ".join(entry.faults) or NOTHING)
        yield from self._in_how_it_ended(entry)
        if self.subject or self.values:
            yield from self._in_request(entry)

    def _in_how_it_ended(self, entry: Entry) -> Iterator[Difference]:
        status = entry.status
        if self.code is not None and status is not None and status.code != self.code:
            yield Difference("status.code", str(self.code), str(status.code))
        reason = reason_of(status) if status is not None and self.reason else ""
        if self.reason != reason:
            yield Difference("status.reason", self.reason, reason or NOTHING)

    def _in_request(self, entry: Entry) -> Iterator[Difference]:
        """Of a stream, in the request that comes nearest: all must be so of one of them."""
        ways = [list(self._of_one(request)) for request in requests_of(entry)]
        yield from min(ways, key=len) if ways else self._of_one(None)

    def _of_one(self, request: Message | None) -> Iterator[Difference]:
        if self.subject and (request is None or not holds_text(request, self.subject)):
            yield Difference("request", f"holds {self.subject}", "does not")
        for path, value in self.values:
            found = _texts(request, path)
            if value not in found:
                yield Difference(f"request.{path}", value or NOTHING, ", ".join(filter(None, found)) or NOTHING)


def requests_of(entry: Entry) -> Iterator[Message]:
    """What was asked, as it is told: nobody finds out by asking what stands in a field that is told to nobody."""
    for request in entry.requests:
        try:
            told = redacted(entry.method.request_kind, request)
            yield message_class(entry.method.request_kind).FromString(told)
        except (DecodeError, KeyError):  # no such message: somebody's broken bytes, or an event that nobody here knows
            continue


def _texts(request: Message | None, path: str) -> Sequence[str]:
    if request is None or field_at(descriptor_of(request), path) is None:
        return ()
    return texts_at(request, path)


def nearest(entries: Sequence[Entry], asked: CallFilter, most: int) -> list[tuple[Entry, list[Difference]]]:
    """The calls that differ least from what is asked, those of its method first, the latest of equals first."""
    differing = [(entry, list(asked.differences(entry))) for entry in reversed(entries)]
    differing.sort(key=lambda found: (any(other.path == "method" for other in found[1]), len(found[1])))
    return [found for found in differing if found[1]][:most]
