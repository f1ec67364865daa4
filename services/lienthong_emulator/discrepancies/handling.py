"""What is done with a discrepancy: every move is written, noted in its case, and told to whoever reported it."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lienthong_emulator.discrepancies.convert import change_told, report_told
from lienthong_emulator.discrepancies.domain import (
    WORKING_DAYS,
    Difference,
    Discrepancy,
    Finding,
    State,
    can_have_corrected,
    due_time,
    told_by,
)
from lienthong_emulator.discrepancies.errors import ChangeOfAnotherField, DiscrepancyNotFound, NotTheReporter
from lienthong_emulator.discrepancies.source_of_truth import row_of
from lienthong_emulator.discrepancies.store import DiscrepancyStore
from lienthong_emulator.discrepancies.subjects import NOBODY

if TYPE_CHECKING:
    from lienthong_emulator.runtime.kit import Tx

DUE = "discrepancies-due"
"""The timer of a due time: one for all that are due then, and a reconciliation may have found thousands."""
REGISTERS = ("agencies/population", "agencies/insurance")
"""Agencies that keep discrepancies of their own."""


async def open_discrepancy(
    tx: Tx, found: Difference, *, reporter: str = "", reporter_discrepancy: str = ""
) -> tuple[Finding, Discrepancy]:
    """Open a discrepancy, unless the same difference is open or was upheld; without `reporter` the register's own.

    Refused with `UNKNOWN_FIELD`.
    """
    row_of(found.field)
    reporter = reporter or f"agencies/{tx.kit.agency}"
    standing = await DiscrepancyStore(tx.db).standing(found, reporter, reporter_discrepancy)
    if standing is not None:
        return _standing_as(standing), standing
    opened = await _opened(tx, found, reporter, reporter_discrepancy)
    _begin(tx, [opened])
    return Finding.OPENED, opened


async def open_all(
    tx: Tx, found: Iterable[Difference], standing: Iterable[Discrepancy]
) -> Sequence[tuple[Finding, Discrepancy]]:
    """Open many differences of the register's own, each as `open_discrepancy` does, with one statement for all.

    `standing` are its own about the same persons that are open or were upheld, the oldest first.
    """
    own, known = f"agencies/{tx.kit.agency}", {told_by(one): one for one in standing}
    kept, opened = list[tuple[Finding, Discrepancy]](), list[Discrepancy]()
    for one in found:
        row_of(one.field)
        if held := known.get(told_by(one)):
            kept.append((_standing_as(held), held))
        else:
            opened.append(await _opened(tx, one, own, ""))
            known[told_by(one)] = opened[-1]
            kept.append((Finding.OPENED, opened[-1]))
    _begin(tx, opened)
    return kept


def _standing_as(discrepancy: Discrepancy) -> Finding:
    return Finding.OPEN_ALREADY if discrepancy.is_open else Finding.UPHELD_BEFORE


def _begin(tx: Tx, opened: Sequence[Discrepancy]) -> None:
    """Write down what was opened, and when each is due."""
    DiscrepancyStore(tx.db).add(*opened)
    for due in {one.due_time for one in opened}:
        _set_due(tx, due)
    for one in opened:
        with _in_case_of(tx, one):
            came_from = "" if one.reporter == f"agencies/{tx.kit.agency}" else one.reporter
            tx.step("discrepancy-opened", f"{one.field} differs", came_from=came_from, details=_details(one))


async def _opened(tx: Tx, found: Difference, reporter: str, reporter_discrepancy: str) -> Discrepancy:
    position = await tx.next_number("discrepancy")
    discrepancy_id = tx.kit.opaque_id("discrepancy", position)
    return Discrepancy(
        position=position,
        discrepancy_id=discrepancy_id,
        subject_key=found.subject_key,
        person=found.person,
        number_kind=found.number_kind,
        number=found.number,
        field=found.field,
        reporter=reporter,
        reporter_discrepancy=reporter_discrepancy,
        reported_value=found.reported_value,
        outcome=found.outcome,
        subject=found.subject,
        reasons=" ".join(found.reasons),
        state=State.OPEN,
        due_time=due_time(tx.now.date(), WORKING_DAYS),
        reported_to="",
        forwarded_to="",
        change_event="",
        note=found.note,
        create_time=tx.now,
        update_time=tx.now,
        case_id=tx.context.case_id or f"discrepancy-{discrepancy_id}",
        revision=1,
    )


def report_to_source(tx: Tx, discrepancy: Discrepancy) -> Discrepancy:
    """Tell the register in which the field is corrected; it opens a discrepancy of its own and says how that ends."""
    return _report(tx, discrepancy, row_of(discrepancy.field).register)


def _report(tx: Tx, discrepancy: Discrepancy, register: str) -> Discrepancy:
    reported = discrepancy.changed(tx.now, reported_to=register)
    DiscrepancyStore(tx.db).keep(reported)
    with _in_case_of(tx, reported):
        tx.step("discrepancy-reported", f"{reported.field} reported to its source", led_to=register)
        tx.post(
            register.removeprefix("agencies/"),
            subject=reported.person or reported.name,
            kind=f"{tx.kit.agency}.discrepancy-reported",
            key=reported.name,
            body=report_told(reported),
        )
    return reported


def acknowledge(tx: Tx, discrepancy: Discrepancy, note: str) -> Discrepancy:
    """Say that somebody looks at it."""
    return _move(tx, discrepancy, State.ACKNOWLEDGED, note)


def forward(tx: Tx, discrepancy: Discrepancy, source: str, note: str) -> Discrepancy:
    """Pass it on to a source, which decides; one that keeps discrepancies is told of it."""
    forwarded = _move(tx, discrepancy, State.FORWARDED, note, led_to=source, forwarded_to=source)
    told_already = source in (f"agencies/{tx.kit.agency}", forwarded.reported_to)
    return forwarded if told_already or source not in REGISTERS else _report(tx, forwarded, source)


def end(tx: Tx, discrepancy: Discrepancy, state: State, note: str, change_event: str = "") -> Discrepancy:
    """Correct or uphold."""
    return _move(tx, discrepancy, state, note, change_event=change_event)


def end_as_taken_over(tx: Tx, discrepancy: Discrepancy, change_event: str) -> Discrepancy:
    """Correct what this very register holds; another that was told of it has nothing left to decide."""
    corrected = end(tx, discrepancy, State.CORRECTED, discrepancy.note, change_event)
    if corrected.reported_to:
        _tell(tx, replace(corrected, state=State.WITHDRAWN), corrected.reported_to, corrected.name)
    return corrected


def withdraw(tx: Tx, discrepancy: Discrepancy, note: str) -> Discrepancy:
    """Take it back, also where it was reported on. Refused with `NOT_THE_REPORTER`."""
    if tx.context.caller != discrepancy.reporter:
        raise NotTheReporter(reporter=discrepancy.reporter)
    withdrawn = _move(tx, discrepancy, State.WITHDRAWN, note)
    if withdrawn.reported_to:
        _tell(tx, withdrawn, withdrawn.reported_to, withdrawn.name)
    return withdrawn


async def end_as_corrected(
    tx: Tx, name: str, event_id: str, subject_key: int, changed: AbstractSet[str]
) -> Discrepancy:
    """End the discrepancy that a change of a person names; one about a number of nobody in particular, any change may.

    Refused with `DISCREPANCY_NOT_FOUND`, also where it is about somebody else, `CHANGE_OF_ANOTHER_FIELD` and
    `DISCREPANCY_STATE_FORBIDS`.
    """
    discrepancy, at = await DiscrepancyStore(tx.db).find(name), "grounds.discrepancy"
    if discrepancy is None or discrepancy.subject_key not in (NOBODY.key, subject_key):
        raise DiscrepancyNotFound(field=at, discrepancy=name)
    if discrepancy.subject_key and not can_have_corrected(discrepancy.field, changed):
        raise ChangeOfAnotherField(field=at, of=discrepancy.field, change_event=event_id)
    return end(tx, discrepancy, State.CORRECTED, discrepancy.note, event_id)


async def end_what_is_settled(
    tx: Tx, subject_key: int, held: Mapping[str, str], event_id: str, *, from_source: bool
) -> None:
    """End as corrected what is open about a person and differs no more, since a change of the fields in `held`.

    `held` is what the register holds now. Where it follows the source of these fields, it differs from it no more.
    """
    own = f"agencies/{tx.kit.agency}"
    for one in await DiscrepancyStore(tx.db).open_about(subject_key, held.keys()):
        if (from_source and one.reporter == own) or one.is_settled_by(held[one.field]):
            end_as_taken_over(tx, one, event_id)


def follow(tx: Tx, discrepancy: Discrepancy, state: State, **told: str) -> None:
    """Let a discrepancy stand as the register says that was told of it, and that keeps the field for all.

    What has ended here stays as it is, unless the other decided meanwhile: what two do at once comes to one end.
    """
    came_from = tx.context.caller
    if discrepancy.may_become(state) or discrepancy.is_decided_otherwise(state):
        _keep_moved(tx, discrepancy.as_decided(state, tx.now, **told), came_from=came_from)
    elif state is not discrepancy.state:
        with _in_case_of(tx, discrepancy):
            title = f"It is {state.lower()} there, {discrepancy.state.lower()} here"
            tx.step("discrepancy-news-kept-out", title, came_from=came_from)


async def note_overdue(tx: Tx, due_time: str) -> None:
    """Note in its case of each that was due then and is still open that it is overdue."""
    for late in await DiscrepancyStore(tx.db).open_and_due(datetime.fromisoformat(due_time)):
        with _in_case_of(tx, late):
            tx.step("discrepancy-overdue", f"{late.field}: nobody ended it in time", details=_details(late))


def tell_reporter(tx: Tx, discrepancy: Discrepancy) -> None:
    """Tell a register that reported it where it stands."""
    if discrepancy.reporter_discrepancy:
        _tell(tx, discrepancy, discrepancy.reporter, discrepancy.reporter_discrepancy)


def _move(tx: Tx, discrepancy: Discrepancy, state: State, note: str, *, led_to: str = "", **what: Any) -> Discrepancy:
    return _keep_moved(tx, discrepancy.moved(state, tx.now, note=note, **what), led_to=led_to)


def _keep_moved(tx: Tx, moved: Discrepancy, *, came_from: str = "", led_to: str = "") -> Discrepancy:
    DiscrepancyStore(tx.db).keep(moved)
    if moved.state is State.FORWARDED:
        _set_due(tx, moved.due_time)
    with _in_case_of(tx, moved):
        state = moved.state.lower()
        title, details = f"{moved.field}: {state}", _details(moved)
        tx.step(f"discrepancy-{state}", title, came_from=came_from, led_to=led_to, details=details)
    tell_reporter(tx, moved)
    return moved


def _set_due(tx: Tx, due: datetime) -> None:
    tx.set_timer(DUE, due.isoformat(), due)


def _tell(tx: Tx, discrepancy: Discrepancy, party: str, name_there: str) -> None:
    with _in_case_of(tx, discrepancy):
        tx.post(
            party.removeprefix("agencies/"),
            subject=discrepancy.person or discrepancy.name,
            kind=f"{tx.kit.agency}.discrepancy-changed",
            key=f"{discrepancy.name}/{discrepancy.revision}/{party}",
            body=change_told(discrepancy, name_there),
        )


def _details(discrepancy: Discrepancy) -> dict[str, str]:
    told = {
        "discrepancy": discrepancy.name,
        "field": discrepancy.field,
        "forwarded_to": discrepancy.forwarded_to,
        "change_event": discrepancy.change_event,
    }
    return {key: value for key, value in told.items() if value}


@contextmanager
def _in_case_of(tx: Tx, discrepancy: Discrepancy) -> Generator[None]:
    """Within the case of a discrepancy, whatever the transaction is otherwise about."""
    before = tx.context
    tx.context = before.within(discrepancy.case_id)
    yield
    tx.context = before
