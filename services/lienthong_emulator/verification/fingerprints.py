"""Fingerprints: eight bytes that say what a register holds of somebody, so that two registers need not spell it out.

What they are made of is told in docs/fingerprints.md, for whoever computes them elsewhere.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.matching import CODE_RULE, DATE_RULE, NAME_RULE, NUMBER_RULE, PLACE_RULE
from lienthong_emulator.verification.written_claims import FIRST_WORD, KEY, KIND, NUMBER

if TYPE_CHECKING:
    from lienthong_emulator.people.registers.versions import People
    from lienthong_emulator.verification.written_claims import Row

FIELDS: Final = ("full_name", "birth_date", "sex", "residence", "mother", "father")
"""What is said beside the number, in this order."""
RULE: Final = " ".join(("fingerprint-1", NAME_RULE, DATE_RULE, CODE_RULE, PLACE_RULE, NUMBER_RULE))
"""How fingerprints are made, and the rules by which words that are the same are a match."""
BYTES: Final = 8


class Made(NamedTuple):
    """The fingerprint of what is held of somebody who carries a number."""

    number: str
    kind: int
    key: int
    fingerprint: int


def made_of(rows: Sequence[Row]) -> Sequence[Made]:
    """The fingerprints of rows that have the words of `FIELDS`."""
    return [
        Made(row[NUMBER], row[KIND], row[KEY], fingerprint(f"{row[KIND]} {row[NUMBER]}", *row[FIRST_WORD:KEY]))
        for row in rows
    ]


def fingerprint(number: str, name: str, born: int, sex: int, home: str, mother: str, father: str) -> int:
    """Numbers are their kind and their digits, a day is 19930508, a residence the codes of its parts."""
    said = f"{RULE}\n{number}\n{name}\n{born}\n{sex}\n{home}\n{mother}\n{father}"
    return int.from_bytes(sha256(said.encode()).digest()[:BYTES], "big", signed=True)


def number_said(personal: str, cmnd: str) -> str:
    """Somebody's current number as a fingerprint says it: after its kind, and nothing where there is none."""
    return f"{PERSONAL_NUMBER} {personal}" if personal else f"{CMND} {cmnd}" if cmnd else ""


def words_of(people: People, mothers: Iterable[str | None], fathers: Iterable[str | None]) -> Iterator[tuple[Any, ...]]:
    """What `fingerprint` takes, of each of a version's people; of their parents the numbers as they are said."""
    home = people.residence
    return zip(
        map(number_said, people.personal_number, people.cmnd),
        people.full_name,
        map(word_of_day, people.birth_year, people.birth_month, people.birth_day),
        people.sex,
        map(word_of_place, home.province_code, home.district_code, home.commune_code),
        mothers,
        fathers,
        strict=True,
    )


def word_of_day(year: int, month: int, day: int) -> int:
    """A day as a fingerprint says it: what is not recorded is 0."""
    return year * 10_000 + month * 100 + day


def word_of_place(province: str, district: str, commune: str) -> str:
    """An address as a fingerprint says it."""
    return f"{province} {district} {commune}"


def fingerprints_to_bytes(fingerprints: Sequence[int]) -> bytes:
    return struct.pack(f">{len(fingerprints)}q", *fingerprints)


def fingerprints_from_bytes(data: bytes) -> Sequence[int]:
    return struct.unpack(f">{len(data) // BYTES}q", data)
