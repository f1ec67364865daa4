"""YAML and JSON as plain values, with the line on which each stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import yaml

Parsed: TypeAlias = tuple[Any, Mapping[str, int]]
"""A value, and lines by path; JSON has none."""


DEEPEST = 100
TOO_DEEP = "what it holds lies too deep in one another"


class UnreadableText(Exception):
    """It is no YAML, or no JSON; its text says why."""


def parse_json(text: str) -> Parsed:
    try:
        return json.loads(text, object_pairs_hook=_without_repetition), {}
    except json.JSONDecodeError as error:
        raise UnreadableText(f"line {error.lineno}: it is no JSON: {error.msg}") from None
    except RecursionError:
        raise UnreadableText(TOO_DEEP) from None


def parse_yaml(text: str) -> Parsed:
    """Every word stays a text, so that 00166 is a code, NO a country and 2021-12-31 what is written."""
    import yaml  # only who has people of their own needs it

    lines: dict[str, int] = {}
    try:
        _refuse_the_endless(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        return (None if node is None else _value(node, "", lines)), lines
    except RecursionError:
        raise UnreadableText(TOO_DEEP) from None
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise UnreadableText(f"{line}it is no YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise UnreadableText(f"it is no YAML: {error}") from None


def _refuse_the_endless(text: str) -> None:
    """What stands there again by its name may hold itself, or become more than a machine can keep; so may depth."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise UnreadableText(TOO_DEEP)
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise UnreadableText(f"line {line}: *{event.anchor} is an alias: write out what it stands for")


def _value(node: yaml.Node, path: str, lines: dict[str, int]) -> Any:
    import yaml

    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        pairs = [(str(key.value), _value(part, f"{path}.{key.value}".lstrip("."), lines)) for key, part in node.value]
        return _without_repetition(pairs, f"line {lines[path]}: ")
    if isinstance(node, yaml.SequenceNode):
        return [_value(part, f"{path}[{place}]", lines) for place, part in enumerate(node.value)]
    return node.value


def _without_repetition(pairs: list[tuple[str, Any]], place: str = "") -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise UnreadableText(f"{place}{next(name for name in names if names.count(name) > 1)} stands there twice")
    return found
