"""Every capability has the same rooms. Every exception stands here with its reason."""

from __future__ import annotations

import pytest
from tests.house import CAPABILITIES, HOUSE

ROOMS = {"servicer", "convert", "domain", "store", "errors", "schema"}
EXTRA_ROOMS = {
    "population/citizens": {"register": "citizens, as claims are compared with them"},
    "insurance/verification": {"register": "participants, as claims are compared with them"},
    "justice/civil_status": {
        "rules": "what a declaration must satisfy: too much for the domain's page",
        "filing": "taking a dossier in",
        "card_request": "asking insurance, for filing and desk alike",
        "desk": "the worker's steps",
        "questions": "what population is asked",
        "outcomes": "how a dossier comes back or ends",
    },
    "exchange/relay": {
        "chain": "the hash chain",
        "parties": "who may take part, read from data",
        "subscriptions": "open streams",
    },
    "population/changes": {"making": "the one transaction of every change"},
    "insurance/access": {"sight": "what a caller may see of one person, for every room"},
    "insurance/reconciliation": {
        "desk": "the worker's steps",
        "results": "what one batch came to, written",
        "adopting": "taking over what the source holds",
        "operations": "google.longrunning.Operations: a service of Google's contract, beside ours",
        "rights": "who may, and which operation is meant: for both services",
    },
    "insurance/cards": {
        "face": "what stands on a card",
        "picture": "how it is drawn",
        "rules": "what a check of a card comes to",
        "desk": "the check itself: whose card, usable or not, who asked before",
        "sentences": "what a facility reads, from data",
        "texts": "how days, births and places are written",
    },
    "insurance/submissions": {
        "desk": "giving a file its effects",
        "contents": "what a file holds: the way from documents to the domain",
        "forms": "what values must look like, from data",
        "reading": "XML without trust",
        "tables": "one claim, read again from its file",
    },
    "insurance/papers": {"quoting": "a registered birth builds on its notice"},
    "discrepancies": {
        "handling": "what is done with one, by calls, messages and other rooms of an agency",
        "messages": "what registers tell each other",
        "rights": "who reads, reports and handles them",
        "source_of_truth": "read from data",
        "subjects": "whom they are about: what the register that mounts it must know",
    },
    "control/worlds": {"registry": "it alone says which worlds there are"},
    "control/clock": {"journey": "the way from one due thing to the next"},
    "control/cases": {"streams": "steps of all processes as one stream"},
}
MISSING_ROOMS = {
    "insurance/verification": dict.fromkeys(("domain", "errors", "schema"), "all registers share verification/"),
    "insurance/facilities": dict.fromkeys(("store", "schema"), "facilities follow from a world's seed and from lists"),
    "population/accesses": dict.fromkeys(
        ("convert", "domain", "store", "schema", "errors"), "the record is that of every register: access/record.py"
    ),
    "control/worlds": {"convert": "all of control shares control/convert.py"},
    "control/clock": {"convert": "as above", "store": "the registry keeps clocks", "schema": "as above"},
    "control/cases": dict.fromkeys(("convert", "domain", "store", "schema"), "it gathers what agencies hold"),
    "control/journal": dict.fromkeys(("convert", "domain", "store", "schema", "errors"), "as above"),
}


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_a_capability_has_the_same_rooms_as_every_other(capability: str) -> None:
    files = (HOUSE / capability).iterdir()
    rooms = {path.stem for path in files if path.suffix in (".py", ".sql") and path.stem != "__init__"}

    assert rooms == ROOMS - MISSING_ROOMS.get(capability, {}).keys() | EXTRA_ROOMS.get(capability, {}).keys()


def test_exceptions_are_of_rooms_that_there_are() -> None:
    assert {*EXTRA_ROOMS, *MISSING_ROOMS} <= set(CAPABILITIES)
