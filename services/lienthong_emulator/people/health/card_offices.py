"""Who issues a health-insurance card, and where its holder goes first."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from lienthong_emulator.people.draws import Chance, Ints
from lienthong_emulator.people.folk.families import Families
from lienthong_emulator.people.labour.facts import object_row
from lienthong_emulator.people.labour.standing import ARMY, POLICE
from lienthong_emulator.reference.tables import records

OFFICES: Final = {"QN": ARMY, "CY": ARMY, "TQ": ARMY, "TY": ARMY, "CA": POLICE, "TA": POLICE}
FACILITIES = 1_000
HOSPITALS, AT_HOSPITAL = 0.1, 0.35
"""Our choice: the first tenth of a province's facilities are hospitals, which that many chose; the rest stations."""


def issuers_of(code: Ints, province: Ints) -> Ints:
    """Who issues a card of each code: the province, or the offices of army and police."""
    found = province.copy()
    for each, office in OFFICES.items():
        found[code == object_row(each)] = office
    return found


def facilities_of(seed: int, families: Families, chance: Chance) -> Ints:
    """Where each is registered: a station that belongs to the commune, or one of the province's hospitals."""
    people, last = np.arange(families.size), _last_serials()[families.province]
    hospitals = np.maximum((last * HOSPITALS).astype(np.int64), 1)
    hospital = chance.below("hospital", people, hospitals)
    station = hospitals + Chance(seed, "stations").below("station", families.commune, np.maximum(last - hospitals, 1))
    chosen = chance.uniform("at hospital", people) < AT_HOSPITAL
    serial = 1 + np.minimum(np.where(chosen, hospital, station), last - 1)
    return families.province * FACILITIES + serial


@cache
def _last_serials() -> Ints:
    found = np.zeros(100, np.int64)
    for row in records("facilities"):
        found[int(row["province_code"])] = int(row["last_serial"])
    return found
