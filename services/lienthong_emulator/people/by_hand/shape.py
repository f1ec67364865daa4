"""The shape of a file of people: as much of JSON Schema as `data/people.schema.json` needs, and faults with places."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from lienthong_emulator.people.by_hand.years import read_birth, read_day, read_month

Schema: TypeAlias = Mapping[str, Any]

_FILE: Final = Path(__file__).parents[1] / "data" / "people.schema.json"
_NAMES: Final = {"object": "a mapping", "array": "a list", "string": "a text", "integer": "a whole number"}
_CALENDAR: Final[Mapping[str, Callable[[str], object]]] = {
    "date": read_day,
    "year-month": read_month,
    "partial-date": read_birth,
}
_WHOLE_NUMBER: Final = re.compile("-?[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: `people[2].card.from`."""

    path: str
    text: str


@cache
def people_schema() -> Schema:
    return json.loads(_FILE.read_text("utf-8"))


def in_shape(value: Any, faults: list[Fault], schema: Schema | None = None, path: str = "") -> Any:
    """The value as the schema has it; what is not goes to the faults.

    A whole number or yes and no may be written as a text, as YAML leaves it open.
    """
    schema = _resolved(people_schema() if schema is None else schema)
    if "oneOf" in schema:
        schema = _resolved(schema["oneOf"][isinstance(value, dict)])
    if "enum" in schema:
        return _one_of(value, faults, schema, path)
    return _KINDS[schema["type"]](value, faults, schema, path)


def _resolved(schema: Schema) -> Schema:
    reference = schema.get("$ref")
    return people_schema()["$defs"][reference.rpartition("/")[2]] if reference else schema


def _mapping(value: Any, faults: list[Fault], schema: Schema, path: str) -> Any:
    if not isinstance(value, dict):
        return _wrong_kind(faults, schema, path)
    given = cast(dict[str, Any], value)
    known: Mapping[str, Schema] = schema["properties"]
    faults.extend(Fault(_below(path, name), _unknown(name, known)) for name in given if name not in known)
    faults.extend(Fault(_below(path, name), "is missing") for name in schema["required"] if name not in given)
    return {
        name: in_shape(part, faults, known[name], _below(path, name)) for name, part in given.items() if name in known
    }


def _unknown(name: str, known: Mapping[str, Schema]) -> str:
    alike = get_close_matches(name, known, n=1)
    return f"is unknown; did you mean {alike[0]}?" if alike else f"is unknown; there are {', '.join(known)}"


def _list(value: Any, faults: list[Fault], schema: Schema, path: str) -> Any:
    if not isinstance(value, list):
        return _wrong_kind(faults, schema, path)
    parts = enumerate(cast(list[Any], value))
    return [in_shape(part, faults, schema["items"], f"{path}[{place}]") for place, part in parts]


def _text(value: Any, faults: list[Fault], schema: Schema, path: str) -> Any:
    if not isinstance(value, str):
        return _wrong_kind(faults, schema, path)
    if len(value) < schema.get("minLength", 0):
        faults.append(Fault(path, "must not be empty"))
    elif "pattern" in schema and not re.fullmatch(schema["pattern"], value):
        faults.append(Fault(path, f"{value!r} is not as it must be: {schema['description']}"))
    elif value and not _is_possible(value, schema.get("format", "")):
        faults.append(Fault(path, f"no calendar has {value}"))
    return value


def _is_possible(value: str, form: str) -> bool:
    try:
        _CALENDAR.get(form, str)(value)
    except ValueError:
        return False
    return True


def _whole_number(value: Any, faults: list[Fault], schema: Schema, path: str) -> Any:
    if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value.replace("_", "")):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return _wrong_kind(faults, schema, path)
    if value < schema.get("minimum", value):
        faults.append(Fault(path, f"must be at least {schema['minimum']}"))
    if value > schema.get("maximum", value):
        faults.append(Fault(path, f"must be at most {schema['maximum']}"))
    return value


def _yes_or_no(value: Any, faults: list[Fault], schema: Schema, path: str) -> Any:
    value = {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
    if not isinstance(value, bool):
        faults.append(Fault(path, "must be true or false"))
    return value


def _one_of(value: Any, faults: list[Fault], schema: Schema, path: str) -> Any:
    """A text stands for the word, or the number, that is written alike."""
    words = {str(word): word for word in schema["enum"]}
    if isinstance(value, str | int) and str(value) in words:
        return words[str(value)]
    alike = get_close_matches(str(value), words, n=1)
    hint = f"; did you mean {alike[0]}?" if alike else ""
    faults.append(Fault(path, f"{value!r} is none of {', '.join(words)}{hint}"))
    return value


def _wrong_kind(faults: list[Fault], schema: Schema, path: str) -> None:
    faults.append(Fault(path, f"must be {_NAMES[schema['type']]}"))


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


_KINDS: Final = {
    "object": _mapping,
    "array": _list,
    "string": _text,
    "integer": _whole_number,
    "boolean": _yes_or_no,
}


def schema_words(schema: Schema | None = None) -> Iterator[str]:
    """Every word of JSON Schema that the file uses, for a test that none is overlooked here."""
    schema = people_schema() if schema is None else schema
    yield from schema
    for name, part in schema.items():
        below = part.values() if name in ("properties", "$defs") else part if name == "oneOf" else [part]
        for one in below:
            if isinstance(one, dict):
                yield from schema_words(cast(Schema, one))
