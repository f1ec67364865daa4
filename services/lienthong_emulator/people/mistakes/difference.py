"""One entry of the answer key."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one agency holds otherwise than the others do.

    `subject` is the number by which the others know the person (personal number, else CMND, else social-insurance
    number) or an employer's tax code. `outcome` is what comparing the field must come to by the current rules: a name
    of the contract's MatchOutcome or SubjectOutcome; MATCH_NORMALIZED is planted, yet no discrepancy.
    """

    subject: str
    agency: str
    kind: str
    field: str
    truth: str
    held: str
    outcome: str
