"""What a declaration must satisfy before anything is kept of it, and what a parent must satisfy to be confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lienthong_emulator.justice.civil_status.ages import YOUNGEST, whole, years_between
from lienthong_emulator.justice.civil_status.domain import BirthKind, Declaration, PaperKind, Parent, RegistrationKind
from lienthong_emulator.justice.civil_status.errors import (
    ChildNotConfirmed,
    DateInFuture,
    EthnicGroupNotFound,
    FacilityNotFound,
    FieldNotExpected,
    FieldRequired,
    ImpossibleDate,
    MalformedNumber,
    NumberContradictsBirthDate,
    NumberContradictsSex,
    NumbersDiffer,
    ParentNotConfirmed,
    ParentNotFound,
    ParentNotOlder,
    ParentTooYoung,
    PlaceNotFound,
    ProcedureNotFound,
)
from lienthong_emulator.matching import Outcome, PartialDate
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.administrative_units import find_commune, unknown_level
from lienthong_emulator.reference.ethnic_groups import ethnic_groups
from lienthong_emulator.reference.facilities import find_facility
from lienthong_emulator.reference.identity_numbers import Sex, is_cmnd, parse_personal_number
from lienthong_emulator.runtime.refusals import Refusal

# The inter-linked group birth, residence, health-insurance card (decree 63/2024; our dossiers use it for all dates).
BIRTH_PROCEDURE = "1.011536"
EARLIEST_BIRTH_YEAR = 1900  # no personal number says an earlier one
SEX_OF = {"mother": Sex.FEMALE, "father": Sex.MALE}
VIETNAMESE = {"mother": "mẹ", "father": "cha", "full_name": "họ tên", "birth_date": "ngày sinh", "sex": "giới tính"}
MOTHER_KNOWN = (BirthKind.BOTH_PARENTS, BirthKind.FATHER_UNKNOWN)
FATHER_KNOWN = (BirthKind.BOTH_PARENTS, BirthKind.MOTHER_UNKNOWN)

# The birth register keeps a parent's year of birth alone (civil-status law 60/2014, article 14), so the year is enough.
YEAR_IS_ENOUGH = {"CLAIM_YEAR_ONLY", "HELD_YEAR_ONLY", "DEFAULTED_1_JAN", "HELD_DEFAULTED"}


def check_procedure(code: str) -> None:
    """Refuse the code of another procedure; a sender may leave it out."""
    if code and code != BIRTH_PROCEDURE:
        raise ProcedureNotFound(field="procedure_code", code=code, expected=BIRTH_PROCEDURE)


def check(declaration: Declaration, today: date) -> None:
    """Refuse a declaration that cannot be right, naming the field."""
    _check_dates(declaration, today)
    _check_foreign_record(declaration)
    _check_who_is_known(declaration)
    _check_codes(declaration)
    for role, parent in declaration.parents().items():
        check_parent(f"declaration.{role}", role, parent, whole(declaration.child_birth_date))
    _check_child_number(declaration)
    for field, kind, number, personal_number in declaration.other_papers:
        if number:
            check_paper(field, kind, number, personal_number)


def _check_dates(declaration: Declaration, today: date) -> None:
    if declaration.child_birth_date.year < EARLIEST_BIRTH_YEAR:
        raise ImpossibleDate(field="declaration.child.birth_date")
    for field, found in declaration.past_dates:
        if (found.year, found.month, found.day) > (today.year, today.month, today.day):
            raise DateInFuture(field=field, today=today.isoformat())


def _check_foreign_record(declaration: Declaration) -> None:
    if declaration.registration_kind == RegistrationKind.FOREIGN_RECORD and not declaration.foreign_record:
        raise FieldRequired(
            field="declaration.foreign_record.number",
            why="the record made abroad is what is noted",
            why_vi="việc ghi chú căn cứ vào giấy khai sinh do cơ quan nước ngoài cấp",
        )


def _check_who_is_known(declaration: Declaration) -> None:
    for role, kinds in (("mother", MOTHER_KNOWN), ("father", FATHER_KNOWN)):
        given, expected = role in declaration.parents(), declaration.birth_kind in kinds
        if expected and not given:
            raise FieldRequired(
                field=f"declaration.{role}",
                why=f"the birth kind says that the {role} is known",
                why_vi=f"loại khai sinh cho biết có {VIETNAMESE[role]}",
            )
        if given and not expected:
            raise FieldNotExpected(
                field=f"declaration.{role}",
                why=f"the birth kind says that the {role} is unknown",
                why_vi=f"loại khai sinh cho biết không rõ {VIETNAMESE[role]}",
            )


def _check_codes(declaration: Declaration) -> None:
    if find_commune(declaration.registration_commune) is None:
        raise PlaceNotFound(field="declaration.registration_commune", code=declaration.registration_commune)
    if find_facility(declaration.facility) is None:
        raise FacilityNotFound(field="declaration.health_insurance.initial_facility", code=declaration.facility)
    for field, place in declaration.places:
        check_place(field, place)
    for field, code in declaration.ethnic_groups:
        if code and code not in ethnic_groups():
            raise EthnicGroupNotFound(field=field, code=code)


def check_place(field: str, place: Address) -> None:
    """Each code must exist and lie in the unit above it; a lower one may be left empty."""
    if level := unknown_level(place):
        raise PlaceNotFound(field=f"{field}.{level}", code=getattr(place, level))


def check_parent(field: str, role: str, parent: Parent, child_born: PartialDate) -> None:
    """Refuse a parent who cannot be one, or whose number cannot be, naming the field below `field`."""
    born = parent.birth_date
    if _is_not_before(born, child_born):
        raise ParentNotOlder(field=f"{field}.birth_date")
    if (age := years_between(born, child_born)) < YOUNGEST:
        said = {"role": role, "role_vi": VIETNAMESE[role], "age": str(age), "youngest": str(YOUNGEST)}
        raise ParentTooYoung(field=f"{field}.birth_date", **said)
    if parent.personal_number:
        check_number(f"{field}.personal_number", parent.personal_number, SEX_OF[role], born.year)
    if parent.paper_number:
        check_paper(f"{field}.paper.number", parent.paper_kind, parent.paper_number, parent.personal_number)
    if parent.paper_kind == PaperKind.CCCD and parent.paper_number:
        check_number(f"{field}.paper.number", parent.paper_number, SEX_OF[role], born.year)
    if parent.is_citizen and not (parent.personal_number or parent.paper_number):
        raise FieldRequired(
            field=f"{field}.personal_number",
            why="a citizen is known by a number",
            why_vi="công dân phải có số định danh hoặc giấy tờ tùy thân",
        )


def _is_not_before(born: PartialDate, child_born: PartialDate) -> bool:
    """Compare as far as both dates are known: born in the child's year is not before it."""
    parts = zip((born.year, born.month, born.day), (child_born.year, child_born.month, child_born.day), strict=True)
    known = [pair for pair in parts if all(pair)]
    return [one for one, _ in known] >= [other for _, other in known]


