"""What the reception does with the answer about a card. The rules are this hospital's own."""

from enum import StrEnum

GOOD = {"000", "001", "002", "004"}
TO_BE_CLARIFIED = {"050", "051", "052", "053", "060", "061", "070", "080", "090", "130"}
"""Perhaps mistyped, or a paper is missing: ask once more before anybody pays."""


class Admission(StrEnum):
    INSURED = "insured"
    PAYS = "pays"
    CLARIFY = "clarify"
    LATER = "later"
    """Nobody could tell: looked after now, and asked about again."""


def admission_for(code: str) -> Admission:
    if code in GOOD:
        return Admission.INSURED
    return Admission.CLARIFY if code in TO_BE_CLARIFIED else Admission.PAYS
