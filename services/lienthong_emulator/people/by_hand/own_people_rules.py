"""What a team's own people must satisfy beyond the shape of their file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from lienthong_emulator.people.by_hand.own_people_numbers import faults_of_numbers
from lienthong_emulator.people.by_hand.person_reader import Row, told_otherwise, usual_relation
from lienthong_emulator.people.by_hand.personas import persona_employers, personas
from lienthong_emulator.people.by_hand.shape import Fault
from lienthong_emulator.reference.administrative_units import find_commune
from lienthong_emulator.reference.ethnic_groups import ethnic_groups
from lienthong_emulator.reference.facilities import find_facility
from lienthong_emulator.reference.object_codes import object_code_rows
from lienthong_emulator.reference.provinces import armed_forces_offices, provinces

RELATIVES: Final = ("mother", "father", "spouse", "representative", "household_of", "same_as")
"""Fields that name somebody else in the file."""
NO_FACILITY: Final = "000"
"""Stands behind the province on a newborn's temporary card (decision 4750/QĐ-BYT)."""


def faults_in(document: Mapping[str, Sequence[Row]], *, beside_nation: bool, year: int) -> Iterator[Fault]:
    """Everything that is wrong with people and employers that have the right shape.

    Nobody is born or dies after the end of the `year` in which their nation is anchored.
    """
    people, employers = document["people"], document.get("employers", ())
    yield from _keys("people", people, personas())
    yield from _keys("employers", employers, persona_employers())
    known, employing = [row["key"] for row in people], [row["key"] for row in employers]
    heads = {row["key"] for row in people if "household_of" not in row}
    for place, row in enumerate(people):
        path = f"people[{place}]"
        yield from _places(path, row)
        yield from _home(path, row, known, heads)
        yield from _by_the_end_of(year, path, row)
        yield from _references(path, row, known, employing)
        yield from _of_card(f"{path}.card", row.get("card", {}))
        for number, card in enumerate(row.get("past_cards", ())):
            yield from _of_card(f"{path}.past_cards[{number}]", card)
        for agency, held in row.get("held_by", {}).items():
            yield from _held(f"{path}.held_by.{agency}", held, known)
    for place, row in enumerate(employers):
        yield from _places(f"employers[{place}]", row)
    yield from _orders(people)
    yield from faults_of_numbers(document, beside_nation=beside_nation)


def _keys(where: str, rows: Sequence[Row], taken: Mapping[str, Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, row in enumerate(rows):
        if row["key"] in taken:
            yield Fault(f"{where}[{place}].key", f"{row['key']} is one of the personas: choose another")
        if row["key"] in seen:
            yield Fault(f"{where}[{place}].key", f"{row['key']} stands there twice")
        seen.add(row["key"])


def _places(path: str, row: Row) -> Iterator[Fault]:
    for name in ("commune", "registration_commune"):
        if name in row and find_commune(row[name]) is None:
            yield Fault(f"{path}.{name}", f"there is no commune {row[name]}")
    if row.get("ethnic_group", "01") not in ethnic_groups():
        yield Fault(f"{path}.ethnic_group", f"there is no ethnic group {row['ethnic_group']}")
    yield from _office(f"{path}.insured_in", row.get("insured_in"))


def _home(path: str, row: Row, known: Sequence[str], heads: set[str]) -> Iterator[Fault]:
    other = row.get("household_of")
    if other is None and "commune" not in row:
        yield Fault(path, "needs a commune, or household_of")
    if other in known and other not in heads:
        yield Fault(f"{path}.household_of", f"{other} is in the household of another: name that one")
    elif other in known and not (row.get("relation") or usual_relation(row)):
        yield Fault(f"{path}.relation", f"is missing: {other} heads the household, and is neither mother nor father")


def _by_the_end_of(year: int, path: str, row: Row) -> Iterator[Fault]:
    for name in ("birth", "died"):
        if row.get(name, "0")[:4] > f"{year}":
            yield Fault(f"{path}.{name}", f"{row[name]} lies after {year}-12-31, as of which the agencies know people")


def _references(path: str, row: Row, known: Sequence[str], employing: Sequence[str]) -> Iterator[Fault]:
    for name in RELATIVES:
        if name in row:
            yield from _reference(f"{path}.{name}", row[name], known, "person")
    if "work" in row:
        yield from _reference(f"{path}.work.employer", row["work"]["employer"], employing, "employer")
    for number, paid in enumerate(row.get("paid", ())):
        if "employer" in paid:
            yield from _reference(f"{path}.paid[{number}].employer", paid["employer"], employing, "employer")


def _reference(path: str, key: str, known: Sequence[str], kind: str) -> Iterator[Fault]:
    if key not in known:
        alike = get_close_matches(key, known, n=1)
        yield Fault(path, f"no {kind} of this file is called {key}" + (f"; did you mean {alike[0]}?" if alike else ""))


def _of_card(path: str, card: Row) -> Iterator[Fault]:
    group, facility = card.get("group", ""), card.get("facility")
    if group and group[:2] not in object_code_rows():
        yield Fault(f"{path}.group", f"there is no object code {group[:2]}")
    if facility and facility[2:] != NO_FACILITY and find_facility(facility) is None:
        yield Fault(f"{path}.facility", f"there is no facility {facility}")
    yield from _office(f"{path}.province", card.get("province"))
    yield from _office(f"{path}.insured_in", card.get("insured_in"))


def _office(path: str, code: str | None) -> Iterator[Fault]:
    if code and code not in provinces() and code not in armed_forces_offices():
        yield Fault(path, f"there is no province {code}")


def _held(path: str, fields: Row, known: Sequence[str]) -> Iterator[Fault]:
    for name, held in fields.items():
        told = told_otherwise(held)
        if len({"held", "number_of"} & told.keys()) != 1:
            yield Fault(f"{path}.{name}", "needs either held or number_of")
        if "number_of" in told and name == "personal_number":
            yield from _reference(f"{path}.{name}.number_of", told["number_of"], known, "person")
        elif "number_of" in told:
            yield Fault(f"{path}.{name}.number_of", "only a personal number can be somebody else's")
        elif told.get("held") and name in ("mother", "father"):
            yield from _reference(f"{path}.{name}", told["held"], known, "person")
        elif name == "commune" and find_commune(told.get("held", "")) is None:
            yield Fault(f"{path}.{name}", f"there is no commune {told.get('held', '')}")


def _orders(people: Sequence[Row]) -> Iterator[Fault]:
    """What must come after what; texts of dates compare as dates do."""
    for place, row in enumerate(people):
        path = f"people[{place}]"
        if row.get("died", "9") < row["birth"]:
            yield Fault(f"{path}.died", "lies before the birth")
        yield from _periods(f"{path}.card", [row["card"]] if "card" in row else [])
        for name in ("past_cards", "paid", "drawn"):
            yield from _periods(f"{path}.{name}", row.get(name, ()))


def _periods(path: str, periods: Iterable[Row]) -> Iterator[Fault]:
    for place, period in enumerate(periods):
        if period.get("to", "9") < period["from"]:
            where = path if path.endswith(".card") else f"{path}[{place}]"
            yield Fault(f"{where}.to", f"{period['to']} lies before {period['from']}")
