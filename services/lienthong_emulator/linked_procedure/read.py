"""From JSON to requests."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Generic

from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest
from lienthong.justice.v1.death_service_pb2 import FileDeathDossierRequest
from lienthong_emulator.linked_procedure.document import Json, items
from lienthong_emulator.linked_procedure.errors import FieldRequired, quoted
from lienthong_emulator.linked_procedure.fields import Place
from lienthong_emulator.linked_procedure.forms import BIRTHS, DEATHS, Form, Request
from lienthong_emulator.linked_procedure.paths import put
from lienthong_emulator.linked_procedure.shape import texts_of
from lienthong_emulator.linked_procedure.values import from_text
from lienthong_emulator.runtime.refusals import Refusal


@dataclass(frozen=True, slots=True)
class ReadDossier(Generic[Request]):
    """A dossier of a document, counted from 0: the request, or else why there is none."""

    index: int
    linked_dossier_id: str
    request: Request | None
    refusal: Refusal | None


def read_dossiers(text: str | bytes) -> list[ReadDossier[FileBirthDossierRequest]]:
    """Read a document of one birth dossier or a list of them; a dossier that cannot be read does not stop the others.

    Dates are dd/MM/yyyy (leading zeros may be missing), MM/yyyy or yyyy; a number may stand for a text, null or a blank
    text for nothing; `hoTich` and `bhyt` may be JSON text, alone or together in `data`. Shape rules (lengths, patterns)
    are left to the server. The whole document is refused with `MALFORMED_JSON`, `MALFORMED_TEXT`, `WRONG_TYPE`,
    `NO_DOSSIERS`, `NESTED_TOO_DEEP` and `DOCUMENT_TOO_LARGE` (64 MB); one dossier with these and `DOSSIER_TOO_LARGE`
    (1 MB), `UNKNOWN_FIELD`, `DUPLICATE_FIELD`, `FIELD_REQUIRED`, `MALFORMED_DATE`, `IMPOSSIBLE_DATE`, `UNKNOWN_CODE`.
    """
    return read_form(BIRTHS, text)


def read_death_dossiers(text: str | bytes) -> list[ReadDossier[FileDeathDossierRequest]]:
    """The same for deaths, whose dossiers have no block `bhyt`."""
    return read_form(DEATHS, text)


def read_form(form: Form[Request], text: str | bytes) -> list[ReadDossier[Request]]:
    """The same for the dossiers of a form."""
    return [_read(form, index, item) for index, item in enumerate(items(text))]


def _read(form: Form[Request], index: int, item: Json) -> ReadDossier[Request]:
    name = _linked_dossier_id(item)
    try:
        return ReadDossier(index, name, _request(form, item), None)
    except Refusal as refusal:
        return ReadDossier(index, name, None, refusal.with_traceback(None))  # a traceback would keep the item


def _linked_dossier_id(item: Json) -> str:
    """The id as far as it can be told, whatever else is wrong."""
    name = item.get("maHoSoLT") if isinstance(item, dict) else None
    return quoted(name) if isinstance(name, str) else ""


def _request(form: Form[Request], item: Json) -> Request:
    request, given = form.request(), set[Place]()
    for field, text in texts_of(form, item):
        if not text:
            continue
        given |= {field.place[:depth] for depth in range(1, len(field.place) + 1)}
        if value := from_text(field, text):
            put(request, field.path, value)
    _refuse_incomplete(form, request, given)
    return request


def _refuse_incomplete(form: Form[Request], request: Request, given: Set[Place]) -> None:
    needs = form.needs(request, given)
    for field in form.fields:
        if field.need in needs and field.place not in given:
            raise FieldRequired(field=field.key)
