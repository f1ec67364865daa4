"""Whether what came of a call is what must come of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lienthong_emulator.conformance.cases import Answer, ByRules, Expected, Refusal, WellFormed
from lienthong_emulator.conformance.comparing import differences
from lienthong_emulator.runtime.validation import InvalidRequest, check

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from lienthong_emulator.conformance.calling import Reply
    from lienthong_emulator.conformance.services import Service

DOMAINS = ("lienthong", "exchange.lienthong")
INVALID = "INVALID_REQUEST"
OF_THE_WORLD = frozenset({"INVALID_REQUEST", "MALFORMED_REQUEST", "MALFORMED_METADATA", "WORLD_NOT_FOUND"})
"""Reasons that no well-formed call in a world that exists may be given."""


def faults_of(
    reply: Reply, expected: Expected, sent: Sequence[Message], earlier: Sequence[Reply], service: Service, call: str
) -> list[str]:
    """Everything that is wrong, in words; nothing where all is as it must be."""
    if reply.code == "UNIMPLEMENTED":
        return [f"the server has no call {call}"]
    found = list(_form_of_refusal(reply))
    match expected:
        case Answer():
            found += _answered(reply, expected, earlier)
        case Refusal():
            found += _refused(reply, expected)
        case WellFormed():
            found += _well_formed(reply, service, call)
        case ByRules():
            found += _by_rules(reply, sent, service, call)
    return found


def _answered(reply: Reply, expected: Answer, earlier: Sequence[Reply]) -> Iterator[str]:
    if reply.code != "OK":
        yield f"expected an answer, was {_said(reply)}"
    elif expected.same_as is not None and reply.answer != earlier[expected.same_as].answer:
        yield f"expected the answer of step {expected.same_as}, was another"
    elif expected.holds is not None:
        yield from differences(expected.holds, reply.answer)


def _refused(reply: Reply, expected: Refusal) -> Iterator[str]:
    found = (reply.code, reply.refused.reason if reply.refused else "")
    if found != (expected.code, expected.reason):
        yield f"expected {expected.code} {expected.reason}, was {_said(reply)}"
    elif expected.field and reply.refused and reply.refused.field != expected.field:
        yield f"expected the field {expected.field}, was {reply.refused.field or 'none'}"


def _well_formed(reply: Reply, service: Service, call: str) -> Iterator[str]:
    allowed = (service.reasons_of(call) | service.shared_reasons) - OF_THE_WORLD
    if reply.code != "OK" and (reply.refused is None or reply.refused.reason not in allowed):
        yield f"the request is well formed; expected an answer or a reason of {call}, was {_said(reply)}"


def _by_rules(reply: Reply, sent: Sequence[Message], service: Service, call: str) -> Iterator[str]:
    broken = [field for message in sent for field in _broken_fields(message)]
    if not broken:
        yield from _well_formed(reply, service, call)
        return
    yield from _refused(reply, Refusal(code="INVALID_ARGUMENT", reason=INVALID))
    if reply.refused and reply.refused.reason == INVALID and reply.refused.field not in broken:
        yield f"expected one of the fields {', '.join(broken)}, was {reply.refused.field or 'none'}"


def _broken_fields(message: Message) -> list[str]:
    """The fields that break a shape rule, as the contract writes them."""
    try:
        check(message)
    except InvalidRequest as no:
        return [violation.field for violation in no.violations()]
    return []


def _form_of_refusal(reply: Reply) -> Iterator[str]:
    """Every refusal has a reason, and says it in both languages."""
    if reply.code == "OK":
        return
    if reply.refused is None:
        yield f"{reply.code} without ErrorInfo: a program cannot tell why"
        return
    no = reply.refused
    if no.domain not in DOMAINS:
        yield f"the domain of {no.reason} is {no.domain!r}, not one of {', '.join(DOMAINS)}"
    if not no.message or not no.message_vi:
        yield f"{no.reason} lacks its sentence in {'English' if not no.message else 'Vietnamese'}"


def _said(reply: Reply) -> str:
    if reply.code == "OK":
        return "an answer"
    reason = reply.refused.reason if reply.refused else reply.text[:200]
    return f"{reply.code} {reason}".strip()
