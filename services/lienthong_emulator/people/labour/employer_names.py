"""Names of employers: patterns of the register of enterprises, filled with invented words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from lienthong_emulator.people.draws import Chance, Floats, Ints
from lienthong_emulator.people.labour.facts import column
from lienthong_emulator.people.labour.standing import Kind
from lienthong_emulator.people.tables import records

if TYPE_CHECKING:
    from lienthong_emulator.people.labour.employers import Employers

_ANY_SECTION = "*"
NUMBERS = 40
"""Offices that are told apart by a number bear one up to this."""


def forms_of(kind: Ints, sector: Ints, rows: Ints, chance: Chance) -> Ints:
    """A pattern for each employer that suits its kind and sector."""
    bounds = _bounds()[kind, sector]
    drawn = chance.uniform("form", rows) * bounds[:, -1]
    return (bounds <= drawn[:, None]).sum(axis=1)


def full_name(employers: Employers, row: int) -> str:
    """The name of one employer, such as `Công ty TNHH An Phát`."""
    words, number = records("employer_words"), int(employers.words[row])
    first, rest = number % len(words), number // len(words)
    second, last = rest % len(words), rest // len(words)
    if words[first]["first"] == words[second]["second"]:
        second = (second + 1) % len(words)
    return records("employer_forms")[int(employers.form[row])]["pattern"].format(
        x=f"{words[first]['first']} {words[second]['second']}",
        p=words[first]["person"],
        b=words[first]["brand"],
        t=records("sectors")[int(employers.sector[row])]["trade"],
        n=last % NUMBERS + 1,
    )


@cache
def _bounds() -> Floats:
    """Cumulative weights of the forms for each kind and sector."""
    sections = [row["section"] for row in records("sectors")]
    return np.cumsum([[_weights(kind, section) for section in sections] for kind in Kind], axis=2)


def _weights(kind: Kind, section: str) -> Floats:
    own = _of(kind, section)
    return own if own.any() else _of(kind, _ANY_SECTION)


def _of(kind: Kind, section: str) -> Floats:
    suits = [(row["kind"], row["section"]) == (kind.name, section) for row in records("employer_forms")]
    return column("employer_forms", "weight") * np.array(suits)
