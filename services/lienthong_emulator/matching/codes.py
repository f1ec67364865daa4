"""Codes such as sex: equal or not, with nothing in between."""

from typing import Final

from lienthong_emulator.matching.outcomes import Comparison, Outcome

CODE_RULE: Final = "exact-1"


def compare_exact(claim: str | None, held: str | None) -> Comparison:
    if not claim:
        return Comparison(Outcome.NOT_COMPARED, (), CODE_RULE)
    if not held:
        return Comparison(Outcome.NOT_HELD, (), CODE_RULE)
    return Comparison(Outcome.MATCH if claim == held else Outcome.MISMATCH, (), CODE_RULE)
