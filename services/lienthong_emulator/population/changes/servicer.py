"""The population database's side of the contract on changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING

from lienthong.population.v1 import citizen_change_service_pb2 as contract
from lienthong_emulator.access.record import note_access
from lienthong_emulator.discrepancies.source_of_truth import refuse_unless_source
from lienthong_emulator.papers import number_asked
from lienthong_emulator.population.changes.convert import corrections_from_proto
from lienthong_emulator.population.changes.domain import (
    Kind,
    check_number,
    corrected,
    died,
    moved,
    needs_number,
    revived,
)
from lienthong_emulator.population.changes.errors import ImpossibleDate
from lienthong_emulator.population.changes.making import Make, Wanted, case_of, make_change, new_number, with_parents
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.wire import address_from_proto, full_date

if TYPE_CHECKING:
    from lienthong_emulator.population.citizens.domain import Citizen
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.kit import Tx

Request = (
    contract.CorrectCitizenRequest
    | contract.MoveResidenceRequest
    | contract.ReplacePersonalNumberRequest
    | contract.RecordDeathRequest
    | contract.RevokeDeathRequest
)


class OnlyChecked(Exception):
    """Ends the transaction of a request that only wants to be checked: nothing of it stands."""

    def __init__(self, change: contract.CitizenChange) -> None:
        super().__init__()
        self.change = change


class CitizenChangeServicer:
    """Who may write a field is decided before anybody is looked up."""

    async def CorrectCitizen(self, request: contract.CorrectCitizenRequest, call: Call) -> contract.CitizenChange:
        values = corrections_from_proto(request, call.kit.today())
        _refuse_unless_source_of(call, values, "values.")

        async def make(tx: Tx, citizen: Citizen) -> Citizen:
            right = corrected(citizen, await with_parents(tx, values), tx.now.date())
            if request.replace_number and citizen.personal_number and needs_number(right):
                return await new_number(tx, right)
            check_number(right, [*values])
            return right

        return await _changed(call, request, Kind.CORRECTED, make)

    async def MoveResidence(self, request: contract.MoveResidenceRequest, call: Call) -> contract.CitizenChange:
        _refuse_unless_source_of(call, ["residence"])

        async def make(_tx: Tx, citizen: Citizen) -> Citizen:
            return moved(citizen, address_from_proto(request.residence))

        return await _changed(call, request, Kind.MOVED, make)

    async def ReplacePersonalNumber(
        self, request: contract.ReplacePersonalNumberRequest, call: Call
    ) -> contract.CitizenChange:
        _refuse_unless_source_of(call, ["identity_number"])
        return await _changed(call, request, Kind.NUMBER_ISSUED, new_number)

    async def RecordDeath(self, request: contract.RecordDeathRequest, call: Call) -> contract.CitizenChange:
        _refuse_unless_source_of(call, ["death_date"])
        day = full_date(request.death_date)
        if day is None:
            raise ImpossibleDate(field="death_date", today=call.kit.today().isoformat())

        async def make(tx: Tx, citizen: Citizen) -> Citizen:
            return died(citizen, day, tx.now.date())

        return await _changed(call, request, Kind.DIED, make, datetime.combine(day, time(), HANOI))

    async def RevokeDeath(self, request: contract.RevokeDeathRequest, call: Call) -> contract.CitizenChange:
        _refuse_unless_source_of(call, ["death_date"])

        async def make(_tx: Tx, citizen: Citizen) -> Citizen:
            return revived(citizen)

        return await _changed(call, request, Kind.DEATH_REVOKED, make)


def _refuse_unless_source_of(call: Call, fields: Iterable[str], at: str = "") -> None:
    for field in fields:
        refuse_unless_source(field, call.context.caller, f"{at}{field}")


async def _changed(
    call: Call, request: Request, kind: Kind, make: Make, event_time: datetime | None = None
) -> contract.CitizenChange:
    """Make a change once, or only check that it could be made."""
    number, about = number_asked(request.identity_number, "identity_number"), list[int]()

    async def note_and_make(tx: Tx, citizen: Citizen) -> Citizen:
        about.append(citizen.citizen_key)
        return await make(tx, citizen)

    wanted = Wanted(kind=kind, number=number, grounds=request.grounds, make=note_and_make, event_time=event_time)

    async def act(tx: Tx) -> contract.CitizenChange:
        change = await make_change(tx, wanted)
        if request.grounds.validate_only:
            raise OnlyChecked(change)
        reach("population.change.before-commit")
        return change

    try:
        change = await once(call, request, contract.CitizenChange, act, id_field="grounds.request_id")
    except OnlyChecked as checked:
        return checked.change
    finally:
        note_access(call, about)  # who asks for a change is told what is held, also where it is only checked
    reach("population.change.committed")
    call.belongs_to(case_of(call.kit, call.context.case_id, change.event.event_id))
    return change
