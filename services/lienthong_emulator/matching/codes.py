"""Codes such as sex: equal or not, with nothing in between."""

from typing import Final

from lienthong_emulator.matching.outcomes import Comparison, Outcome

CODE_RULE: Final = "exact-1"


Codes = str | int | frozenset[str] | None


def compare_exact(claim: str | int | None, held: Codes) -> Comparison:
    """Of several codes that are held, one old and one new perhaps, any will do."""
    if not claim:
        return _NOT_COMPARED
    if not held:
        return _NOT_HELD
    is_held = claim in held if isinstance(held, frozenset) else claim == held
    return _MATCH if is_held else _MISMATCH


_MATCH: Final = Comparison(Outcome.MATCH, (), CODE_RULE)
_MISMATCH: Final = Comparison(Outcome.MISMATCH, (), CODE_RULE)
_NOT_HELD: Final = Comparison(Outcome.NOT_HELD, (), CODE_RULE)
_NOT_COMPARED: Final = Comparison(Outcome.NOT_COMPARED, (), CODE_RULE)
