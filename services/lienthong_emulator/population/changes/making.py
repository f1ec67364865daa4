"""Making a change: the citizen, the event, the message and the discrepancy that it ends, in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lienthong.population.v1.citizen_change_service_pb2 import ChangeGrounds, CitizenChange
from lienthong.population.v1.events_pb2 import ChangedParent
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.discrepancies.domain import text_of
from lienthong_emulator.discrepancies.handling import end_as_corrected, end_what_is_settled
from lienthong_emulator.population.changes.convert import event_to_proto, parent_to_proto
from lienthong_emulator.population.changes.domain import ATTRIBUTES, PARENTS, ChangeEvent, Kind, fields_changed, stem_of
from lienthong_emulator.population.changes.errors import ParentUnknown
from lienthong_emulator.population.changes.store import ChangeStore
from lienthong_emulator.population.citizens.convert import citizen_to_proto
from lienthong_emulator.population.citizens.domain import Citizen, HeldNumber, issued_number
from lienthong_emulator.population.citizens.errors import CitizenNotFound, NumberAmbiguous
from lienthong_emulator.population.citizens.store import CitizenStore
from lienthong_emulator.runtime.etags import refuse_stale

if TYPE_CHECKING:
    from lienthong.population.v1.citizen_pb2 import Citizen as ToldCitizen
    from lienthong_emulator.matching import Number
    from lienthong_emulator.runtime.kit import Kit, Tx

Make = Callable[["Tx", Citizen], Awaitable[Citizen]]

RECEIVER = "insurance"
STEPS = {
    Kind.CORRECTED: ("citizen-corrected", "The register holds the right values now"),
    Kind.NUMBER_ISSUED: ("personal-number-replaced", "A new personal number stands in the place of the old one"),
    Kind.MOVED: ("residence-moved", "The permanent residence moved"),
    Kind.DIED: ("death-recorded", "The death is recorded"),
    Kind.DEATH_REVOKED: ("death-revoked", "The death was recorded by mistake and is taken back"),
}
"""What the case says of each kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A change that somebody asks for. `make` gives the citizen as it shall stand, or refuses."""

    kind: Kind
    number: Number
    grounds: ChangeGrounds
    make: Make
    event_time: datetime | None = None
    """Since when it is so; None for now."""


async def make_change(tx: Tx, wanted: Wanted) -> CitizenChange:
    """Change a citizen, keep the event, and tell of it."""
    citizens = CitizenStore(tx.db)
    before = await _found(citizens, wanted.number)
    refuse_stale(wanted.grounds.etag, str(before.revision), "grounds.etag")
    known_by = await citizens.numbers_that_lead_to(before.citizen_key)
    made = await wanted.make(tx, before)
    fields = fields_changed(before, made)
    after = replace(made, revision=before.revision + 1)
    citizens.keep(after)
    if after.personal_number != before.personal_number:
        number = HeldNumber(PERSONAL_NUMBER, after.personal_number, superseded=False)
        citizens.replace_numbers(after.citizen_key, number)
    event = _event(tx, wanted, before, fields)
    ChangeStore(tx.db).add(event)
    told = event_to_proto(event, after, known_by, await _parents_told(citizens, after, fields))
    change = CitizenChange(citizen=await _told(tx.kit, citizens, after), event=told)
    _tell(tx, event, change)
    if wanted.grounds.discrepancy:
        await end_as_corrected(tx, wanted.grounds.discrepancy, event.event_id, after.citizen_key, {*fields})
    held = {field: text_of(getattr(after, ATTRIBUTES[field])) for field in fields}
    await end_what_is_settled(tx, after.citizen_key, held, event.event_id, from_source=False)
    return change


async def new_number(tx: Tx, citizen: Citizen) -> Citizen:
    """The citizen with the number that they are due."""
    stem = stem_of(citizen)
    number = issued_number(stem, await tx.next_number(f"personal-number/{stem}"))
    return replace(citizen, personal_number=number)


async def with_parents(tx: Tx, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values with parents by their keys, where they are among them."""
    keys = {role: await _key_of(tx, role, values[role]) for role in PARENTS if role in values}
    return {**values, **keys}


async def _key_of(tx: Tx, role: str, number: Number | None) -> int:
    if number is None:
        return 0
    found = await CitizenStore(tx.db).keys_of_carriers(number.kind, number.value)
    if len(found) != 1:
        raise ParentUnknown(field=f"values.{role}")
    return found[0]


async def _parents_told(citizens: CitizenStore, citizen: Citizen, fields: Sequence[str]) -> Mapping[str, ChangedParent]:
    """The parents that changed, and are known."""
    told: dict[str, ChangedParent] = {}
    for role in (role for role in PARENTS if role in fields):
        key: int = getattr(citizen, ATTRIBUTES[role])
        if parent := await citizens.find(key):
            told[role] = parent_to_proto(parent, await citizens.numbers_of(key))
    return told


def case_of(kit: Kit, case_id: str, event_id: str) -> str:
    """The case that a change belongs to: the caller's, else one of its own."""
    return case_id or f"change-{kit.opaque_id('case', event_id)}"


async def _found(citizens: CitizenStore, number: Number) -> Citizen:
    found = await citizens.carriers_of(number.kind, number.value)
    if not found:
        raise CitizenNotFound(field="identity_number")
    if len(found) > 1:
        raise NumberAmbiguous(field="identity_number")
    return found[0][0]


def _event(tx: Tx, wanted: Wanted, before: Citizen, fields: Sequence[str]) -> ChangeEvent:
    """Of a citizen's changes the how-many-th it is, its revision tells: it begins at 1."""
    return ChangeEvent(
        event_id=tx.kit.derived_uuid("citizen-change", f"{before.citizen_key}/{before.revision}"),
        citizen_key=before.citizen_key,
        subject_sequence=before.revision,
        kind=wanted.kind,
        fields=" ".join(fields),
        event_time=wanted.event_time or tx.now,
        record_time=tx.now,
        caused_by=tx.context.caller,
        basis=wanted.grounds.basis,
    )


async def _told(kit: Kit, citizens: CitizenStore, citizen: Citizen) -> ToldCitizen:
    numbers = await citizens.numbers_of(citizen.citizen_key)
    return citizen_to_proto(kit, citizen, numbers, await citizens.insurance_facts_of(citizen.citizen_key))


def _tell(tx: Tx, event: ChangeEvent, change: CitizenChange) -> None:
    """Note the change in its case, and send it to the register that holds a copy."""
    tx.context = tx.context.within(case_of(tx.kit, tx.context.case_id, event.event_id))
    kind, title = STEPS[event.kind]
    own = f"agencies/{tx.kit.agency}"
    tx.step(
        kind,
        title,
        came_from="" if event.caused_by == own else event.caused_by,
        details={"citizen": change.citizen.name, "change_event": event.event_id, "fields": event.fields},
    )
    tx.post(
        RECEIVER, subject=change.citizen.name, kind="population.citizen-changed", key=event.event_id, body=change.event
    )
