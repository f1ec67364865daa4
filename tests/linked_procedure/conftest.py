"""The example dossiers, to be read as they are or with one thing changed."""

import json
from collections.abc import Callable
from types import EllipsisType
from typing import Any

import pytest

from lienthong_emulator.linked_procedure import example_dossiers

Change = Callable[[str, object], dict[str, Any]]


def changed(dossier: dict[str, Any], key: str, value: object) -> dict[str, Any]:
    *around, last = key.split(".")
    inner = dossier
    for name in around:
        inner = inner[name]
    if isinstance(value, EllipsisType):
        inner.pop(last, None)
    else:
        inner[last] = value
    return dossier


@pytest.fixture
def examples() -> list[dict[str, Any]]:
    return json.loads(example_dossiers())


@pytest.fixture
def khoi() -> Change:
    """An ordinary birth in which the value at a key of any depth is another, or absent where it is `...`."""
    return lambda key, value: changed(json.loads(example_dossiers())[0], key, value)


@pytest.fixture
def pao() -> Change:
    """The same of a child whose father is unknown."""
    return lambda key, value: changed(json.loads(example_dossiers())[3], key, value)
