"""From the contract back to JSON: what was declared."""

from collections.abc import Iterator
from typing import Any

from lienthong.justice.v1.birth_dossier_pb2 import BirthDossier
from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest
from lienthong.justice.v1.death_dossier_pb2 import DeathDossier
from lienthong.justice.v1.death_service_pb2 import FileDeathDossierRequest
from lienthong_emulator.linked_procedure.fields import OBJECTS, Field, Kind
from lienthong_emulator.linked_procedure.forms import BIRTHS, DEATHS, Form
from lienthong_emulator.linked_procedure.paths import held
from lienthong_emulator.linked_procedure.shape import Nested, nested
from lienthong_emulator.linked_procedure.values import to_text


def request_to_json(request: FileBirthDossierRequest | FileDeathDossierRequest) -> Nested:
    """The dossier as it is read, without what is empty."""
    form = DEATHS if isinstance(request, FileDeathDossierRequest) else BIRTHS
    return nested(_texts(form, request))


def declaration_to_json(dossier: BirthDossier | DeathDossier) -> Nested:
    """The same for a dossier that was filed; it does not keep `maTTHC` and `ngayTiepNhan`."""
    form = DEATHS if isinstance(dossier, DeathDossier) else BIRTHS
    request = form.request(linked_dossier_id=dossier.linked_dossier_id, one_stop_dossier_id=dossier.one_stop_dossier_id)
    if dossier.HasField("declaration"):
        request.declaration.MergeFromString(dossier.declaration.SerializeToString())
    return nested(_texts(form, request))


def _texts(form: Form[Any], request: FileBirthDossierRequest | FileDeathDossierRequest) -> Iterator[tuple[Field, str]]:
    for field in form.fields:
        if field.kind not in (*OBJECTS, Kind.SKIPPED):
            value = held(request, field.path)
            yield field, "" if value is None else to_text(field, value)
