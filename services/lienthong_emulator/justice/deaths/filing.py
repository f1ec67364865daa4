"""Taking a dossier in: the first time, as a supplement, and out again; and taking an entry back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.justice.civil_status.convert import number_of
from lienthong_emulator.justice.civil_status.deadlines import deadlines_on
from lienthong_emulator.justice.civil_status.domain import RegistrationKind
from lienthong_emulator.justice.civil_status.errors import DossierAlreadyFiled, DossierEnded, DossierNotReturned
from lienthong_emulator.justice.deaths import rules
from lienthong_emulator.justice.deaths.convert import declaration_in, record_revoked
from lienthong_emulator.justice.deaths.domain import Declaration, Dossier, Record, State, Step
from lienthong_emulator.justice.deaths.errors import (
    DeathAlreadyDeclared,
    DeathAlreadyRegistered,
    DeathIsRegistered,
    DeathNoticeAlreadyUsed,
    DeathRecordIsRevoked,
)
from lienthong_emulator.justice.deaths.store import DeathStore
from lienthong_emulator.justice.registers.domain import Register
from lienthong_emulator.justice.registers.store import NOBODY, RegisterQuestions
from lienthong_emulator.reference.working_days import add_working_days
from lienthong_emulator.runtime.clock import end_of
from lienthong_emulator.wire import kind_of_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from lienthong.justice.v1.death_declaration_pb2 import DeathDeclaration
    from lienthong.justice.v1.death_service_pb2 import FileDeathDossierRequest
    from lienthong_emulator.justice.deaths.domain import Deceased
    from lienthong_emulator.justice.registers.domain import Death, Person
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Tx

DOSSIER = "death-dossier"
SUPPLEMENT_DUE = "death-supplement-due"
DEADLINE = "death-deadline"


async def file(tx: Tx, request: FileDeathDossierRequest) -> Dossier:
    """Keep a dossier that the rules let in. One that was returned is supplemented."""
    rules.check_procedure(request.procedure_code)
    declaration = _checked(tx, request.declaration)
    akin = await DeathStore(tx.db).akin_to(
        linked_dossier_id=request.linked_dossier_id,
        notice_number=declaration.notice_number,
        deceased_key=declaration.deceased.key(),
    )
    linked = [other for other in akin if other.linked_dossier_id == request.linked_dossier_id != ""]
    returned = next((other for other in linked if other.state is State.RETURNED), None)
    if returned is not None:
        return await supplement(tx, returned, request.declaration)
    for other in linked:
        if other.stands:
            raise DossierAlreadyFiled(field="linked_dossier_id", first_dossier=other.called)
    _refuse_second_death(akin, declaration)
    await refuse_contradicted(tx.db, declaration)
    dossier = await _new(tx, request, declaration)
    DeathStore(tx.db).add_dossier(dossier)
    tx.context = tx.context.within(dossier.case_id)
    details = {"deceased": declaration.deceased.full_name}
    tx.step("death-dossier-filed", f"Death dossier {dossier.called} filed", details=details)
    _go_on(tx, dossier)
    return dossier


def _checked(tx: Tx, found: DeathDeclaration) -> Declaration:
    declaration = declaration_in(found.SerializeToString())
    rules.check(declaration, tx.now.date())
    return declaration


def _refuse_second_death(akin: Sequence[Dossier], declaration: Declaration) -> None:
    """Somebody dies once; a registration made again is the exception that the law foresees."""
    if declaration.registration_kind == RegistrationKind.AGAIN:
        return
    for other in (other for other in akin if other.stands):
        if declaration.notice_number and other.notice_number == declaration.notice_number:
            raise DeathNoticeAlreadyUsed(
                field="declaration.death_notice.number", notice=other.notice_number, first_dossier=other.called
            )
        if other.deceased_key == declaration.deceased.key():
            raise DeathAlreadyDeclared(field="declaration.deceased", first_dossier=other.called)


async def refuse_contradicted(db: Reader, declaration: Declaration) -> None:
    """Refuse what the registers contradict: a death before the birth that they have, or one that they have already."""
    deceased = declaration.deceased
    person = await person_in_registers(db, deceased)
    if person:
        rules.refuse_death_before(person.birth, deceased.death_date)
    if declaration.registration_kind == RegistrationKind.AGAIN:
        return
    if death := await _death_in_registers(db, person, deceased):
        place = death.place
        raise DeathAlreadyRegistered(
            field="declaration.deceased", number=place.number, book=place.book(Register.DEATHS)
        )


async def _death_in_registers(db: Reader, person: Person | None, deceased: Deceased) -> Death | None:
    registers = RegisterQuestions(db)
    newborn = await registers.newborn(deceased.personal_number) if deceased.personal_number and not person else None
    if newborn:
        return newborn.death
    return await registers.death_of(person.person_key if person else NOBODY, deceased.paper_number)


async def person_in_registers(db: Reader, deceased: Deceased) -> Person | None:
    """Whom the registers know under the number of who died."""
    number = number_of(deceased)
    return await RegisterQuestions(db).find(kind_of_number(number), number.value) if number.value else None


async def _new(tx: Tx, request: FileDeathDossierRequest, declaration: Declaration) -> Dossier:
    position = await tx.next_number("death-dossier")
    return Dossier(
        position=position,
        dossier_id=tx.kit.opaque_id("death-dossier", position),
        linked_dossier_id=request.linked_dossier_id,
        one_stop_dossier_id=request.one_stop_dossier_id,
        case_id=tx.context.case_id or f"death-{tx.kit.opaque_id('death-case', position)}",
        on_behalf_of=tx.context.on_behalf_of or tx.context.caller,
        state=State.IN_PROCESS,
        step=Step.REGISTER,
        notice_number=declaration.notice_number,
        deceased_key=declaration.deceased.key(),
        declaration=request.declaration.SerializeToString(),
        file_time=tx.now,
        due_date=deadlines_on(tx.now.date()).registration_due(tx.now),
        follow_up_due_date=follow_up_due(tx.now),
    )


async def supplement(tx: Tx, dossier: Dossier, found: DeathDeclaration) -> Dossier:
    """Take a supplement in; the deadline begins anew."""
    if dossier.state is not State.RETURNED:
        raise DossierNotReturned(dossier=dossier.called, state=dossier.state)
    declaration = _checked(tx, found)
    akin = await DeathStore(tx.db).akin_to(
        linked_dossier_id="", notice_number=declaration.notice_number, deceased_key=declaration.deceased.key()
    )
    _refuse_second_death([other for other in akin if other.dossier_id != dossier.dossier_id], declaration)
    await refuse_contradicted(tx.db, declaration)
    changed = dossier.at(
        Step.REGISTER,
        declaration=found.SerializeToString(),
        notice_number=declaration.notice_number,
        deceased_key=declaration.deceased.key(),
        due_date=deadlines_on(tx.now.date()).registration_due(tx.now),
        follow_up_due_date=follow_up_due(tx.now),
        supplement_due_date=None,
        refusal=b"",
    )
    DeathStore(tx.db).keep_dossier(changed)
    tx.context = tx.context.within(dossier.case_id)
    tx.step("death-dossier-supplemented", f"Death dossier {dossier.called} supplemented")
    tx.clear_timer(SUPPLEMENT_DUE, dossier.dossier_id)
    _go_on(tx, changed)
    return changed


def withdraw(tx: Tx, dossier: Dossier) -> Dossier:
    """Take a dossier out whose death is not registered yet."""
    if dossier.record_id:
        raise DeathIsRegistered(dossier=dossier.called)
    if not dossier.is_open:
        raise DossierEnded(dossier=dossier.called, state=dossier.state)
    changed = dossier.ended(State.WITHDRAWN, supplement_due_date=None)
    DeathStore(tx.db).keep_dossier(changed)
    tx.context = tx.context.within(dossier.case_id)
    tx.step("death-dossier-withdrawn", f"Death dossier {dossier.called} withdrawn")
    for timer in (SUPPLEMENT_DUE, DEADLINE):
        tx.clear_timer(timer, dossier.dossier_id)
    tx.changed(dossier.name)
    return changed


async def revoke(tx: Tx, record: Record, reason: str) -> Record:
    """Take back an entry that was made by mistake: insurance is told, and population will be asked.

    Both hear of another entry of the same death that stands, and hold that.
    """
    if record.is_revoked:
        raise DeathRecordIsRevoked(record=record.name)
    store, revoked = DeathStore(tx.db), record.revoked(tx.now, reason)
    store.keep_record(revoked)
    dossier = await store.find_dossier(record.dossier_id)
    assert dossier is not None  # entries come of dossiers alone
    changed = dossier.ended(State.REVOKED, Step.UNLOCK_NUMBER, follow_up_due_date=follow_up_due(tx.now))
    store.keep_dossier(changed)
    watch_deadline(tx, changed)
    tx.context = tx.context.within(dossier.case_id)
    tx.step("death-record-revoked", f"Entry {record.place.number} revoked: {reason}", details={"record": record.name})
    standing = await RegisterQuestions(tx.db).death_of(record.person_key, record.number)
    tx.post(
        "insurance",
        subject=record.name,
        kind="justice.death-record-revoked",
        key=record.record_id,
        body=record_revoked(revoked, standing),
    )
    tx.changed(dossier.name)
    tx.wake(DOSSIER, dossier.dossier_id)
    return revoked


def follow_up_due(now: datetime) -> date:
    """Our choice: what follows an entry or its revocation takes no longer than the group of procedures of a birth."""
    return add_working_days(now.date(), deadlines_on(now.date()).group)


def watch_deadline(tx: Tx, dossier: Dossier) -> None:
    """Look at a dossier when its step was to be done; one that waits for nothing has no deadline."""
    if dossier.step is Step.NONE:
        tx.clear_timer(DEADLINE, dossier.dossier_id)
    else:
        tx.set_timer(DEADLINE, dossier.dossier_id, end_of(dossier.step_due_date))


def _go_on(tx: Tx, dossier: Dossier) -> None:
    watch_deadline(tx, dossier)
    tx.changed(dossier.name)
    tx.wake(DOSSIER, dossier.dossier_id)
