"""From the contract back to JSON: what was declared, and what came of it."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from google.type.date_pb2 import Date

from lienthong.justice.v1.birth_dossier_pb2 import BirthDossier, DossierState
from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest
from lienthong.type.v1 import refusal_pb2
from lienthong_emulator.linked_procedure.fields import OBJECTS, Field, Kind, fields, json_field
from lienthong_emulator.linked_procedure.paths import held
from lienthong_emulator.linked_procedure.read import ReadDossier
from lienthong_emulator.linked_procedure.shape import Nested, nested
from lienthong_emulator.linked_procedure.values import to_text
from lienthong_emulator.runtime.refusals import Refusal

_PATH = re.compile(r"\bdeclaration(?:\.[a-z_]+)+")


@dataclass(frozen=True, slots=True)
class ResultRefusal:
    """Why a dossier was refused or returned; `field` is a JSON key, None where none is at fault."""

    reason: str
    field: str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierResult:
    """What came of a dossier; None is what it has not (yet). `state` is a `DossierState` without its prefix."""

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

    def to_json(self) -> dict[str, str | dict[str, str | None] | None]:
        """The same keys in the same order, dates as YYYY-MM-DD."""
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(self).items()}


def request_to_json(request: FileBirthDossierRequest) -> Nested:
    """The dossier as `read_dossiers` takes it, without what is empty."""
    return nested(_texts(request))


def declaration_to_json(dossier: BirthDossier) -> Nested:
    """The same for a dossier that was filed; it does not keep `maTTHC` and `ngayTiepNhan`."""
    return request_to_json(
        FileBirthDossierRequest(
            linked_dossier_id=dossier.linked_dossier_id,
            one_stop_dossier_id=dossier.one_stop_dossier_id,
            declaration=dossier.declaration if dossier.HasField("declaration") else None,
        )
    )


def result_of(dossier: BirthDossier) -> DossierResult:
    """What came of a dossier that was filed."""
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
        refusal=result_refusal(dossier.refusal) if dossier.HasField("refusal") else None,
    )


def result_of_refusal(read: ReadDossier, refusal: Refusal | refusal_pb2.Refusal) -> DossierResult:
    """What came of a dossier that was refused before it was filed; one without an id goes by its place, as `[2]`.

    A refusal that came over the wire is given as the contract keeps it.
    """
    return DossierResult(
        dossier=read.linked_dossier_id or f"[{read.index}]",
        state=_state(DossierState.DOSSIER_STATE_REFUSED),
        case=None,
        personal_number=None,
        si_number=None,
        card_number=None,
        valid_from=None,
        valid_to=None,
        initial_facility=None,
        refusal=result_refusal(refusal),
    )


def _texts(request: FileBirthDossierRequest) -> Iterator[tuple[Field, str]]:
    for field in fields():
        if field.kind not in (*OBJECTS, Kind.SKIPPED):
            value = held(request, field.path)
            yield field, "" if value is None else to_text(field, value)


def result_refusal(refusal: Refusal | refusal_pb2.Refusal) -> ResultRefusal:
    """A refusal with the sender's names for the fields."""
    return ResultRefusal(refusal.reason, json_field(refusal.field) or None, in_senders_words(refusal.message))


def in_senders_words(message: str) -> str:
    """A sentence with the sender's names for the fields, where it names some by their path in the contract."""
    return _PATH.sub(lambda found: json_field(found[0]), message)


def _state(state: DossierState.ValueType) -> str:
    return DossierState.Name(state).removeprefix("DOSSIER_STATE_")


def _day(day: Date) -> date | None:
    return date(day.year, day.month, day.day) if day.year else None
