"""What the emulator was told to play, and where."""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lienthong_emulator.runtime.recipe import Recipe

CONTROL = "control"
EDGE = "edge"
"""No agency: the HTTP doors, which ask the agencies."""
AGENCIES = ("population", "justice", "tax", "exchange", "insurance", CONTROL)
"""Every agency there is, in the order in which a table names them."""

POSTGRES = ("postgresql://", "postgres://")


class UnsafeAddress(Exception):
    """An address that others can reach, which nobody said aloud that they want."""


class UnknownAgency(Exception):
    """A name that no agency carries."""


class UnknownDatabase(Exception):
    """An address that is none of a database that we know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """Agencies to play here, at one port or at one each; the others are called at `peers` (name → host:port).

    `folder` keeps the worlds, or `database` does (`postgresql://...`), whose engine has its own word on what `durable`
    is; without both they live in a temporary folder for as long as the emulator runs. `recipe` is
    that of the world `default`: None for the one it has, or `usual` where it is new. `clock_rate` (world seconds
    per wall second, 0 stands still) is that of a new one. `http` is where the HTTP doors stand
    (`host:port`), if anywhere.
    """

    agencies: Sequence[str] = AGENCIES
    listen: str = "127.0.0.1:0"
    separate_ports: bool = False
    peers: Mapping[str, str] = field(default_factory=dict[str, str])
    folder: Path | None = None
    database: str | None = None
    durable: bool = False
    recipe: Recipe | None = None
    usual: Recipe = field(default_factory=Recipe)
    clock_rate: float = 0.0
    http: str | None = None
    insecure_bind: bool = False

    def check(self) -> None:
        """Refuse agencies and databases that nobody knows, and addresses that others can reach."""
        for name in (*self.agencies, *self.peers):
            if name not in AGENCIES:
                raise UnknownAgency(f"there is no agency {name!r}; there are {', '.join(AGENCIES)}")
        if self.database is not None and not self.database.startswith(POSTGRES):
            raise UnknownDatabase("a database is postgresql://USER@HOST/NAME; without one, worlds are files of SQLite")
        if self.exposed and not self.insecure_bind:
            host = self.exposed[0].rpartition(":")[0]
            raise UnsafeAddress(
                f"{host} can be reached by others; the emulator has no access control. Say --insecure-bind to want that"
            )

    @property
    def exposed(self) -> Sequence[str]:
        """The addresses that others can reach."""
        listened = [self.listen, self.http or ""] if self.agencies else [self.http or ""]
        return [address for address in listened if address and not _is_loopback(address.rpartition(":")[0])]

    def servers(self) -> list[tuple[str, Sequence[str]]]:
        """Which agencies listen where. Separate ports follow each other, unless the port is 0."""
        if not self.separate_ports:
            return [(self.listen, self.agencies)]
        host, _, port = self.listen.rpartition(":")
        first = int(port)
        return [(f"{host}:{first + place if first else 0}", [name]) for place, name in enumerate(self.agencies)]


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def default_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where worlds are kept when nobody says where."""
    if given := environment.get("LIENTHONG_DATA"):
        return Path(given)
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "lienthong"
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "lienthong"
    shared = Path(environment.get("XDG_DATA_HOME", ""))
    return (shared if shared.is_absolute() else Path.home() / ".local" / "share") / "lienthong"
