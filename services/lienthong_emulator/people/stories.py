"""A small world, made by hand: a few dozen people, each a situation that a tester needs."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.addresses import Address

_FILE = Path(__file__).parent / "data" / "stories.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCard:
    """A health-insurance card that a person holds when the world starts."""

    object_code: str
    benefit_level: int
    province_code: str
    valid_from: date
    valid_to: date
    initial_facility: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is true of one person. `key` names them in tests and docs; numbers are texts of digits."""

    key: str
    story: str
    full_name: str
    birth: PartialDate
    sex: int
    residence: Address
    household_code: str
    relation: str
    social_insurance_number: str
    personal_number: str = ""
    cmnd: str = ""
    old_cmnd: str = ""
    ethnic_group: str = "01"
    nationality: str = "VN"
    mother: str = ""
    father: str = ""
    died: date | None = None
    card: HeldCard | None = None


@cache
def people() -> Mapping[str, Person]:
    """Everybody, by key, in the order of the file."""
    rows: list[dict[str, Any]] = tomllib.loads(_FILE.read_text("utf-8"))["person"]
    return {row["key"]: _person(row) for row in rows}


def stories_digest() -> str:
    """Changes with the people, so that databases built from others are told apart."""
    return blake2b(_FILE.read_bytes(), digest_size=8).hexdigest()


def _person(row: dict[str, Any]) -> Person:
    province, district, commune = row.pop("place")
    place = Address(province, district, commune, row.pop("detail"))
    year, month, day = (*map(int, row.pop("birth").split("-")), 0, 0)[:3]
    birth = PartialDate(year, month, day)
    card = row.pop("card", None)
    return Person(residence=place, birth=birth, card=HeldCard(**card) if card else None, **row)
