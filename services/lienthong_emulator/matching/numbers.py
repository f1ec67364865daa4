"""Numbers of a person, such as a mother's: each kind by itself, old ones as good as new."""

from collections.abc import Collection
from typing import Final, NamedTuple

from lienthong_emulator.matching.outcomes import Comparison, Outcome

NUMBER_RULE: Final = "numbers-1"


class Number(NamedTuple):
    """A number and its kind, by the contract's list of kinds."""

    kind: int
    value: str


def compare_numbers(claim: Number | None, held: Collection[Number]) -> Comparison:
    """Compare with every number under which the person is or was known: of another kind, none says anything."""
    if claim is None:
        return _NOT_COMPARED
    if claim in held:
        return _MATCH
    return _MISMATCH if any(number.kind == claim.kind for number in held) else _NOT_HELD


_MATCH: Final = Comparison(Outcome.MATCH, (), NUMBER_RULE)
_MISMATCH: Final = Comparison(Outcome.MISMATCH, (), NUMBER_RULE)
_NOT_HELD: Final = Comparison(Outcome.NOT_HELD, (), NUMBER_RULE)
_NOT_COMPARED: Final = Comparison(Outcome.NOT_COMPARED, (), NUMBER_RULE)
