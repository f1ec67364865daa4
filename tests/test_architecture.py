"""House rules that no linter knows. Every exception stands here with its reason."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from string import Formatter

import pytest
from tests.house import CAPABILITIES, HOME, HOUSE, SOURCES

import lienthong_emulator
from lienthong import descriptor_set
from lienthong_emulator.matching import ClaimReason, DateReason, Departure, Normalization
from lienthong_emulator.runtime.node_service import NodeServicer
from lienthong_emulator.runtime.refusals import Refusal

GENERATED = re.compile(r"_pb2(_grpc)?\.pyi?$")
OURS = [
    *SOURCES,
    *(path for path in sorted((HOME / "clients/python/lienthong").rglob("*.py")) if not GENERATED.search(path.name)),
    *sorted((HOME / "tests").rglob("*.py")),
]

# Calls.


MOUNTED_BY = {"discrepancies": ("population", "insurance"), "annexes": ("tax", "insurance")}
"""Capabilities that several agencies share, each under a service of its own."""


def _servicers() -> dict[str, type]:
    """Servicers by the full names of the services that they stand for."""
    found = {"lienthong.control.v1.NodeService": NodeServicer}
    for capability in CAPABILITIES:
        module = f"lienthong_emulator.{capability.replace('/', '.')}.servicer"
        for value in vars(import_module(module)).values():
            if inspect.isclass(value) and value.__module__ == module and value.__name__.endswith("Servicer"):
                service = value.__name__.replace("Servicer", "Service")
                agencies = MOUNTED_BY.get(capability, (capability.split("/")[0],))
                found |= {f"lienthong.{agency}.v1.{service}": value for agency in agencies}
    return found


def test_every_call_of_the_contract_has_its_method_and_no_more() -> None:
    services = {
        f"{file.package}.{service.name}": {method.name for method in service.method}
        for file in descriptor_set().file
        if file.package.startswith("lienthong.")
        for service in file.service
    }
    methods = {
        name: {method for method in vars(servicer) if method[0].isupper()} for name, servicer in _servicers().items()
    }

    assert methods == services


# Refusals.


def _refusals() -> list[type[Refusal]]:
    """Every class of the house with a reason."""
    for module in pkgutil.walk_packages(lienthong_emulator.__path__, "lienthong_emulator."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    return [kind for kind in _below(Refusal) if kind.__module__.startswith("lienthong_emulator.") and _reason(kind)]


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _reason(kind: type[Refusal]) -> str:
    return getattr(kind, "reason", "")


REFUSALS = _refusals()
SAID_OTHERWISE = {
    "UNKNOWN_FIELD": "of a dossier, of a claim's mask, of what registers hold",
    "MALFORMED_NUMBER": "of a claim to compare, and of a dossier that names papers",
    "IMPOSSIBLE_DATE": "of a request, and of a dossier that cannot be read: the same fault before and after the wire",
    "FIELD_REQUIRED": "as above",
    "NOTHING_CHANGED": "of a citizen, and of a taxpayer",
    "WRONG_TYPE": "each place of a document says what it expected",
    "MALFORMED_TEXT": "a document that is not UTF-8, a field with control characters",
    "MALFORMED_PAGE_TOKEN": "each list seals tokens of its own",
    "FACILITY_NOT_FOUND": "of a declaration that names one for first care, and as an answer to a question",
    "HOUSEHOLD_NOT_FOUND": "as an answer to a question, and to a request for a card",
    **dict.fromkeys(("PLACE_NOT_FOUND", "ETHNIC_GROUP_NOT_FOUND"), "of a declaration, and of a correction"),
    **dict.fromkeys(("NUMBER_CONTRADICTS_SEX", "NUMBER_CONTRADICTS_BIRTH_DATE"), "as above"),
}
PROMISED_ELSEWHERE = (
    "lienthong_emulator.linked_procedure.",  # by read_dossiers
    "lienthong_emulator.edge.testers.desk",  # by docs/gateway.md
)


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: f"{kind.__module__.split('.', 1)[1]}.{kind.__name__}")
def test_a_refusal_speaks_two_languages_and_has_a_reason_that_a_program_can_read(kind: type[Refusal]) -> None:
    assert re.fullmatch("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", kind.reason)
    assert len(kind.reason) <= 63
    assert kind.english != kind.vietnamese
    known = {name for name, taken in inspect.signature(kind).parameters.items() if taken.default is not taken.empty}
    for facts in _facts_given_to(kind):
        assert {*_named(kind.english), *_named(kind.vietnamese)} <= {*facts, *known}


def _named(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def _facts_given_to(kind: type[Refusal]) -> list[set[str]]:
    """The facts with which the sources raise it; where it says itself what it takes, its own page holds that right."""
    return [] if "__init__" in vars(kind) else _given()[kind.__module__, kind.__name__]


@cache
def _given() -> dict[tuple[str, str], list[set[str]]]:
    """The names of what is handed to whatever is called, by the module and name of it; `**` says nothing."""
    found: defaultdict[tuple[str, str], list[set[str]]] = defaultdict(list)
    for path in SOURCES:
        nodes = list(ast.walk(_trees()[path]))
        imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
        home = {alias.name: node.module or "" for node in imports for alias in node.names}
        for call in (node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            names = {keyword.arg for keyword in call.keywords}
            callee = ast.unparse(call.func)
            if None not in names:
                found[home.get(callee, _module(path)), callee].append({name for name in names if name})
    return found


def _module(path: Path) -> str:
    return ".".join(path.relative_to(HOUSE.parent).with_suffix("").parts)


@cache
def _trees() -> Mapping[Path, ast.Module]:
    """What is written in every file of ours; read when a test asks, not when tests are collected."""
    return {path: ast.parse(path.read_text("utf-8")) for path in OURS}


def test_a_reason_has_one_meaning() -> None:
    times = Counter(
        kind.reason for kind in REFUSALS if not any(_reason(base) == kind.reason for base in kind.__bases__)
    )

    assert {reason for reason, count in times.items() if count > 1} <= SAID_OTHERWISE.keys()


def test_the_contract_names_every_reason_and_every_reason_is_in_the_contract() -> None:
    given = {kind.reason for kind in REFUSALS if not kind.__module__.startswith(PROMISED_ELSEWHERE)}

    assert given <= _promised()
    why_fields_differ = {*Normalization, *Departure, *DateReason, *ClaimReason}
    assert _promised() - given <= why_fields_differ


def test_every_reason_of_the_contract_is_met_in_a_test() -> None:
    tests = "".join(path.read_text("utf-8") for path in (HOME / "tests").rglob("test_*.py") if path != Path(__file__))

    names = {reason: {reason, *(kind.__name__ for kind in REFUSALS if kind.reason == reason)} for reason in _promised()}
    assert {reason for reason in _promised() if not any(name in tests for name in names[reason])} == set()


def _promised() -> set[str]:
    """What the contract's comments give as reasons: words in capitals, without those that only name an enum's value."""
    text = "\n".join(path.read_text("utf-8") for path in sorted((HOME / "proto/lienthong").rglob("*.proto")))
    comments = "\n".join(re.findall(r"//(.*)", text))
    words = set(re.findall(r"`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`", comments))
    values = set(re.findall(r"^\s+([A-Z][A-Z0-9_]+) = \d+;", text, re.MULTILINE))
    known = {kind.reason for kind in REFUSALS}
    return {word for word in words if word in known or not any(f"_{value}".endswith(f"_{word}") for value in values)}


# Files.

LONG_FILES: dict[str, str] = {}
LONGEST_FILE = 300
LONGEST_FUNCTION = 45
NO_FACTS = {
    "birth-dossiers.json": "example dossiers: JSON has no comments; linked_procedure/example.py tells of them",
    "death-dossiers.json": "as above",
    "card.svg": "a template, not a fact",
    "people.schema.json": "a schema, not a fact; JSON has no comments",
}
SOURCE = re.compile(r"\bsources?:|\bour (own|choice)\b|\bread from\b", re.IGNORECASE)
FACTS = [
    path for path in sorted(HOUSE.rglob("data/*")) if path.is_file() and path.name not in {"__init__.py", *NO_FACTS}
]


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.name)
def test_a_data_file_says_on_top_where_its_facts_come_from(path: Path) -> None:
    head = list(takewhile(lambda line: line.startswith("#"), path.read_text("utf-8").splitlines()))

    assert SOURCE.search("\n".join(head))


def test_a_file_is_one_idea() -> None:
    sizes = {str(path.relative_to(HOME)): len(path.read_text("utf-8").splitlines()) for path in OURS}

    assert {path for path, size in sizes.items() if size > LONGEST_FILE} == LONG_FILES.keys()


def test_a_function_fits_a_page() -> None:
    long = [
        f"{path.relative_to(HOME)}: {node.name}"
        for path, tree in _trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


ASKS_THE_MACHINE = re.compile(
    r"\b(datetime|date)\.(now|utcnow|today|fromtimestamp)\b|\btime\.time(_ns)?\b|\buuid[14]\b"
    r"|\brandom\.(?!Random\b)\w+|\b(secrets|os\.urandom|SystemRandom)\b"
)
CLOCK = HOUSE / "runtime" / "clock.py"


def test_nobody_asks_the_machine_for_time_or_chance() -> None:
    """The clock is handed in, and so is chance: `random.Random(seed)`."""
    asking = [
        f"{path.relative_to(HOUSE)}: {ast.unparse(node)}"
        for path in SOURCES
        if path != CLOCK
        for node in ast.walk(_trees()[path])
        if isinstance(node, ast.Attribute | ast.Name) and ASKS_THE_MACHINE.search(ast.unparse(node))
    ]
    assert asking == []


def test_an_ignore_says_why() -> None:
    ignore = re.compile(r"#\s*(noqa|type:\s*ignore|pyright:\s*ignore)(:\s*[\w, ]+|\[[\w, -]+\])?(?P<why>.*)")
    silent = [
        f"{path.relative_to(HOME)}:{number}"
        for path in OURS
        if path != Path(__file__)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (found := ignore.search(line)) and len(found["why"].strip(" #-")) < len("why")
    ]
    assert silent == []
