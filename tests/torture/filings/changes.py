"""Corrections, moves, deaths and their revocations: many for each citizen, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from google.type.date_pb2 import Date
from tests.torture.filings import Damage
from tests.torture.people import people_in_both

from lienthong.population.v1 import citizen_change_service_pb2 as contract
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from tests.torture.desk import Desk, Rows

JUSTICE, POPULATION = "agencies/justice", "agencies/population"
DAY_OF_DEATH = Date(year=2022, month=1, day=4)
DICH_VONG = {"province_code": "01", "district_code": "005", "commune_code": "00166"}
MOST_SUBJECTS = 24
"""Few, so that each changes often: it is their order that is at stake."""


@dataclass(slots=True, eq=False)
class Subject:
    """A citizen whom both registers hold once, and what was filed of them, in order."""

    number: str
    name: str
    citizen_key: int
    participant_key: int
    events: list[str] = field(default_factory=list[str])
    is_dead: bool = False
    has_died: bool = False
    held: dict[str, str] = field(default_factory=dict[str, str])
    """The last value filed of each field."""


class ChangesOfCitizens:
    """Every change at population, followed by insurance and told back."""

    name = "changes of citizens"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._subjects: list[Subject] = []
        self._free: list[Subject] = []

    @property
    def filed(self) -> int:
        return sum(len(subject.events) for subject in self._subjects)

    async def file(self) -> None:
        self._subjects = self._subjects or self._chosen()
        self._free = self._free or [*self._subjects]
        subject = self._free.pop(self._desk.chance.randrange(len(self._free)))
        try:
            await self._change(subject)
        finally:
            self._free.append(subject)

    def _chosen(self) -> list[Subject]:
        return [
            Subject(one.number, one.name, one.citizen_key, one.participant_key)
            for one in people_in_both(self._desk)[:MOST_SUBJECTS]
        ]

    async def _change(self, subject: Subject) -> None:
        method, request, caller, held = self._next(subject)
        request.grounds.request_id = self._desk.request_id()
        change: Any = await self._desk.ask(method, request, caller)
        subject.events.append(change.event.event_id)
        subject.held |= held
        subject.is_dead = change.citizen.HasField("death_date")
        subject.has_died = subject.has_died or subject.is_dead

    def _next(self, subject: Subject) -> tuple[Any, Any, str, dict[str, str]]:
        """A change that is due: the living move and die, the dead come back, anybody's name may be wrong."""
        changes, number = self._desk.client.citizen_changes, IdentityNumber(value=subject.number)
        turn, draw = len(subject.events), self._desk.chance.random()
        if draw < 1 / 3:
            values = contract.CitizenFields(full_name=f"{subject.name} {_letters(turn)}")
            request = contract.CorrectCitizenRequest(identity_number=number, values=values)
            return changes.CorrectCitizen, request, JUSTICE, {"full_name": values.full_name}
        if subject.is_dead:
            return changes.RevokeDeath, contract.RevokeDeathRequest(identity_number=number), JUSTICE, {}
        if draw < 2 / 3:
            home = Address(**DICH_VONG, detail=f"Số {turn} Trần Thái Tông")
            moved = contract.MoveResidenceRequest(identity_number=number, residence=home)
            return changes.MoveResidence, moved, POPULATION, {"residence_detail": home.detail}
        died = contract.RecordDeathRequest(identity_number=number, death_date=DAY_OF_DEATH)
        return changes.RecordDeath, died, JUSTICE, {}

    def is_finished(self) -> bool:
        return True

    def compare(self) -> Damage:
        damage = Damage()
        made = self._events("population", "citizen_key", "subject_sequence")
        followed = self._events("insurance", "participant_key", "position")
        citizens = self._people("population", "citizen", "citizen_key")
        participants = self._people("insurance", "participant", "participant_key")
        for subject in self._subjects:
            damage.compare(f"change of {subject.name}", made.get(subject.citizen_key, []), subject.events)
            damage.compare(f"following {subject.name}", followed.get(subject.participant_key, []), subject.events)
            for held in (citizens[subject.citizen_key], participants[subject.participant_key]):
                _compare_values(damage, subject, held)
        damage.add(self._cards())
        return damage

    def _events(self, agency: str, key: str, order: str) -> dict[int, list[str]]:
        rows = self._desk.rows(agency, f"SELECT {key} AS subject, event_id FROM change_event ORDER BY {key}, {order}")
        return {who: [row["event_id"] for row in told] for who, told in groupby(rows, lambda row: row["subject"])}

    def _people(self, agency: str, table: str, key: str) -> dict[int, dict[str, Any]]:
        return {row[key]: row for row in self._desk.rows(agency, f"SELECT * FROM {table}")}

    def _cards(self) -> Damage:
        """The card is locked where the last that was told is a death, here and there."""
        damage = Damage()
        told = self._desk.rows("population", "SELECT citizen_key, card_locked FROM insurance_facts")
        locked = {row["citizen_key"]: bool(row["card_locked"]) for row in told}
        current = {row["participant_key"] for row in self._current_cards()}
        for subject in self._subjects:
            if subject.has_died and (subject.participant_key in current) is subject.is_dead:
                damage.disordered.append(f"card of {subject.name} at insurance, dead: {subject.is_dead}")
            if subject.has_died and locked.get(subject.citizen_key) is not subject.is_dead:
                damage.disordered.append(f"card of {subject.name} at population, dead: {subject.is_dead}")
        return damage

    def _current_cards(self) -> Rows:
        return self._desk.rows("insurance", "SELECT participant_key FROM card WHERE ending = 0")


def _compare_values(damage: Damage, subject: Subject, held: dict[str, Any]) -> None:
    for column, value in subject.held.items():
        if held[column] != value:
            damage.disordered.append(f"{column} of {subject.name}: {held[column]!r} for {value!r}")
    if bool(held["death_date"]) is not subject.is_dead:
        damage.disordered.append(f"death of {subject.name}: {held['death_date']!r}")


def _letters(number: int) -> str:
    """A word that tells the names of one person apart."""
    digits: Sequence[int] = [int(digit) for digit in str(number)]
    return "".join(chr(ord("a") + digit) for digit in digits).capitalize()
