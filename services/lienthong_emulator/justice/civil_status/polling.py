"""Polling for dossiers by a list of their ids, as the inter-link software does."""

from collections.abc import Mapping, Sequence

from lienthong.justice.v1.civil_status_service_pb2 import PollBirthDossiersRequest, PolledBirthDossier
from lienthong_emulator.justice.civil_status.answers import dossier_to_proto
from lienthong_emulator.justice.civil_status.convert import declaration_in
from lienthong_emulator.justice.civil_status.domain import Dossier
from lienthong_emulator.justice.civil_status.errors import DossierNotFound, DossierOfAnotherProvince, ModuleNotFound
from lienthong_emulator.justice.civil_status.store import CivilStatusQuestions
from lienthong_emulator.justice.rights import own_dossiers_of
from lienthong_emulator.reference.administrative_units import find_commune
from lienthong_emulator.runtime.calls import Call
from lienthong_emulator.runtime.refusals import refusal_to_proto

# Our choice: no source lists the modules; KS marks the books of births.
BIRTHS = "KS"


async def polled(call: Call, request: PollBirthDossiersRequest) -> Sequence[PolledBirthDossier]:
    """What there is to each id, in the order of the request."""
    if request.module not in ("", BIRTHS):
        raise ModuleNotFound(field="module", module=request.module, expected=BIRTHS)
    found, portal = await CivilStatusQuestions(call.kit.lookups).called(request.dossier_ids), own_dossiers_of(call)
    by_id = _by_id([dossier for dossier in found if portal in ("", dossier.on_behalf_of)])
    return [await _polled(call, asked, by_id.get(asked), request.province_code) for asked in request.dossier_ids]


def _by_id(found: Sequence[Dossier]) -> Mapping[str, Dossier]:
    """Under both ids, the one that was filed last."""
    by_one_stop_id = {dossier.one_stop_dossier_id: dossier for dossier in found}
    return by_one_stop_id | {dossier.linked_dossier_id: dossier for dossier in found}


async def _polled(call: Call, asked: str, dossier: Dossier | None, province: str) -> PolledBirthDossier:
    if dossier is None:
        no = DossierNotFound(field="dossier_ids", dossier=asked)
    elif province and province != _province_of(dossier):
        no = DossierOfAnotherProvince(field="province_code", dossier=asked, province=province)
    else:
        record = await CivilStatusQuestions(call.kit.lookups).find_record(dossier.record_id)
        return PolledBirthDossier(dossier_id=asked, dossier=dossier_to_proto(dossier, record, call.kit.today()))
    return PolledBirthDossier(dossier_id=asked, error=refusal_to_proto(no))


def _province_of(dossier: Dossier) -> str:
    commune = find_commune(declaration_in(dossier.declaration).registration_commune)
    assert commune is not None  # it was looked up when the dossier was filed
    return commune.province_code
