"""What comparing one field can come to."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """Named as in the contract; NOT_PERMITTED and UNDER_REVIEW are decided before anything is compared."""

    MATCH = "MATCH"
    MATCH_NORMALIZED = "MATCH_NORMALIZED"
    PARTIAL = "PARTIAL"
    MISMATCH = "MISMATCH"
    NOT_HELD = "NOT_HELD"
    NOT_PERMITTED = "NOT_PERMITTED"
    UNDER_REVIEW = "UNDER_REVIEW"
    NOT_COMPARED = "NOT_COMPARED"

    @property
    def is_positive(self) -> bool:
        """A yes that needs no person and no other source; PARTIAL never is one."""
        return self in _POSITIVE


_POSITIVE: Final = {Outcome.MATCH, Outcome.MATCH_NORMALIZED}


@dataclass(frozen=True, slots=True)
class Comparison:
    """An outcome, why it is not a plain match, and the version of the rule that gave it.

    Reasons come in one fixed order. The held value is never among them.
    """

    outcome: Outcome
    reasons: tuple[str, ...]
    rule: str
