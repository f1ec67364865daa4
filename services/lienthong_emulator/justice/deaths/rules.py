"""What a declaration must satisfy before anything is kept of it, and whether who died is confirmed."""

from datetime import date

from lienthong_emulator.justice.civil_status.domain import PaperKind
from lienthong_emulator.justice.civil_status.errors import (
    DateInFuture,
    EthnicGroupNotFound,
    FieldRequired,
    PlaceNotFound,
)
from lienthong_emulator.justice.civil_status.rules import Verdict, check_number, check_paper, check_place, is_enough
from lienthong_emulator.justice.deaths.domain import Deceased, Declaration
from lienthong_emulator.justice.deaths.errors import (
    DeathBeforeBirth,
    DeceasedNotConfirmed,
    DeceasedNotFound,
    NotTheDeathProcedure,
)
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.administrative_units import find_commune
from lienthong_emulator.reference.ethnic_groups import ethnic_groups
from lienthong_emulator.reference.identity_numbers import Sex
from lienthong_emulator.runtime.refusals import Refusal

# The inter-linked group death, residence, funeral allowance (decree 63/2024; our dossiers use it for all dates).
DEATH_PROCEDURE = "1.011537"
PAPER = "declaration.deceased.paper.number"


def check_procedure(code: str) -> None:
    """Refuse the code of another procedure; a sender may leave it out."""
    if code and code != DEATH_PROCEDURE:
        raise NotTheDeathProcedure(field="procedure_code", code=code, expected=DEATH_PROCEDURE)


def check(declaration: Declaration, today: date) -> None:
    """Refuse a declaration that cannot be right, naming the field."""
    for field, found in declaration.past_dates:
        if (found.year, found.month, found.day) > (today.year, today.month, today.day):
            raise DateInFuture(field=field, today=today.isoformat())
    _check_codes(declaration)
    _check_deceased(declaration.deceased)
    kind, number, personal_number = declaration.applicant_paper
    if number:
        check_paper("declaration.applicant.paper.number", kind, number, personal_number)


def _check_codes(declaration: Declaration) -> None:
    if find_commune(declaration.registration_commune) is None:
        raise PlaceNotFound(field="declaration.registration_commune", code=declaration.registration_commune)
    for field, place in declaration.places:
        check_place(field, place)
    if declaration.ethnic_group and declaration.ethnic_group not in ethnic_groups():
        raise EthnicGroupNotFound(field="declaration.deceased.ethnic_group", code=declaration.ethnic_group)


def _check_deceased(deceased: Deceased) -> None:
    refuse_death_before(deceased.birth_date, deceased.death_date)
    if not deceased.paper_number and deceased.is_citizen:
        raise FieldRequired(
            field=PAPER,
            why="a citizen is known by a number",
            why_vi="công dân phải có số định danh hoặc giấy tờ tùy thân",
        )
    check_paper(PAPER, deceased.paper_kind, deceased.paper_number, "")
    if deceased.personal_number and deceased.sex in (Sex.MALE, Sex.FEMALE):
        check_number(PAPER, deceased.personal_number, Sex(deceased.sex), deceased.birth_date.year)


def refuse_death_before(born: PartialDate, died: date) -> None:
    """Compare as far as the date of birth is known."""
    known = [part for part in (born.year, born.month, born.day) if part]
    if known > [died.year, died.month, died.day][: len(known)]:
        raise DeathBeforeBirth(field="declaration.deceased.death_date")


def objection_to(deceased: Deceased, verdict: Verdict) -> Refusal | None:
    """Why who died is not confirmed, None where they are.

    That population holds them for dead is no objection: the book says when. An old number leads to them too.
    """
    if verdict.subject == "NOT_FOUND":
        # Papers of the army and the police are not held by the population database.
        return None if deceased.paper_kind in PaperKind.ARMED_FORCES else DeceasedNotFound(field=PAPER)
    if verdict.subject == "AMBIGUOUS":
        return DeceasedNotConfirmed(field=PAPER, outcome="AMBIGUOUS")
    wrong = [
        f"{field}: {', '.join([outcome, *reasons])}"
        for field, (outcome, reasons) in verdict.fields.items()
        if not is_enough(field, outcome, reasons)
    ]
    return DeceasedNotConfirmed(field="declaration.deceased", outcome="; ".join(wrong)) if wrong else None
