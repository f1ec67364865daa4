"""What must stand in an answer against what does.

A mapping names fields that must hold what it says, and leaves the others open; a list is compared place by place.
`"*"` is anything but empty, `null` is empty, `"/…/"` a pattern for the whole text, `{"$count": 2}` a list of so many,
`{"$any": …}` a list with one such element, `{"$not": …}` anything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast


def differences(expected: Any, actual: Any, at: str = "") -> Iterator[str]:
    """Each place at which an answer is not as it must be, in words."""
    if isinstance(expected, dict):
        yield from _of_mapping(cast(dict[str, Any], expected), actual, at)
    elif isinstance(expected, list):
        yield from _of_list(cast(list[Any], expected), actual, at)
    elif not _holds(expected, actual):
        yield f"{at or 'the answer'}: expected {_said(expected)}, was {actual!r}"


def _of_mapping(expected: Mapping[str, Any], actual: Any, at: str) -> Iterator[str]:
    if expected.keys() & RULES.keys():
        for rule, value in expected.items():
            yield from RULES[rule](value, actual, at)
    elif not isinstance(actual, dict):
        yield f"{at}: expected a message, was {actual!r}"
    else:
        for name, value in expected.items():
            yield from differences(value, cast(dict[str, Any], actual).get(name), f"{at}.{name}" if at else name)


def _of_list(expected: list[Any], actual: Any, at: str) -> Iterator[str]:
    found = cast(list[Any], actual or [])
    if len(expected) != len(found):
        yield f"{at}: expected {len(expected)} elements, were {len(found)}"
        return
    for place, (one, other) in enumerate(zip(expected, found, strict=True)):
        yield from differences(one, other, f"{at}[{place}]")


def _count(expected: int, actual: Any, at: str) -> Iterator[str]:
    if len(actual or []) != expected:
        yield f"{at}: expected {expected} elements, were {len(actual or [])}"


def _any(expected: Any, actual: Any, at: str) -> Iterator[str]:
    found = cast(list[Any], actual or [])
    if not any(not list(differences(expected, one)) for one in found):
        yield f"{at}: none of {len(found)} elements is {expected!r}"


def _not(unexpected: Any, actual: Any, at: str) -> Iterator[str]:
    if not list(differences(unexpected, actual)):
        yield f"{at}: expected something else than {unexpected!r}"


RULES: Mapping[str, Callable[[Any, Any, str], Iterator[str]]] = {"$count": _count, "$any": _any, "$not": _not}


def _holds(expected: Any, actual: Any) -> bool:
    if expected is None:
        return not actual
    if expected == "*":
        return bool(actual)
    if isinstance(expected, str) and len(expected) > 2 and expected[0] == expected[-1] == "/":
        return bool(re.fullmatch(expected[1:-1], str(actual or "")))
    return expected == actual


def _said(expected: Any) -> str:
    return {None: "nothing", "*": "something"}.get(expected, repr(expected))
