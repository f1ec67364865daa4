"""Between the domain and the wire."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from lienthong.justice.v1 import birth_amendment_service_pb2 as contract
from lienthong.justice.v1.birth_declaration_pb2 import Parent as DeclaredParent
from lienthong.population.v1.citizen_change_service_pb2 import ChangeGrounds, CitizenFields, CorrectCitizenRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.refusal_pb2 import Refusal
from lienthong_emulator.justice.amendments.domain import PARENTS, Amendment, Birth, Kind
from lienthong_emulator.justice.amendments.errors import EntryUnchanged, FieldRequired
from lienthong_emulator.justice.civil_status.convert import number_of, parent_from_proto
from lienthong_emulator.justice.civil_status.errors import DateInFuture, FieldNotExpected, ImpossibleDate
from lienthong_emulator.justice.civil_status.rules import EARLIEST_BIRTH_YEAR, check_parent
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.readable import is_readable_name
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.runtime.refusals import Violation
from lienthong_emulator.runtime.validation import InvalidRequest
from lienthong_emulator.wire import date_to_proto, full_date, identity, partial_to_proto

if TYPE_CHECKING:
    from lienthong_emulator.justice.civil_status.domain import Parent


def values_from_proto(found: contract.BirthFields, today: date) -> Mapping[str, Any]:
    """The right values by field. Refused with `FIELD_REQUIRED`, `IMPOSSIBLE_DATE` and `DATE_IN_FUTURE`."""
    values: dict[str, Any] = {}
    if found.full_name:
        values["full_name"] = _name(found.full_name, "values.full_name")
    if found.HasField("birth_date"):
        values["birth_date"] = _birth_date(found, today)
    if found.sex:
        values["sex"] = int(found.sex)
    if not values:
        raise FieldRequired(field="values")
    return values


def _birth_date(found: contract.BirthFields, today: date) -> PartialDate:
    born = full_date(found.birth_date)
    if born is None or born.year < EARLIEST_BIRTH_YEAR:
        raise ImpossibleDate(field="values.birth_date")
    if born > today:
        raise DateInFuture(field="values.birth_date", today=today.isoformat())
    return PartialDate(born.year, born.month, born.day)


def _name(text: str, field: str) -> str:
    if not is_readable_name(text):
        raise InvalidRequest([Violation(field, "is no name that can be read", "không phải là tên đọc được")])
    return " ".join(normalize("NFC", text).split())


def renamed(request: contract.ChangeParentsRequest) -> Mapping[str, Any]:
    """The child's name from now on, where it changes."""
    return {"full_name": _name(request.full_name, "full_name")} if request.full_name else {}


def parents_from_proto(request: contract.ChangeParentsRequest, birth: Birth) -> Mapping[str, Parent]:
    """The parents to be entered. Refused with `FIELD_REQUIRED`, `FIELD_NOT_EXPECTED` and what `check_parent` does."""
    found = {role: parent_from_proto(role, parent) for role, parent in _given(request).items()}
    struck = _struck_from_proto(request, birth)
    if not (found or struck):
        raise FieldRequired(field="mother")
    for role, parent in found.items():
        _name(parent.full_name, f"{role}.full_name")
        check_parent(role, role, parent, birth.birth_date)
        if parent.personal_number == birth.number:
            raise FieldNotExpected(
                field=f"{role}.personal_number", why="it is the child's own", why_vi="đó là số của chính người con"
            )
    return found


def _struck_from_proto(request: contract.ChangeParentsRequest, birth: Birth) -> Set[str]:
    """The parents who are none by the decision of a court. Refused with `FIELD_NOT_EXPECTED` and `ENTRY_UNCHANGED`."""
    struck = _struck(request)
    for role in struck:
        field = f"no_{role}"
        if request.kind != contract.AMENDMENT_KIND_DETERMINATION:
            raise FieldNotExpected(field=field, why="a court decides it", why_vi="việc này do Tòa án quyết định")
        if role in _given(request):
            raise FieldNotExpected(field=field, why=f"{role} is given", why_vi=f"đã khai {PARENTS[role]}")
        if role not in birth.parents:
            raise EntryUnchanged(field=field)
    return struck


