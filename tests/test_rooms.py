"""Every capability has the same rooms. Every exception stands here with its reason."""

from __future__ import annotations

import pytest
from tests.house import CAPABILITIES, HOUSE

ROOMS = {"servicer", "convert", "domain", "store", "errors", "schema"}
EXTRA_ROOMS = {
    "population/citizens": {"register": "citizens, as claims are compared with them"},
    "insurance/verification": {"register": "participants, as claims are compared with them"},
    "tax/taxpayers": {"register": "taxpayers, as claims are compared with them"},
    "tax/changes": {"making": "the one transaction of every change"},
    "tax/identity_differences": {"handling": "what is done with one, by calls, messages and changes of taxpayers"},
    "justice/civil_status": {
        "rules": "what a declaration must satisfy: too much for the domain's page",
        "filing": "taking a dossier in",
        "card_request": "asking insurance, for filing and desk alike",
        "desk": "the worker's steps",
        "questions": "what population is asked",
        "outcomes": "how a dossier comes back or ends",
        "deadlines": "by when, read from data",
        "timers": "what a dossier waits for: for filing, desk and outcomes alike",
        "history": "what a portal shows, as the contract keeps it",
        "answers": "what is told: the way out, beside the way in",
        "ages": "what time there is between births, and after a death: for births and amendments alike",
        "deceased": "what the death register says of parents: for births and amendments alike",
        "polling": "many dossiers by their ids",
    },
    "justice/amendments": {
        "desk": "the worker's steps",
        "births": "the birth that is meant: of two tables, for servicer and desk alike",
        "family": "whom a corrected birth must fit, gathered from the registers",
        "rules": "what it must satisfy beside them",
    },
    "justice/deaths": {
        "rules": "what a declaration must satisfy, as that of a birth",
        "filing": "taking a dossier in, and an entry back",
        "desk": "the worker's steps",
        "questions": "what population is asked",
        "outcomes": "how a dossier comes back or ends",
    },
    "justice/verification": {"register": "people of the registers, as claims are compared with them"},
    "justice/marriages": {
        "rules": "whether population confirms who marries",
        "filing": "the entry, and what the registers have to say",
    },
    "insurance/benefits": {
        "desk": "what a death at justice leads to",
        "sickness": "filing a claim on a certificate: beside what follows from a death",
    },
    "exchange/relay": {
        "chain": "the hash chain",
        "parties": "who may take part, read from data",
        "subscriptions": "open streams",
        "dead_letter_store": "what receivers refused: too much for the log's page",
        "retention_store": "where a log begins",
        "waiting": "what waits in its tables, of both stores",
    },
    "population/changes": {"making": "the one transaction of every change"},
    "insurance/access": {"sight": "what a caller may see of one person, for every room"},
    "insurance/reconciliation": {
        "desk": "the worker's steps",
        "asking": "what the other register is asked about a page",
        "results": "what one page came to, written",
        "differing": "those of it of whom there is more to say than that all agrees",
        "register": "the register page by page, as it is sent",
        "register_store": "how it is read for that: too much for the runs' page",
        "adopting": "taking over what the source holds",
        "operations": "google.longrunning.Operations: a service of Google's contract, beside ours",
        "finding": "which operation is meant, for both services",
    },
    "insurance/cards": {
        "face": "what stands on a card",
        "picture": "how it is drawn",
        "rules": "what a check of a card comes to",
        "desk": "the check itself: whose card, usable or not, who asked before",
        "sentences": "what a facility reads, from data",
        "written": "cards and answers in their own bytes",
        "texts": "how days, births and places are written",
        "at_work": "cards of staff, in the domain",
    },
    "insurance/tax_reconciliation": {
        "desk": "the worker's steps",
        "results": "what one step finds: both sides are asked",
        "sending": "differences of identity, as a list for the tax service",
        "messages": "how they ended there",
    },
    "insurance/signs": {
        "desk": "the facts of many units, gathered at once",
        "pages": "signs unit by unit",
        "rules": "the table of rules, and the function of each",
        "arrears": "rules about debt, in the domain",
        "salaries": "rules about salaries, in the domain",
        "staff": "rules about who is declared, in the domain",
        "told_by_tax": "rules about what tax holds, in the domain",
    },
    "insurance/submissions": {
        "desk": "giving a file its effects",
        "contents": "what a file holds: the way from documents to the domain",
        "forms": "what values must look like, from data",
        "reading": "XML without trust",
        "tables": "one claim, read again from its file",
    },
    "insurance/collection": {
        "dues": "what is due for a month's salary, line by line",
        "rights": "who may ask about a unit and act for it",
        "desk": "what is done with what units send",
        "declaring": "a labour list, row by row",
        "booking": "the account of a unit while a transaction changes it",
        "pages": "statements by unit, by person, by month",
        "plans": "what a row of a labour list does, in the domain",
        "convert_declarations": "declarations, payments and reliefs, between the domain and the wire",
        "quotes": "what is paid beside work",
        "convert_quotes": "quotes, between the domain and the wire",
        "ledger": "what units owe month by month, and what their money covers",
        "payrolls": "units of which only the month counts, as annexes are written of nearly all",
        "payroll_store": "how these are read: column by column, beside the books of the others",
    },
    "insurance/papers": {"quoting": "a registered birth builds on its notice"},
    "annexes": {
        "handling": "what is done with one, by calls, messages, timer and worker",
        "messages": "what tax and insurance tell each other",
        "desk": "the worker's steps: an annex is written part by part",
        "reading": "rows as they travel, and what is wrong with one",
        "calendar_rows": "the timer with which a world begins",
    },
    "discrepancies": {
        "handling": "what is done with one, by calls, messages and other rooms of an agency",
        "messages": "what registers tell each other",
        "rights": "who reads, reports and handles them",
        "source_of_truth": "read from data",
        "subjects": "whom they are about: what the register that mounts it must know",
    },
    "control/worlds": {
        "registry": "it alone says which worlds there are",
        "forking": "a world is copied, in all processes at once",
        "exporting": "a world is written down, by all of them",
        "importing": "and handed out to them again",
        "world_file": "the file that it travels as",
        "own_people": "a team's own people are read once, where a recipe comes in",
    },
    "control/clock": {"journey": "the way from one due thing to the next"},
    "control/faults": {"aims": "what of the contract a fault can meet"},
    "control/journal": {"filters": "what calls can be asked about"},
}
MISSING_ROOMS = {
    "justice/verification": {"errors": "all registers share verification/"},
    "insurance/verification": dict.fromkeys(("domain", "errors", "schema"), "all registers share verification/"),
    "insurance/facilities": dict.fromkeys(("store", "schema"), "facilities follow from a world's seed and from lists"),
    "tax/unpaid_deductions": {"schema": "it keeps nothing", "errors": "they are those of annexes"},
    "insurance/signs": {"schema": "it keeps nothing"},
    "population/access": dict.fromkeys(
        ("convert", "domain", "store", "schema", "errors"), "the record is that of every register: access/record.py"
    ),
    "control/worlds": {"convert": "all of control shares control/convert.py"},
    "control/clock": {"convert": "as above", "store": "the registry keeps clocks", "schema": "as above"},
    "control/cases": dict.fromkeys(("convert", "domain", "store", "schema"), "it gathers what agencies hold"),
    "control/faults": dict.fromkeys(("convert", "domain", "store", "schema"), "faults stand where they are met"),
    "control/journal": dict.fromkeys(("domain", "store", "schema"), "as above"),
}


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_a_capability_has_the_same_rooms_as_every_other(capability: str) -> None:
    files = (HOUSE / capability).iterdir()
    rooms = {path.stem for path in files if path.suffix in (".py", ".sql") and path.stem != "__init__"}

    assert rooms == ROOMS - MISSING_ROOMS.get(capability, {}).keys() | EXTRA_ROOMS.get(capability, {}).keys()


def test_exceptions_are_of_rooms_that_there_are() -> None:
    assert {*EXTRA_ROOMS, *MISSING_ROOMS} <= set(CAPABILITIES)
