"""A JSON document, as far as it can be judged without knowing what a dossier is."""

import json
from enum import Enum
from typing import TypeAlias

from lienthong_emulator.linked_procedure.errors import (
    DocumentTooLarge,
    DossiersExpected,
    MalformedJson,
    MalformedJsonText,
    NestedTooDeep,
    NoDossiers,
    NotUtf8,
)

LARGEST_DOCUMENT = 64 << 20
"""Bytes."""


class Twice(Enum):
    """Stands for the value of a key that an object gives twice."""

    TWICE = "twice"


# Numbers are texts here: their digits are kept as written. A float is NaN or an infinity, which JSON does not know.
Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | bool | Twice | None"


def items(document: str | bytes) -> list[Json]:
    """The items of a document that is one object or a list."""
    found = parse(_decoded(document))
    if isinstance(found, dict):
        return [found]
    if not isinstance(found, list):
        raise DossiersExpected()
    if not found:
        raise NoDossiers()
    return found


def parse(text: str, field: str = "") -> Json:
    """The value of a JSON text, which stands in a field or is the whole document."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=float)
    except json.JSONDecodeError as wrong:
        refusal = MalformedJsonText if field else MalformedJson
        raise refusal(field=field, line=str(wrong.lineno), column=str(wrong.colno), detail=wrong.msg) from None
    except RecursionError:
        raise NestedTooDeep(field=field) from None


def size(value: Json) -> int:
    """About how many bytes a value takes in a document."""
    total, waiting = 0, [value]
    while waiting:  # not by recursion: the value may be as deep as the parser allows
        here = waiting.pop()
        total += 2 + (len(here.encode("utf-8", "surrogatepass")) if isinstance(here, str) else 0)
        if isinstance(here, dict):
            waiting += [*here.keys(), *here.values()]
        elif isinstance(here, list):
            waiting += here
    return total


def _decoded(document: str | bytes) -> str:
    content = document.encode("utf-8", "surrogatepass") if isinstance(document, str) else document
    if len(content) > LARGEST_DOCUMENT:
        raise DocumentTooLarge(bytes=str(len(content)), limit=str(LARGEST_DOCUMENT))
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as wrong:
        raise NotUtf8(position=str(wrong.start + 1)) from None


def _object(pairs: list[tuple[str, Json]]) -> Json:
    members: dict[str, Json] = {}
    for key, value in pairs:
        members[key] = Twice.TWICE if key in members else value
    return members