def check_paper(field: str, kind: int, number: str, personal_number: str) -> None:
    """A CMND has 9 digits; an identity card shows the personal number."""
    if kind == PaperKind.CMND and not is_cmnd(number):
        raise MalformedNumber(field=field)
    if kind == PaperKind.CCCD and parse_personal_number(number) is None:
        raise MalformedNumber(field=field)
    if kind == PaperKind.CCCD and personal_number and number != personal_number:
        raise NumbersDiffer(field=field)


def check_number(field: str, text: str, sex: Sex, birth_year: int) -> None:
    parts = parse_personal_number(text)
    if parts is None:
        raise MalformedNumber(field=field)
    if parts.sex is not sex:
        raise NumberContradictsSex(field=field)
    if parts.year != birth_year:
        raise NumberContradictsBirthDate(field=field, year=str(parts.year))


def _check_child_number(declaration: Declaration) -> None:
    """A child registered again may show the number it has."""
    number = declaration.child_number
    if number and declaration.child_sex in (Sex.MALE, Sex.FEMALE):
        check_number(
            "declaration.child.paper.number", number, Sex(declaration.child_sex), declaration.child_birth_date.year
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the population database says of a parent: the subject, and outcome and reasons by field."""

    subject: str
    fields: Mapping[str, tuple[Outcome, tuple[str, ...]]]


def can_be_asked_about(parent: Parent) -> bool:
    """The population database knows citizens; a foreigner's passport says nothing to it."""
    return bool(parent.personal_number) or (parent.is_citizen and bool(parent.paper_number))


def objection_to(role: str, parent: Parent, verdict: Verdict) -> Refusal | None:
    """Why a parent is not confirmed, None where they are. A parent who has died is a parent all the same."""
    number_field = f"declaration.{role}.{'personal_number' if parent.personal_number else 'paper.number'}"
    if verdict.subject == "NOT_FOUND":
        # Papers of the army and the police are not held by the population database.
        held_elsewhere = not parent.personal_number and parent.paper_kind in PaperKind.ARMED_FORCES
        return None if held_elsewhere else ParentNotFound(field=number_field, **_names(role))
    if verdict.subject == "AMBIGUOUS":
        return _not_confirmed(role, "number", number_field, "AMBIGUOUS")
    for field, (outcome, reasons) in verdict.fields.items():
        if not is_enough(field, outcome, reasons):
            at = number_field if field == "sex" else f"declaration.{role}.{field}"
            return _not_confirmed(role, field, at, ", ".join([outcome, *reasons]))
    return None


def objection_to_child(verdict: Verdict) -> Refusal | None:
    """Why the number that a child shows is not its own, None where it is."""
    wrong = [f"{field}: {outcome}" for field, (outcome, _) in verdict.fields.items() if not outcome.is_positive]
    if verdict.subject == "FOUND" and not wrong:
        return None
    return ChildNotConfirmed(field="declaration.child.paper.number", outcome=", ".join(wrong) or verdict.subject)


def is_enough(field: str, outcome: Outcome, reasons: tuple[str, ...]) -> bool:
    if field == "birth_date" and outcome is Outcome.PARTIAL:
        return set(reasons) <= YEAR_IS_ENOUGH
    return outcome.is_positive or outcome in (Outcome.NOT_HELD, Outcome.NOT_COMPARED)


def _not_confirmed(role: str, what: str, field: str, outcome: str) -> Refusal:
    words = {"what": what.replace("_", " "), "what_vi": VIETNAMESE.get(what, "số giấy tờ")}
    return ParentNotConfirmed(field=field, outcome=outcome, **words, **_names(role))


def _names(role: str) -> dict[str, str]:
    return {"parent": role, "parent_vi": VIETNAMESE[role]}
