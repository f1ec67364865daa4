"""Whether the population database confirms who marries."""

from lienthong_emulator.justice.civil_status.rules import Verdict, is_enough
from lienthong_emulator.justice.marriages.errors import PartyDeceased, PartyNotConfirmed, PartyNotFound
from lienthong_emulator.runtime.refusals import Refusal


def objection_to(role: str, verdict: Verdict) -> Refusal | None:
    """Why a party is not confirmed, None where they are. An old number leads to them too."""
    if verdict.subject == "NOT_FOUND":
        return PartyNotFound(field=f"{role}.identity_number")
    if verdict.subject == "DECEASED":
        return PartyDeceased(field=role)
    if verdict.subject == "AMBIGUOUS":
        return PartyNotConfirmed(field=f"{role}.identity_number", outcome="AMBIGUOUS")
    wrong = [
        f"{field}: {', '.join([outcome, *reasons])}"
        for field, (outcome, reasons) in verdict.fields.items()
        if not is_enough(field, outcome, reasons)
    ]
    return PartyNotConfirmed(field=role, outcome="; ".join(wrong)) if wrong else None
