"""The JSON of the inter-linked procedures for births (khai sinh) and deaths (khai tử), to and from the contract."""

from lienthong_emulator.linked_procedure.example import example_death_dossiers, example_dossiers
from lienthong_emulator.linked_procedure.forms import BIRTHS, DEATHS, Form
from lienthong_emulator.linked_procedure.read import ReadDossier, read_death_dossiers, read_dossiers, read_form
from lienthong_emulator.linked_procedure.results import (
    DeathResult,
    DossierResult,
    ResultRefusal,
    result_of,
    result_of_death,
    result_of_refusal,
    result_of_refused_death,
    result_refusal,
)
from lienthong_emulator.linked_procedure.write import declaration_to_json, request_to_json

__all__ = [
    "BIRTHS",
    "DEATHS",
    "DeathResult",
    "DossierResult",
    "Form",
    "ReadDossier",
    "ResultRefusal",
    "declaration_to_json",
    "example_death_dossiers",
    "example_dossiers",
    "read_death_dossiers",
    "read_dossiers",
    "read_form",
    "request_to_json",
    "result_of",
    "result_of_death",
    "result_of_refusal",
    "result_of_refused_death",
    "result_refusal",
]
