"""Taking in what changed at population: whom it is about, what follows, and what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from lienthong.population.v1.events_pb2 import CitizenChanged
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.discrepancies.domain import Difference, text_of
from lienthong_emulator.discrepancies.handling import end_what_is_settled, open_discrepancy
from lienthong_emulator.insurance.changes.convert import values_from_event
from lienthong_emulator.insurance.changes.domain import (
    ATTRIBUTES,
    PARENTS,
    RELATIVES,
    AppliedChange,
    Confirmation,
    EarlyChange,
    followed,
)
from lienthong_emulator.insurance.changes.locking import date_anew, lock_or_unlock, reported_day
from lienthong_emulator.insurance.changes.store import ChangeStore
from lienthong_emulator.insurance.registry.domain import HeldNumber, Participant, Relative, is_same_person
from lienthong_emulator.insurance.registry.store import RegistryStore
from lienthong_emulator.runtime.convert import moment_of
from lienthong_emulator.runtime.intake import day_of
from lienthong_emulator.runtime.kit import utc_text
from lienthong_emulator.wire import kind_of_number

if TYPE_CHECKING:
    from datetime import date

    from lienthong.type.v1.identity_pb2 import IdentityNumber
    from lienthong_emulator.runtime.kit import Tx


async def follow(tx: Tx, event: CitizenChanged) -> None:
    """Let the participant that a change is about follow it, unless insurance knows nobody, or more than one person.

    Of one person who is held twice both records follow: whichever stands in the end, no card of the dead is of use.
    """
    number, keys = await _known(tx, event.known_by)
    if not keys:
        _keep_until_known(tx, event)
    elif not await _are_one_person(tx, keys):
        await _put_off(tx, event, number)
    else:
        for key in keys:
            await _follow_once(tx, event, key)


async def _are_one_person(tx: Tx, keys: Sequence[int]) -> bool:
    found = [person for key in keys if (person := await RegistryStore(tx.db).find(key))]
    first, *others = [(person.full_name, person.birth) for person in found]
    return all(is_same_person(first, other) for other in others)


async def _follow_once(tx: Tx, event: CitizenChanged, key: int) -> None:
    if await ChangeStore(tx.db).is_applied(event.event_id, key):
        _note(tx, event, "change-followed-before", "The change had its effect before")
    else:
        await follow_as(tx, event, key)


def _keep_until_known(tx: Tx, event: CitizenChanged) -> None:
    """Justice may yet tell of the birth: what two agencies tell comes in no order."""
    _note(tx, event, "citizen-unknown", "A citizen changed whom insurance does not know")
    told = event.SerializeToString(deterministic=True)
    for place, number in enumerate(event.known_by):
        early = EarlyChange(
            number=number.value,
            number_kind=kind_of_number(number),
            event=told,
            is_first=place == 0,
            receive_time=tx.now,
        )
        ChangeStore(tx.db).keep_early(early)


async def catch_up(tx: Tx, key: int, personal_number: str) -> None:
    """Let a participant who is new follow what changed before insurance heard of them."""
    changes = ChangeStore(tx.db)
    for early in await changes.early_changes_of(PERSONAL_NUMBER, personal_number):
        await follow_as(tx, CitizenChanged.FromString(early.event), key)
        changes.forget_early(early)


async def _known(tx: Tx, numbers: Sequence[IdentityNumber]) -> tuple[IdentityNumber, Sequence[int]]:
    """The first of the numbers that leads to anybody, and to whom."""
    registry = RegistryStore(tx.db)
    for number in numbers:
        if keys := await registry.keys_of_carriers(kind_of_number(number), number.value):
            return number, keys
    return numbers[0], ()


async def _put_off(tx: Tx, event: CitizenChanged, number: IdentityNumber) -> None:
    """Which of them it is about, nobody can tell: the number itself is the difference."""
    _note(tx, event, "citizen-ambiguous", "A citizen changed whose number several people have here: none follows")
    difference = Difference(
        subject_key=0,
        person="",
        number_kind=kind_of_number(number),
        number=number.value,
        field="identity_number",
        reported_value=number.value,
        subject="AMBIGUOUS",
        note=f"change {event.event_id} was applied to none",
    )
    await open_discrepancy(tx, difference)


async def follow_as(tx: Tx, event: CitizenChanged, key: int) -> None:
    """Let the participant with a key follow a change."""
    registry, changes = RegistryStore(tx.db), ChangeStore(tx.db)
    person = await registry.find(key)
    assert person is not None  # a number leads to somebody
    recorded = moment_of(event.record_time, "record_time")
    after = followed(person, values_from_event(event))
    registry.keep(after)
    await _follow_as_relative(tx, event, recorded.date())
    await _follow_with_parents(tx, event, key)
    if "identity_number" in event.fields:
        number = event.identity_number.value
        registry.replace_numbers(HeldNumber(value=number, kind=PERSONAL_NUMBER, participant_key=key))
    for field in event.fields:
        changes.confirm(Confirmation(participant_key=key, field=field, confirm_date=recorded.date()))
    fields = " ".join(event.fields)
    changes.add(
        AppliedChange(event_id=event.event_id, participant_key=key, record_time=utc_text(recorded), fields=fields)
    )
    _note(tx, event, "change-followed", f"Insurance holds the new values: {', '.join(event.fields)}")
    held = {field: text_of(getattr(after, ATTRIBUTES[field])) for field in event.fields if field in ATTRIBUTES}
    if "identity_number" in event.fields:
        held["identity_number"] = event.identity_number.value
    await end_what_is_settled(tx, key, held, event.event_id, from_source=True)
    if "birth_date" in event.fields:
        await date_anew(tx, key, after.birth, _current_number(event), event.event_id)
    if "death_date" in event.fields:
        await _follow_with_card(tx, event, person)


async def _follow_with_parents(tx: Tx, event: CitizenChanged, key: int) -> None:
    """Hold the parents that population holds now; none where none is recorded."""
    registry = RegistryStore(tx.db)
    for field in (field for field in PARENTS if field in event.fields):
        registry.drop_relative(key, PARENTS[field])
        if event.HasField(field):  # type: ignore[arg-type] # mother or father
            registry.add_relative(_parent(event, field, key))


def _parent(event: CitizenChanged, field: str, key: int) -> Relative:
    told = event.mother if field == "mother" else event.father
    return Relative(
        participant_key=key,
        kind=PARENTS[field],
        full_name=told.full_name,
        number_kind=kind_of_number(told.identity_number),
        number=told.identity_number.value,
    )


def _current_number(event: CitizenChanged) -> IdentityNumber:
    return event.identity_number if "identity_number" in event.fields else event.known_by[0]


async def _follow_as_relative(tx: Tx, event: CitizenChanged, day: date) -> None:
    """Bring the copies of name and number up to date that insurance holds beside the person's relatives."""
    if not {"full_name", "identity_number"} & {*event.fields}:
        return
    registry, changes = RegistryStore(tx.db), ChangeStore(tx.db)
    for number in event.known_by:
        for copy in await registry.copies_under(kind_of_number(number), number.value):
            registry.keep_relative(_followed_copy(copy, event))
            field = RELATIVES[copy.kind]
            changes.confirm(Confirmation(participant_key=copy.participant_key, field=field, confirm_date=day))


def _followed_copy(copy: Relative, event: CitizenChanged) -> Relative:
    named = replace(copy, full_name=event.full_name) if "full_name" in event.fields else copy
    if "identity_number" not in event.fields:
        return named
    return replace(named, number_kind=PERSONAL_NUMBER, number=event.identity_number.value)


async def _follow_with_card(tx: Tx, event: CitizenChanged, before: Participant) -> None:
    """Lock the card of who died; unlock it where the death was none, unless a facility says that it was one."""
    key = before.participant_key
    reported = await reported_day(tx, key)
    died = day_of(event.death_date, "death_date") if event.HasField("death_date") else reported
    known = before.death_date or reported
    await lock_or_unlock(tx, key, known, died, _current_number(event), cause=event.event_id)


def _note(tx: Tx, event: CitizenChanged, kind: str, title: str) -> None:
    tx.step(kind, title, came_from=tx.context.caller, details={"change_event": event.event_id})
