"""A servicer comes with the first call to its service."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, cast
from weakref import ref

import pytest

from lienthong_emulator.runtime.late import Late, LateServicer
from lienthong_emulator.runtime.node import Node

NOBODY = cast(Node, None)
"""Who makes these asks it nothing."""


class Garbage:
    itself: Garbage


@pytest.fixture
def usual_collector() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_the_module_of_a_servicer_is_imported_when_it_is_made() -> None:
    program = """
import sys
from lienthong_emulator.runtime.late import Late
late = Late("lienthong_emulator.insurance.papers.servicer:PaperServicer")
before = "lienthong_emulator.insurance.papers.servicer" in sys.modules
print(before, type(late(None)).__name__)
"""
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout

    assert found.split() == ["False", "PaperServicer"]


def test_a_servicer_is_made_once_of_what_the_node_gives() -> None:
    made: list[Any] = []

    def make() -> Any:
        made.append(Late("fractions:Fraction", lambda _node: (6, 4))(NOBODY))
        return made[-1]

    late = LateServicer(make)

    assert [late.limit_denominator(1), late.limit_denominator(2)] == [1, made[0]]
    assert [str(one) for one in made] == ["3/2"]


@pytest.mark.usefixtures("usual_collector")
def test_who_keeps_what_is_loaded_from_the_collector_keeps_the_servicer_from_it_too() -> None:
    gc.freeze()
    made = Late("decimal:Context")(NOBODY)

    assert made not in gc.get_objects()


def test_a_process_whose_collector_sees_everything_goes_on_so() -> None:
    assert gc.get_freeze_count() == 0

    made = Late("types:SimpleNamespace")(NOBODY)

    assert gc.get_freeze_count() == 0
    assert any(one is made for one in gc.get_objects())


@pytest.mark.usefixtures("usual_collector")
def test_garbage_is_not_kept_with_it() -> None:
    gc.freeze()
    garbage = Garbage()
    garbage.itself, left = garbage, ref(garbage)
    del garbage

    Late("types:SimpleNamespace")(NOBODY)

    assert left() is None


def test_what_is_called_by_its_place_is_imported_with_the_first_call() -> None:
    program = """
import sys
from lienthong_emulator.runtime.late import late
fraction = late("fractions:Fraction")
print("fractions" in sys.modules, fraction(6, 4), "fractions" in sys.modules)
"""
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout

    assert found.split() == ["False", "3/2", "True"]
