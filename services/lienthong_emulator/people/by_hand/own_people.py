"""A team's own people: a file of them, and what each agency holds of them when a world begins."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lienthong_emulator.people.by_hand.own_people_rules import faults_in
from lienthong_emulator.people.by_hand.own_people_text import UnreadableText, parse_json, parse_yaml
from lienthong_emulator.people.by_hand.person_columns import version_of
from lienthong_emulator.people.by_hand.person_differences import differences_in
from lienthong_emulator.people.by_hand.person_reader import Reader, Row
from lienthong_emulator.people.by_hand.personas import SERIALS as PERSONAS_SERIALS
from lienthong_emulator.people.by_hand.personas import WRITTEN_FOR
from lienthong_emulator.people.by_hand.shape import Fault, in_shape

if TYPE_CHECKING:
    from lienthong_emulator.people.by_hand.person import Settlement
    from lienthong_emulator.people.mistakes.difference import Difference
    from lienthong_emulator.people.registers.versions import Version
    from lienthong_emulator.runtime.recipe import Nation

FIRST_KEY: Final = 500_000_000
SERIALS: Final = range(PERSONAS_SERIALS.stop, 1_000)
"""Our choice: what numbers end with that the file leaves out; those of the nation begin with 1,000."""
_PARSERS: Final = {".yaml": parse_yaml, ".yml": parse_yaml, ".json": parse_json}


class PeopleFileUnusable(Exception):
    """Everything that is wrong with a file, a line for each fault."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        super().__init__("\n".join([f"{path} cannot be used:", *faults]))
        self.faults = faults


def read_people_file(path: Path, *, beside_nation: bool = False, year: int = WRITTEN_FOR) -> str:
    """The people of a YAML or JSON file, as JSON for `Nation.own_people`; PeopleFileUnusable names every fault.

    `beside_nation` refuses numbers that somebody in a nation with people of its own may have; `year` is that
    in which the nation is anchored.
    """
    parse = _PARSERS.get(path.suffix.lower())
    if parse is None:
        raise PeopleFileUnusable(path, [f"its name must end in one of {', '.join(_PARSERS)}"])
    try:
        value, lines = parse(path.read_text("utf-8-sig"))
    except (UnicodeDecodeError, UnreadableText) as error:
        raise PeopleFileUnusable(path, [str(error)]) from None
    text, faults = read_people(value, beside_nation=beside_nation, year=year)
    if faults:
        raise PeopleFileUnusable(path, [_told(fault, lines) for fault in faults])
    return text


def read_people(value: object, *, beside_nation: bool, year: int) -> tuple[str, Sequence[Fault]]:
    """The people of a document, as JSON for `Nation.own_people`, and everything that is wrong with them."""
    faults: list[Fault] = []
    document = in_shape(value, faults)
    if not faults:
        faults.extend(faults_in(document, beside_nation=beside_nation, year=year))
        faults.extend(_too_many(document))
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")), faults


def own_people_held_by(agency: str, nation: Nation) -> Version:
    """What population, insurance, justice or tax holds of a team's own people; their dates are as in the file."""
    return version_of(_settlement(nation.own_people), agency, nation.year)


def own_people_differences(nation: Nation) -> Sequence[Difference]:
    """What some agency holds of them otherwise, as the file says."""
    return list(differences_in(_settlement(nation.own_people))) if nation.own_people else []


@cache
def _settlement(text: str) -> Settlement:
    document: Mapping[str, Any] = json.loads(text)
    return Reader({**document, "people": _with_serials(document["people"])}, first=FIRST_KEY).settlement()


def _with_serials(people: Sequence[Row]) -> Sequence[Row]:
    serials = iter(SERIALS)
    return [{**row, "serial": next(serials)} if _needs_serial(row) else row for row in people]


def _needs_serial(row: Row) -> bool:
    """Whether some number is left out."""
    number = {"personal_number", "cmnd", "same_as"} & row.keys()
    household = {"household", "household_of"} & row.keys()
    older = any("insured_since" in card for card in row.get("past_cards", ()))
    return older or not (number and household and "si_number" in row)


def _too_many(document: Mapping[str, Sequence[Row]]) -> Sequence[Fault]:
    count = sum(map(_needs_serial, document["people"]))
    told = f"{count:,} people leave a number out; numbers can be made up for {len(SERIALS)}"
    return [Fault("people", told)] if count > len(SERIALS) else []


def _told(fault: Fault, lines: Mapping[str, int]) -> str:
    """A fault with its place; the line is that of the nearest thing around it."""
    place = fault.path
    while place and place not in lines:
        place = place[: max(place.rfind("."), place.rfind("["), 0)]
    line = f"line {lines[place]}: " if place in lines else ""
    return f"{line}{fault.path or 'the file'} {fault.text}"
