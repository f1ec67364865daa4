"""Cases that follow from the contract alone: every field of a good request, tried against its shape rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from buf.validate import validate_pb2
from lienthong_emulator.conformance.cases import Answer, ByRules, Case, Expected, Refusal
from lienthong_emulator.conformance.fields import tried_values
from lienthong_emulator.conformance.places import Place, put
from lienthong_emulator.conformance.values import Values
from lienthong_emulator.edge.openapi.constraints import rules_of

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor, FieldDescriptor

    from lienthong_emulator.conformance.services import Service

NO_MESSAGE = b"\xff\xff\xff\xff"
NOWHERE = {"lienthong-world": "no-world-of-the-kit"}
ENDLESS = {"lienthong-legal-basis": "a" * 201}
NEGATIVES: Mapping[str, tuple[str, Refusal, Mapping[str, Any]]] = {
    "bytes-that-are-no-message": (
        "MALFORMED_REQUEST",
        Refusal(code="INVALID_ARGUMENT", reason="MALFORMED_REQUEST"),
        {"wire": NO_MESSAGE},
    ),
    "a-world-that-does-not-exist": (
        "WORLD_NOT_FOUND",
        Refusal(code="NOT_FOUND", reason="WORLD_NOT_FOUND"),
        {"metadata": NOWHERE},
    ),
    "metadata-without-end": (
        "MALFORMED_METADATA",
        Refusal(code="INVALID_ARGUMENT", reason="MALFORMED_METADATA"),
        {"metadata": ENDLESS},
    ),
}
"""By what the case is called: the reason that the service must name for any call, what must come, what is sent."""


def generated_cases(service: Service, written: Sequence[Case]) -> Iterator[Case]:
    """Variants of a well-formed request to each call: of one that hand-written cases have answered, else of another."""
    for call in service.calls:
        base = _base(call, written)
        if base is not None:
            yield from _negatives(service, base)
            yield from _variants(service, base)


def _base(call: str, written: Sequence[Case]) -> Case | None:
    """The case after which a call is made with the fewest other steps."""
    last = {case.case_id: case.steps[-1] for case in written}
    about = [case for case in written if last[case.case_id].call == call and last[case.case_id].times == 1]
    answered = [case for case in about if isinstance(last[case.case_id].expected, Answer)]
    refused = [case for case in about if _is_refused_well_formed(last[case.case_id].expected)]
    return min(answered or refused, key=lambda case: len(case.steps), default=None)


def _is_refused_well_formed(expected: Expected) -> bool:
    return isinstance(expected, Refusal) and expected.code != "INVALID_ARGUMENT"


def _negatives(service: Service, base: Case) -> Iterator[Case]:
    for label, (reason, refusal, sent) in NEGATIVES.items():
        if reason in service.shared_reasons:
            metadata = {**base.steps[-1].metadata, **sent.get("metadata", {})}
            yield _case(base, label, refusal, metadata=metadata, wire=sent.get("wire"))


def _variants(service: Service, base: Case) -> Iterator[Case]:
    request = base.steps[-1].request
    kind = service.descriptor.methods_by_name[base.steps[-1].call].input_type
    streams = isinstance(request, list)
    first: Any = cast(list[Any], request)[0] if streams else request
    first = Values(case_id=base.case_id).fill(first) if isinstance(first, str) else first
    for place, label, value in _changes(kind, first, ()):
        changed = put(first, place, value)
        label = f"{'.'.join(map(str, place))}:{label}"
        yield _case(base, label, ByRules(), request=[changed] if streams else changed)


def _changes(kind: Descriptor, held: Any, at: Place) -> Iterator[tuple[Place, str, Any]]:
    for field in kind.fields:
        if rules_of(field).ignore == validate_pb2.IGNORE_ALWAYS or _is_other_choice(field, held):
            continue
        value = held.get(field.name)
        for label, tried in tried_values(field, value):
            yield (*at, field.name), label, tried
        yield from _below(field, value, (*at, field.name))


def _is_other_choice(field: FieldDescriptor, held: Mapping[str, Any]) -> bool:
    """Of a oneof, a field beside the one that is set: a message cannot hold both."""
    oneof = field.containing_oneof
    return oneof is not None and field.name not in held and any(one.name in held for one in oneof.fields)


def _below(field: FieldDescriptor, value: Any, at: Place) -> Iterator[tuple[Place, str, Any]]:
    kind = field.message_type
    if kind is None or not value or not kind.full_name.startswith("lienthong."):
        return
    if not field.is_repeated and isinstance(value, dict):
        yield from _changes(kind, value, at)
    elif isinstance(value, list) and isinstance(value[0], dict) and not _items_are_ignored(field):
        yield from _changes(kind, value[0], (*at, 0))


def _items_are_ignored(field: FieldDescriptor) -> bool:
    return rules_of(field).repeated.items.ignore == validate_pb2.IGNORE_ALWAYS


def _case(base: Case, label: str, expected: Expected, **sent: Any) -> Case:
    last = replace(base.steps[-1], expected=expected, keep={}, **sent)
    case_id = f"{base.service}/{last.call}/{label}"
    return replace(base, case_id=case_id, steps=[*base.steps[:-1], last], generated=True)
