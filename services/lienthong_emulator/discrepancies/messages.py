"""What registers tell each other of discrepancies."""

from collections.abc import Mapping

from lienthong.discrepancy.v1.events_pb2 import DiscrepancyChanged, DiscrepancyReported
from lienthong_emulator.discrepancies.convert import difference_from_proto, state_from_proto
from lienthong_emulator.discrepancies.domain import Finding, State
from lienthong_emulator.discrepancies.handling import follow, open_discrepancy, tell_reporter, withdraw
from lienthong_emulator.discrepancies.source_of_truth import row_of
from lienthong_emulator.discrepancies.store import DiscrepancyStore
from lienthong_emulator.discrepancies.subjects import Register, person_under
from lienthong_emulator.runtime.agency import Receives
from lienthong_emulator.runtime.kit import Tx


def discrepancies_from(sender: str, register: Register) -> Mapping[str, Receives]:
    """What a register does with another's messages about discrepancies, by their kinds."""

    async def take_in_report(tx: Tx, event: DiscrepancyReported) -> None:
        await _take_in_report(tx, event, register)

    return {
        f"{sender}.discrepancy-reported": Receives(DiscrepancyReported, take_in_report),
        f"{sender}.discrepancy-changed": Receives(DiscrepancyChanged, _take_in_change),
    }


async def _take_in_report(tx: Tx, event: DiscrepancyReported, register: Register) -> None:
    """Open a discrepancy; where the same stands already, say how it stands."""
    row_of(event.field)
    person = await person_under(register, tx.kit, tx.db, event.identity_number, event.field)
    difference = difference_from_proto(event, person)
    name = event.reporter_discrepancy
    finding, kept = await open_discrepancy(tx, difference, reporter=tx.context.caller, reporter_discrepancy=name)
    if finding is not Finding.OPENED:
        known = kept.changed(tx.now, reporter_discrepancy=name)
        DiscrepancyStore(tx.db).keep(known)
        if known.state is not State.OPEN:
            tell_reporter(tx, known)


async def _take_in_change(tx: Tx, event: DiscrepancyChanged) -> None:
    """Follow the other register: how that ends which it was told of, or that it takes back what it reported."""
    discrepancies, sender = DiscrepancyStore(tx.db), tx.context.caller
    state = state_from_proto(event.state)
    assert state is not None  # the message's shape rule
    ours = await discrepancies.find(event.reporter_discrepancy)
    if ours is not None and ours.reported_to == sender:
        told = {
            "forwarded_to": event.forwarded_to or ours.forwarded_to,
            "change_event": event.change_event or ours.change_event,
        }
        follow(tx, ours, state, note=event.note, **told)
        return
    theirs = await discrepancies.find_reported(sender, event.reporter_discrepancy)
    if theirs is not None and theirs.may_become(State.WITHDRAWN) and state is State.WITHDRAWN:
        withdraw(tx, theirs, event.note)
    else:
        tx.step("discrepancy-news-ignored", "No discrepancy here waits for this", came_from=sender)
