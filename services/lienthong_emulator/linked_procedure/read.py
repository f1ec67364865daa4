"""From JSON to requests."""

from collections.abc import Set
from dataclasses import dataclass

from lienthong.justice.v1.birth_declaration_pb2 import BirthKind
from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest
from lienthong_emulator.linked_procedure.document import Json, items
from lienthong_emulator.linked_procedure.errors import FieldRequired, quoted
from lienthong_emulator.linked_procedure.fields import Need, Place, fields
from lienthong_emulator.linked_procedure.paths import put
from lienthong_emulator.linked_procedure.shape import texts_of
from lienthong_emulator.linked_procedure.values import from_text
from lienthong_emulator.runtime.refusals import Refusal

_MOTHER_KNOWN = (BirthKind.BIRTH_KIND_BOTH_PARENTS, BirthKind.BIRTH_KIND_FATHER_UNKNOWN)
_FATHER_KNOWN = (BirthKind.BIRTH_KIND_BOTH_PARENTS, BirthKind.BIRTH_KIND_MOTHER_UNKNOWN)
_BIRTH_PLACE_ABROAD = ("hoTich", "nksNoiSinhNuocNgoai")


@dataclass(frozen=True, slots=True)
class ReadDossier:
    """A dossier of a document, counted from 0: the request, or else why there is none."""

    index: int
    linked_dossier_id: str
    request: FileBirthDossierRequest | None
    refusal: Refusal | None


def read_dossiers(text: str | bytes) -> list[ReadDossier]:
    """Read a document of one dossier or a list of them; a dossier that cannot be read does not stop the others.

    Dates are dd/MM/yyyy (leading zeros may be missing), MM/yyyy or yyyy; a number may stand for a text, null or a blank
    text for nothing; `hoTich` and `bhyt` may be JSON text, alone or together in `data`. Shape rules (lengths, patterns)
    are left to the server. The whole document is refused with `MALFORMED_JSON`, `MALFORMED_TEXT`, `WRONG_TYPE`,
    `NO_DOSSIERS`, `NESTED_TOO_DEEP` and `DOCUMENT_TOO_LARGE` (64 MB); one dossier with these and `DOSSIER_TOO_LARGE`
    (1 MB), `UNKNOWN_FIELD`, `DUPLICATE_FIELD`, `FIELD_REQUIRED`, `MALFORMED_DATE`, `IMPOSSIBLE_DATE`, `UNKNOWN_CODE`.
    """
    return [_read(index, item) for index, item in enumerate(items(text))]


def _read(index: int, item: Json) -> ReadDossier:
    name = _linked_dossier_id(item)
    try:
        return ReadDossier(index, name, _request(item), None)
    except Refusal as refusal:
        return ReadDossier(index, name, None, refusal.with_traceback(None))  # a traceback would keep the item


def _linked_dossier_id(item: Json) -> str:
    """The id as far as it can be told, whatever else is wrong."""
    name = item.get("maHoSoLT") if isinstance(item, dict) else None
    return quoted(name) if isinstance(name, str) else ""


def _request(item: Json) -> FileBirthDossierRequest:
    request, given = FileBirthDossierRequest(), set[Place]()
    for field, text in texts_of(item):
        if not text:
            continue
        given |= {field.place[:depth] for depth in range(1, len(field.place) + 1)}
        if value := from_text(field, text):
            put(request, field.path, value)
    _refuse_incomplete(request, given)
    return request


def _refuse_incomplete(request: FileBirthDossierRequest, given: Set[Place]) -> None:
    needs = _needs(request, given)
    for field in fields():
        if field.need in needs and field.place not in given:
            raise FieldRequired(field=field.key)


def _needs(request: FileBirthDossierRequest, given: Set[Place]) -> Set[Need]:
    kind = request.declaration.child.birth_kind
    holds = {
        Need.ALWAYS: True,
        Need.UNLESS_BORN_ABROAD: _BIRTH_PLACE_ABROAD not in given,
        Need.MOTHER_KNOWN: kind in _MOTHER_KNOWN,
        Need.FATHER_KNOWN: kind in _FATHER_KNOWN,
    }
    return {need for need, so in holds.items() if so}
