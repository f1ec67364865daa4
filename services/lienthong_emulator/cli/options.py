"""What `up` and `serve` may be told: declared once, for Typer and for the start without it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar, get_args

Options = TypeVar("Options", bound="Play")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWorld:
    """What a new world is built from, as far as somebody says."""

    people: Annotated[int | None, "People of a new world, beside the personas. [up: 10,000; else 0]"] = None
    seed: Annotated[int | None, "Seed of a new world. [1]"] = None
    date: Annotated[str, "Day on which a new world starts: YYYY-MM-DD from 2018-01-01 on, or today. [2022-01-05]"] = ""
    clean: Annotated[bool, "In a new world the agencies agree on everybody, else they differ on 3 in 100."] = False
    realistic_numbers: Annotated[
        bool, "Give a new world's nation personal numbers of real provinces; they could be somebody's."
    ] = False
    people_file: Annotated[Path | None, "People of your own for a new world: a YAML or JSON file."] = None
    pace: Annotated[
        str,
        "How fast offices of a new world work: immediate, or realistic: desks take their time over births and the"
        " children's cards; deaths, marriages and amendments go on at once. [immediate]",
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play(NewWorld):
    """Play every agency, until Ctrl-C."""

    usual_people: ClassVar[int] = 10_000

    listen: Annotated[str, "HOST:PORT; port 0 takes a free one. With --separate-ports, the first of them."] = (
        "127.0.0.1:50051"
    )
    http: Annotated[
        str,
        "HOST:PORT of the HTTP doors; port 0 takes a free one."
        " [127.0.0.1:8080, or a free one where --listen takes one]",
    ] = ""
    separate_ports: Annotated[bool, "Give each agency a port of its own."] = False
    data: Annotated[Path | None, "Folder that keeps the worlds. Else LIENTHONG_DATA, else the platform's own."] = None
    database: Annotated[str, "postgresql://USER@HOST/NAME that keeps the worlds, a schema for each agency's part."] = ""
    memory: Annotated[bool, "Keep nothing beyond this run."] = False
    fresh: Annotated[bool, "First remove the worlds that the folder or database keeps."] = False
    durable: Annotated[bool, "Lose nothing even when the machine loses power. Slower."] = False
    freeze: Annotated[bool, "The clock of a new world stands still until it is advanced."] = False
    insecure_bind: Annotated[
        bool, "Let --listen and --http be addresses that others can reach. There is no access control."
    ] = False
    json: Annotated[bool, "Print one line of JSON instead of the table."] = False
    ports_file: Annotated[Path | None, "Write the addresses by agency to this file, as JSON, once all serve."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Serve(Play):
    """Play some agencies, until Ctrl-C; the others answer elsewhere."""

    usual_people: ClassVar[int] = 0

    agencies: Annotated[list[str], "Agencies to play; `edge` stands for the HTTP doors."]
    peer: Annotated[list[str], "NAME=HOST:PORT of an agency elsewhere. Once for each."] = field(
        default_factory=list[str]
    )


ARGUMENT = "agencies"
"""The field that is typed without a name."""


def option_name(option: "Field[Any]") -> str:
    return option.name if option.name == ARGUMENT else f"--{option.name.replace('_', '-')}"


def kind_and_help(option: "Field[Any]") -> tuple[Any, str]:
    kind, text = get_args(option.type)
    return kind, text


def as_typed(options: type[Options], words: Sequence[str]) -> Options | None:
    """The options where they are spelled out and well formed; None where Typer has to help or to refuse."""
    known = {option_name(option): option for option in fields(options)}
    given: dict[str, Any] = {}
    try:
        for option, text in _typed(known, iter(words)):
            _note(given, option, text)
    except _NotPlain:
        return None
    return options(**given) if ARGUMENT in given or ARGUMENT not in known else None


class _NotPlain(Exception):
    """Something that only Typer understands, or can explain."""


def _typed(known: "Mapping[str, Field[Any]]", words: Iterator[str]) -> "Iterator[tuple[Field[Any], str]]":
    """Each option that was typed, with its text; a flag has none."""
    for word in words:
        name, equals, text = word.partition("=") if word.startswith("-") else (ARGUMENT, "=", word)
        option = known.get(name)
        if option is None:
            raise _NotPlain
        is_flag = kind_and_help(option)[0] is bool
        if not (equals or is_flag):
            text = next(words, "-")
        if text.startswith("-") or (equals and is_flag):
            raise _NotPlain
        yield option, text


def _note(given: dict[str, Any], option: "Field[Any]", text: str) -> None:
    kind, _ = kind_and_help(option)
    if kind == list[str]:
        given.setdefault(option.name, []).append(text)
        return
    try:
        given[option.name] = _FROM_TEXT[kind](text)
    except ValueError:
        raise _NotPlain from None


_FROM_TEXT: Mapping[Any, Callable[[str], Any]] = {bool: lambda _: True, str: str, int | None: int, Path | None: Path}
