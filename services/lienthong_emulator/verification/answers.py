"""What comparing claims came to, on the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


def verification_to_proto(found: Verdict | Refusal, tier: Tier, path_of: Mapping[str, str]) -> Verification:
    """All of it, or one yes or no: the tier decides. `path_of` is where a field stands in the claim."""
    told = cast("VerificationTier.ValueType", tier.value)
    if isinstance(found, Refusal):
        return Verification(tier=told, refusal=refusal_to_proto(found))
    if tier is Tier.OVERALL_ONLY:
        return Verification(confirmed=found.is_confirmed, tier=told)
    return Verification(
        subject=cast("SubjectOutcome.ValueType", found.subject.value if found.subject else 0),
        fields=[field_match(path_of[field], comparison) for field, comparison in found.fields.items()],
        confirmed=found.is_confirmed,
        tier=told,
    )
