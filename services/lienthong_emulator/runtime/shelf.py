"""Where the agencies' databases of worlds stand, whatever engine keeps them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.database import Database
    from lienthong_emulator.runtime.kit import World
    from lienthong_emulator.runtime.load import Tell


class ShelfInUse(Exception):
    """Another process keeps the same agency's worlds there."""


class UnusableShelf(Exception):
    """Nothing can be kept there."""


class SilentShelf(Exception):
    """Nobody answers there."""


class Part(Enum):
    """What an agency has of a world."""

    THERE = 1
    """It was there before."""
    MADE = 2
    """It was made now."""
    LENT = 3
    """Nothing of its own yet: it reads what many share, and its own is made before the first change."""


class Shelf(Protocol):
    """A database for each agency and world, and one for what is kept beside them."""

    async def worlds(self, agency: str) -> Sequence[str]:
        """The worlds of which an agency has its part here, in order."""
        ...

    def borrow(self, agency: Agency, world: World, note: Callable[[], Awaitable[None]]) -> Database | None:
        """Open what an agency has of a world on loan; None where it has its own, or nothing has been provided yet.

        `note` is awaited once it is the world's own, before any change.
        """
        ...

    async def provide(self, agency: Agency, world: World, tell: Tell, *, own: bool = True) -> Part:
        """Where there was never anything, build an agency's part of a world: whole, or not at all.

        Unless it must be the world's `own`, it may be lent.
        Refused with `UnusableDatabaseFile` where there was something and it is gone.
        """
        ...

    async def open(self, agency: Agency, world: World, note: Callable[[], Awaitable[None]]) -> Database:
        """Check what is the world's own and open it. `note` is awaited before any change.

        Refused with `UnusableDatabaseFile` where it is gone, is not ours, or was made by another version.
        """
        ...

    async def copy(self, agency: Agency, world: World, other: str) -> bool:
        """Give another world what an agency has of this one, whole or not at all. Nothing is written meanwhile.

        Says whether there is anything: what is lent need not be copied.
        """
        ...

    async def write_down(self, agency: Agency, world: World, path: Path) -> None:
        """Put all that an agency has of a world of its own into an SQLite file. Nothing is written meanwhile.

        Refused with `UnusableDatabaseFile` where it is gone.
        """
        ...

    async def take_in(self, agency: Agency, world: str, path: Path) -> None:
        """Give a world that nobody has entered what such a file holds, whole or not at all. It has been checked."""
        ...

    async def open_beside(self, name: str, tables: str, digest: str) -> Database:
        """Open the one database of a name that belongs to no world; made, empty, where there is none."""
        ...

    async def remove(self, agencies: Iterable[str], world: str) -> None:
        """Remove what these agencies have of a world, which nobody has open any more."""
        ...

    async def close(self) -> None:
        """Break off what is being built."""
        ...
