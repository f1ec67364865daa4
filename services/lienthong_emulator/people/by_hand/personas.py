"""The personas: a few dozen people in every world, each a situation that a tester needs."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

from lienthong_emulator.people.by_hand.person import Employer, Person, Settlement
from lienthong_emulator.people.by_hand.person_reader import Reader, Row

WRITTEN_FOR: Final = 2021
"""The anchor year in which every date is as the file has it."""
FIRST_PERSONA: Final = 1
SERIALS: Final = range(500)
"""What the numbers of personas end with; a team's own people have those up to 999."""
PHONE, MAIL_DOMAIN = "0000", "personas.example"

_FILE: Final = Path(__file__).parents[1] / "data" / "personas.toml"


def personas(year: int = WRITTEN_FOR) -> Mapping[str, Person]:
    """Everybody by key, in the order of the file, in a nation that is anchored at the end of a year."""
    return _settlement(year).people


def persona_employers(year: int = WRITTEN_FOR) -> Mapping[str, Employer]:
    """Who employs personas, by key."""
    return _settlement(year).employers


def persona_settlement(year: int = WRITTEN_FOR) -> Settlement:
    return _settlement(year)


@cache
def _settlement(year: int) -> Settlement:
    return Reader(persona_document(), first=FIRST_PERSONA, years=year - WRITTEN_FOR).settlement()


@cache
def persona_document() -> Mapping[str, Sequence[Row]]:
    """The file as plain values, with what all personas have in common."""
    found = _plain(tomllib.loads(_FILE.read_text("utf-8")))
    return {"people": [_with_contact(row) for row in found["people"]], "employers": found["employers"]}


def _with_contact(row: Row) -> Row:
    """Children are reached through their parents."""
    if "mother" in row or "father" in row:
        return row
    return {"phone": f"{PHONE}{row['serial']:06}", "email": f"{row['key']}@{MAIL_DOMAIN}", **row}


def _plain(value: Any) -> Any:
    """Dates as texts, as in JSON."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [_plain(one) for one in cast(list[Any], value)]
    return value.isoformat() if isinstance(value, date) else value
