"""What comparing claims came to, on the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from lienthong.type.v1.field_match_pb2 import (
    MATCH_OUTCOME_MATCH,
    MATCH_OUTCOME_NOT_COMPARED,
    SUBJECT_OUTCOME_FOUND,
    FieldMatch,
)
from lienthong.type.v1.verification_pb2 import Verification
from lienthong_emulator.access.rules import Tier
from lienthong_emulator.runtime.refusals import Refusal, refusal_to_proto
from lienthong_emulator.wire import field_match

if TYPE_CHECKING:
    from lienthong.type.v1.field_match_pb2 import SubjectOutcome
    from lienthong.type.v1.verification_pb2 import VerificationTier
    from lienthong_emulator.matching import Comparison, Subject
    from lienthong_emulator.verification.comparing import Verdict


@lru_cache(maxsize=256)
def written_confirmation(
    fields: tuple[tuple[str, str, bool], ...], tier: Tier, write: Callable[[Verification], bytes]
) -> bytes:
    """The answer to a claim that says what is held, word for word: most answers are alike."""
    return write(confirmation(fields, tier))


def confirmation(fields: tuple[tuple[str, str, bool], ...], tier: Tier) -> Verification:
    """The answer to a claim that says what is held, word for word: its fields, each with the rule that compares it, and
    whether there was anything to compare.
    """
    told, is_confirmed = cast("VerificationTier.ValueType", tier.value), all(is_said for _, _, is_said in fields)
    if tier is Tier.OVERALL_ONLY:
        return Verification(confirmed=is_confirmed, tier=told)
    matches = [
        FieldMatch(field=field, outcome=MATCH_OUTCOME_MATCH if is_said else MATCH_OUTCOME_NOT_COMPARED, rule=rule)
        for field, rule, is_said in fields
    ]
    return Verification(subject=SUBJECT_OUTCOME_FOUND, fields=matches, confirmed=is_confirmed, tier=told)


def written_verification(
    found: Verdict | Refusal, tier: Tier, path_of: Mapping[str, str], write: Callable[[Verification], bytes]
) -> bytes:
    """One of many results: what is wrong, too, is mostly wrong in a way that was told before."""
    if isinstance(found, Refusal):
        return write(verification_to_proto(found, tier, path_of))
    fields = tuple((path_of[field], comparison) for field, comparison in found.fields.items())
    return _written_verdict(found.subject, found.is_confirmed, fields, tier, write)


@lru_cache(maxsize=1_024)
def _written_verdict(
    subject: Subject | None,
    is_confirmed: bool,
    fields: tuple[tuple[str, Comparison], ...],
    tier: Tier,
    write: Callable[[Verification], bytes],
) -> bytes:
    return write(_verdict_to_proto(subject, is_confirmed, fields, tier))


def verification_to_proto(found: Verdict | Refusal, tier: Tier, path_of: Mapping[str, str]) -> Verification:
    """All of it, or one yes or no: the tier decides. `path_of` is where a field stands in the claim."""
    if isinstance(found, Refusal):
        return Verification(tier=cast("VerificationTier.ValueType", tier.value), refusal=refusal_to_proto(found))
    fields = [(path_of[field], comparison) for field, comparison in found.fields.items()]
    return _verdict_to_proto(found.subject, found.is_confirmed, fields, tier)


def _verdict_to_proto(
    subject: Subject | None, is_confirmed: bool, fields: Sequence[tuple[str, Comparison]], tier: Tier
) -> Verification:
    told = cast("VerificationTier.ValueType", tier.value)
    if tier is Tier.OVERALL_ONLY:
        return Verification(confirmed=is_confirmed, tier=told)
    return Verification(
        subject=cast("SubjectOutcome.ValueType", subject.value if subject else 0),
        fields=[field_match(path, comparison) for path, comparison in fields],
        confirmed=is_confirmed,
        tier=told,
    )
