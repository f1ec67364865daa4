"""What `up` and `serve` say when they stand. Plain text: importing Rich would keep callers waiting."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from lienthong_emulator.cli.house import addresses_of
from lienthong_emulator.runtime.recipe import USUAL_START
from lienthong_emulator.setup import EDGE

if TYPE_CHECKING:
    from lienthong_emulator.emulator import Emulator
    from lienthong_emulator.runtime.recipe import Recipe

LAN = "0115000017"
"""Social-insurance number of Nguyễn Thị Lan, who has a card in every world; of another year's, it is another."""

NEEDED = {"justice", "control"}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What stands: the agencies here and elsewhere, time and recipe of the world `default` where they are known.

    `kept_in` is the folder or database that keeps the worlds; empty where they end with the run.
    """

    emulator: Emulator
    peers: Mapping[str, str]
    now: datetime | None
    recipe: Recipe | None
    kept_in: str

    def to_json(self) -> dict[str, object]:
        return {
            "addresses": addresses_of(self.emulator),
            "now": self.now.isoformat(timespec="seconds") if self.now else None,
            "folder": self.kept_in or None,
        }


def welcome(house: House) -> str:
    return "\n".join(
        [
            "The agencies are up. Nothing here is official, and nobody here is real.",
            *_whereabouts(house),
            "",
            *_columns([("AGENCY", "SERVICE", "ADDRESS"), *_services(house.emulator)]),
            *_next(house),
            "",
            "Ctrl-C ends it.",
        ]
    )


def _whereabouts(house: House) -> Iterator[str]:
    if house.now is not None:
        yield f"The world 'default' has {house.now:%Y-%m-%d %H:%M}, Hà Nội time."
    if house.emulator.addresses:
        yield f"Worlds are kept in {house.kept_in}" if house.kept_in else "Worlds end with this run."


def _services(emulator: Emulator) -> Iterator[tuple[str, str, str]]:
    for name, address in emulator.addresses.items():
        for service in emulator.node.agencies[name].services:
            yield name, service.full_name, address
    if emulator.http:
        yield EDGE, "HTTP", f"http://{emulator.http}"


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _next(house: House) -> Iterator[str]:
    """Nothing where it could not be done: a birth is filed with justice, in a world that control knows."""
    known = {**house.peers, **house.emulator.addresses}
    if not known.keys() >= NEEDED:
        return
    yield ""
    yield "Try next, in another terminal:"
    yield f"  {_set_target(_target(known))}"
    day, lan = "", LAN
    if house.recipe and house.recipe.nation.year != USUAL_START.year - 1:
        day, lan = f" --date {house.recipe.start}", _lan_in(house.recipe.nation.year)
    yield f"  lienthong births example{day} | lienthong births file -"
    yield "  lienthong trace CASE        # a case that this printed"
    yield f"  lienthong card {lan} --out lan.png"


def _lan_in(year: int) -> str:
    """Her number in a nation of this year; what knows it is not imported where worlds are as usual."""
    from lienthong_emulator.people.by_hand.personas import personas

    return personas(year)["lan"].social_insurance_number


def _target(addresses: Mapping[str, str]) -> str:
    shared = set(addresses.values())
    return ",".join(shared if len(shared) == 1 else [f"{name}={address}" for name, address in addresses.items()])


def _set_target(target: str) -> str:
    return f'$env:LIENTHONG_TARGET="{target}"' if sys.platform == "win32" else f"export LIENTHONG_TARGET={target}"
