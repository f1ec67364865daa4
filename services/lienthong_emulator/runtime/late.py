"""What is imported when it is first needed: most worlds need little of what there is (docs/decisions/0056)."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lienthong_emulator.runtime.node import Node


def _nothing(_node: Node) -> Sequence[Any]:
    return ()


@dataclass(frozen=True)
class Late:
    """Makes the servicer whose class stands at `place`, as `module:class`; `given` is what it is made of."""

    place: str
    given: Callable[[Node], Sequence[Any]] = _nothing

    @property
    def kind(self) -> type[Any]:
        """The class, imported when it is asked for."""
        return _found(self.place)

    def __call__(self, node: Node) -> Any:
        made = self.kind(*self.given(node))
        _spare_the_collector()
        return made


def late(place: str) -> Callable[..., Any]:
    """Calls what stands at `place`, as `module:name`: it is imported with the first call."""
    return lambda *given: _found(place)(*given)


class LateServicer:
    """Stands for a servicer, which is made with the first call."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    @cached_property
    def made(self) -> Any:
        return self._make()

    def __getattr__(self, method: str) -> Callable[..., Any]:
        return lambda *given: getattr(self.made, method)(*given)


def _found(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def _spare_the_collector() -> None:
    """What was imported lives as long as the process: where that is kept from the collector, this is too."""
    if gc.get_freeze_count():
        gc.collect()  # what calls have left behind would stay for good
        gc.freeze()
