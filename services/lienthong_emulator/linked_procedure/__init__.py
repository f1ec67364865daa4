"""The JSON of the inter-linked procedure for a birth (liên thông khai sinh, thẻ BHYT), to and from the contract."""

from lienthong_emulator.linked_procedure.example import example_dossiers
from lienthong_emulator.linked_procedure.fields import json_field
from lienthong_emulator.linked_procedure.read import ReadDossier, read_dossiers
from lienthong_emulator.linked_procedure.write import (
    DossierResult,
    ResultRefusal,
    declaration_to_json,
    request_to_json,
    result_of,
    result_of_refusal,
    result_refusal,
)

__all__ = [
    "DossierResult",
    "ReadDossier",
    "ResultRefusal",
    "declaration_to_json",
    "example_dossiers",
    "json_field",
    "read_dossiers",
    "request_to_json",
    "result_of",
    "result_of_refusal",
    "result_refusal",
]
