"""Answers that are wrong in a named way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lienthong.control.v1 import fault_pb2
from lienthong.type.v1 import field_match_pb2, verification_pb2

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor
    from google.protobuf.message import Message

NAME = "full_name"
ANOTHERS, YET_ANOTHERS = "Đinh Thị Người Khác", "Lê Văn Người Khác"
"""Nobody is called so, and whoever is called as the first gets the second."""
VERIFICATION = verification_pb2.Verification.DESCRIPTOR
DEPTH = 6
"""Of messages within messages, as far as a lie is looked for in a contract: no answer of ours is deeper."""


def can_be_told(lie: fault_pb2.LieKind.ValueType, answer: Descriptor) -> bool:
    """Whether an answer of this kind has something to lie about."""
    match lie:
        case fault_pb2.LIE_KIND_ANOTHER_PERSONS_NAME:
            return any(kind.fields_by_name.get(NAME) is not None for kind in _kinds_within(answer))
        case fault_pb2.LIE_KIND_MISMATCH:
            return compares(answer)
        case _:
            return True


def compares(answer: Descriptor) -> bool:
    """Whether an answer tells what a comparison came to."""
    return VERIFICATION.full_name in {kind.full_name for kind in _kinds_within(answer)}


def lied(lie: fault_pb2.LieKind.ValueType, answer: Message) -> bool:
    """Make an answer wrong; False where it had nothing to lie about."""
    match lie:
        case fault_pb2.LIE_KIND_ANOTHER_PERSONS_NAME:
            return sum(map(_renamed, _messages_within(answer))) > 0
        case fault_pb2.LIE_KIND_MISMATCH:
            return sum(map(_mismatched, _verifications_in(answer))) > 0
        case _:
            return sum(map(_lost, _verifications_in(answer))) > 0


def _renamed(message: Message) -> bool:
    if not getattr(message, NAME, ""):
        return False
    setattr(message, NAME, YET_ANOTHERS if getattr(message, NAME) == ANOTHERS else ANOTHERS)
    return True


def _mismatched(verification: verification_pb2.Verification) -> bool:
    compared = [field for field in verification.fields if field.outcome in (1, 2)]
    for field in compared:
        field.outcome = field_match_pb2.MATCH_OUTCOME_MISMATCH
        field.ClearField("reasons")
    was_confirmed = verification.confirmed
    verification.confirmed = False
    return bool(compared) or was_confirmed


def _lost(verification: verification_pb2.Verification) -> bool:
    nothing = field_match_pb2.SUBJECT_OUTCOME_NOT_FOUND, field_match_pb2.SUBJECT_OUTCOME_UNSPECIFIED
    if verification.subject in nothing and not (verification.fields or verification.confirmed):
        return False
    if verification.subject:  # the tier OVERALL_ONLY says nothing of it
        verification.subject = field_match_pb2.SUBJECT_OUTCOME_NOT_FOUND
    del verification.fields[:]
    verification.confirmed = False
    return True


def _verifications_in(answer: Message) -> Iterator[Any]:
    return (one for one in _messages_within(answer) if one.DESCRIPTOR.full_name == VERIFICATION.full_name)


def _messages_within(message: Message) -> Iterator[Message]:
    yield message
    for field, value in message.ListFields():
        if field.message_type is not None and not field.message_type.GetOptions().map_entry:
            for one in value if field.is_repeated else (value,):
                yield from _messages_within(one)


def _kinds_within(kind: Descriptor, deepest: int = DEPTH) -> Iterator[Descriptor]:
    yield kind
    for field in kind.fields if deepest else ():
        if field.message_type is not None:
            yield from _kinds_within(field.message_type, deepest - 1)