def _struck(told: contract.ChangeParentsRequest | contract.BirthAmendment) -> Set[str]:
    said = {"mother": told.no_mother, "father": told.no_father}
    return {role for role in PARENTS if said[role]}


def _given(told: contract.ChangeParentsRequest | contract.BirthAmendment) -> Mapping[str, DeclaredParent]:
    both = {"mother": told.mother, "father": told.father}
    return {role: both[role] for role in PARENTS if told.HasField(role)}  # type: ignore[arg-type] # fields of both


def fields_to_proto(birth: Birth, fields: Mapping[str, Any]) -> contract.BirthFields:
    """What a birth has in some fields."""
    return contract.BirthFields(
        full_name=birth.full_name if "full_name" in fields else "",
        birth_date=partial_to_proto(birth.birth_date) if "birth_date" in fields else None,
        sex=birth.sex if "sex" in fields else 0,  # type: ignore[arg-type] # codes of the register are the contract's
    )


def content_of(
    birth: Birth, right: Birth, fields: Mapping[str, Any], request: contract.ChangeParentsRequest | None = None
) -> bytes:
    """What an amendment changes, as it is kept."""
    content = contract.BirthAmendment()
    if fields:
        content.before.CopyFrom(fields_to_proto(birth, fields))
        content.values.CopyFrom(fields_to_proto(right, fields))
    if request is not None:
        for role, parent in _given(request).items():
            getattr(content, role).CopyFrom(parent)
        content.no_mother, content.no_father = request.no_mother, request.no_father
    return content.SerializeToString()


def amended(birth: Birth, amendment: Amendment, number: str) -> Birth:
    """The birth as the register shall hold it."""
    right, changes = contract.BirthAmendment.FromString(amendment.content).values, dict[str, Any]()
    if right.full_name:
        changes["full_name"] = right.full_name
    if right.HasField("birth_date"):
        changes["birth_date"] = PartialDate(right.birth_date.year, right.birth_date.month, right.birth_date.day)
    if right.sex:
        changes["sex"] = int(right.sex)
    return birth.with_values({**changes, "number": number})


def parents_of(amendment: Amendment) -> Mapping[str, DeclaredParent | None]:
    """The parents that are entered, None for one who is recorded no more: an adoption replaces both."""
    content = contract.BirthAmendment.FromString(amendment.content)
    given, gone = _given(content), {*PARENTS} if amendment.kind is Kind.ADOPTION else _struck(content)
    return {role: given.get(role) for role in PARENTS if role in given or role in gone}


def correction_of(amendment: Amendment, known: Mapping[str, Parent], request_id: str) -> CorrectCitizenRequest:
    """What the population database is asked to hold; of the parents, it can hold those that it knows."""
    right = contract.BirthAmendment.FromString(amendment.content).values
    values = CitizenFields(
        full_name=right.full_name, birth_date=right.birth_date if right.HasField("birth_date") else None, sex=right.sex
    )
    for role in parents_of(amendment):
        number = number_of(known[role]) if role in known else IdentityNumber()
        getattr(values, role).CopyFrom(number)
        getattr(values, role).SetInParent()
    return CorrectCitizenRequest(
        identity_number=identity(amendment.number_kind, amendment.number),
        values=values,
        grounds=ChangeGrounds(request_id=request_id, basis=amendment.basis or amendment.name),
        replace_number=True,
    )


def amendment_to_proto(amendment: Amendment, today: date) -> contract.BirthAmendment:
    told = contract.BirthAmendment.FromString(amendment.content)
    told.MergeFrom(
        contract.BirthAmendment(
            name=amendment.name,
            kind=contract.AmendmentKind.Value(f"AMENDMENT_KIND_{amendment.kind}"),
            state=contract.AmendmentState.Value(f"AMENDMENT_STATE_{amendment.state}"),
            identity_number=identity(amendment.number_kind, amendment.number),
            new_personal_number=amendment.new_number,
            basis=amendment.basis,
            refusal=Refusal.FromString(amendment.refusal) if amendment.refusal else None,
            case_id=amendment.case_id,
            create_time=instant(amendment.create_time),
            entry_date=date_to_proto(amendment.entry_date) if amendment.entry_date else None,
            attempts=amendment.attempts,
            due_date=date_to_proto(amendment.due_date),
            overdue=amendment.is_overdue(today),
        )
    )
    return told
