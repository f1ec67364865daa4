"""What came of a dossier, as programs read it."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from google.type.date_pb2 import Date

from lienthong.insurance.v1.benefit_pb2 import FuneralClass
from lienthong.justice.v1.birth_dossier_pb2 import BirthDossier, DossierState
from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest
from lienthong.justice.v1.death_dossier_pb2 import DeathDossier, DeathDossierState
from lienthong.justice.v1.death_service_pb2 import FileDeathDossierRequest
from lienthong.type.v1 import refusal_pb2
from lienthong_emulator.linked_procedure.forms import BIRTHS, DEATHS, Form
from lienthong_emulator.linked_procedure.read import ReadDossier
from lienthong_emulator.runtime.refusals import Refusal


@dataclass(frozen=True, slots=True)
class ResultRefusal:
    """Why a dossier was refused or returned; `field` is a JSON key, None where none is at fault."""

    reason: str
    field: str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierResult:
    """What came of a birth dossier; None is what it has not (yet). `state` is a `DossierState` without its prefix."""

    dossier: str
    state: str
    case: str | None
    personal_number: str | None
    si_number: str | None
    card_number: str | None
    valid_from: date | None
    valid_to: date | None
    initial_facility: str | None
    refusal: ResultRefusal | None

    def to_json(self) -> dict[str, Any]:
        """The same keys in the same order, dates as YYYY-MM-DD."""
        return _as_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeathResult:
    """What came of a death dossier; None is what it has not (yet). `state` is a `DeathDossierState` without its prefix.

    `amount` is in đồng; `allowance_refusal` says why no funeral allowance is due.
    """

    dossier: str
    state: str
    case: str | None
    record: str | None
    number: str | None
    book: str | None
    page: int | None
    claim: str | None
    funeral_class: str | None
    amount: int | None
    pay_by: date | None
    allowance_refusal: ResultRefusal | None
    refusal: ResultRefusal | None

    def to_json(self) -> dict[str, Any]:
        """The same keys in the same order, dates as YYYY-MM-DD."""
        return _as_json(self)


def result_of(dossier: BirthDossier) -> DossierResult:
    """What came of a birth dossier that was filed."""
    card = dossier.card
    return DossierResult(
        dossier=dossier.linked_dossier_id or dossier.name,
        state=_state(dossier.state),
        case=dossier.case_id or None,
        personal_number=dossier.birth_record.personal_number or None,
        si_number=card.social_insurance_number or None,
        card_number=card.card_number or None,
        valid_from=_day(card.valid_from),
        valid_to=_day(card.valid_to),
        initial_facility=card.initial_facility or None,
        refusal=result_refusal(BIRTHS, dossier.refusal) if dossier.HasField("refusal") else None,
    )


def result_of_refusal(
    read: ReadDossier[FileBirthDossierRequest], refusal: Refusal | refusal_pb2.Refusal
) -> DossierResult:
    """What came of a birth dossier that was refused before it was filed; one without an id goes by its place, as `[2]`.

    A refusal that came over the wire is given as the contract keeps it.
    """
    return DossierResult(
        dossier=_called(read),
        state=_state(DossierState.DOSSIER_STATE_REFUSED),
        case=None,
        personal_number=None,
        si_number=None,
        card_number=None,
        valid_from=None,
        valid_to=None,
        initial_facility=None,
        refusal=result_refusal(BIRTHS, refusal),
    )


def result_of_death(dossier: DeathDossier) -> DeathResult:
    """What came of a death dossier that was filed."""
    record, allowance = dossier.death_record, dossier.funeral_allowance
    funeral_class = FuneralClass.Name(allowance.funeral_class).removeprefix("FUNERAL_CLASS_")
    return DeathResult(
        dossier=dossier.linked_dossier_id or dossier.name,
        state=_death_state(dossier.state),
        case=dossier.case_id or None,
        record=record.name or None,
        number=record.place.number or None,
        book=record.place.book or None,
        page=record.place.page or None,
        claim=allowance.claim or None,
        funeral_class=funeral_class if allowance.claim else None,
        amount=allowance.amount if allowance.claim else None,
        pay_by=_day(allowance.due_date),
        allowance_refusal=result_refusal(DEATHS, allowance.refusal) if allowance.HasField("refusal") else None,
        refusal=result_refusal(DEATHS, dossier.refusal) if dossier.HasField("refusal") else None,
    )


def result_of_refused_death(
    read: ReadDossier[FileDeathDossierRequest], refusal: Refusal | refusal_pb2.Refusal
) -> DeathResult:
    """What came of a death dossier that was refused before it was filed, as `result_of_refusal` tells of a birth."""
    return DeathResult(
        dossier=_called(read),
        state=_death_state(DeathDossierState.DEATH_DOSSIER_STATE_REFUSED),
        case=None,
        record=None,
        number=None,
        book=None,
        page=None,
        claim=None,
        funeral_class=None,
        amount=None,
        pay_by=None,
        allowance_refusal=None,
        refusal=result_refusal(DEATHS, refusal),
    )


def result_refusal(form: Form[Any], refusal: Refusal | refusal_pb2.Refusal) -> ResultRefusal:
    """A refusal with the sender's names for the fields."""
    message = form.in_senders_words(refusal.message)
    return ResultRefusal(refusal.reason, form.json_field(refusal.field) or None, message)


def _as_json(result: DossierResult | DeathResult) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(result).items()}


def _called(read: ReadDossier[Any]) -> str:
    return read.linked_dossier_id or f"[{read.index}]"


def _death_state(state: DeathDossierState.ValueType) -> str:
    return DeathDossierState.Name(state).removeprefix("DEATH_DOSSIER_STATE_")


def _state(state: DossierState.ValueType) -> str:
    return DossierState.Name(state).removeprefix("DOSSIER_STATE_")


def _day(day: Date) -> date | None:
    return date(day.year, day.month, day.day) if day.year else None
