"""Taking a dossier in: the first time, as a supplement, and out again."""

from collections.abc import Sequence
from datetime import datetime

from google.protobuf.message import Message

from lienthong.justice.v1.birth_declaration_pb2 import BirthDeclaration
from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest
from lienthong.justice.v1.dossier_status_pb2 import (
    PORTAL_STATUS_ACCEPTED,
    PORTAL_STATUS_IN_PROCESS,
    PORTAL_STATUS_NEW,
    PORTAL_STATUS_WITHDRAWN,
)
from lienthong_emulator.desks import desk_done
from lienthong_emulator.justice.civil_status import rules
from lienthong_emulator.justice.civil_status.card_request import ask_for_card
from lienthong_emulator.justice.civil_status.convert import declaration_in
from lienthong_emulator.justice.civil_status.deadlines import deadlines_on
from lienthong_emulator.justice.civil_status.domain import (
    DAYS_OF_NOTICE,
    Declaration,
    Dossier,
    RegistrationKind,
    State,
    Step,
    end_of_notice,
    first_step,
)
from lienthong_emulator.justice.civil_status.errors import (
    BirthAlreadyDeclared,
    BirthIsRegistered,
    BirthNoticeAlreadyUsed,
    DossierAlreadyFiled,
    DossierEnded,
    DossierNotReturned,
    RegisteredFieldChanged,
)
from lienthong_emulator.justice.civil_status.history import noted, was_accepted
from lienthong_emulator.justice.civil_status.store import CivilStatusStore
from lienthong_emulator.justice.civil_status.timers import (
    ALL_TIMERS,
    NUMBER_ASKED_AGAIN,
    SUPPLEMENT_DUE,
    watch_deadline,
    watch_wait,
)
from lienthong_emulator.runtime.clock import opening_of
from lienthong_emulator.runtime.kit import Tx

DOSSIER = "dossier"


async def file(tx: Tx, request: FileBirthDossierRequest) -> Dossier:
    """Keep a dossier that the rules let in. One that was returned is supplemented."""
    rules.check_procedure(request.procedure_code)
    declaration = _checked(tx, request.declaration)
    store = CivilStatusStore(tx.db)
    akin = await store.akin_to(
        linked_dossier_id=request.linked_dossier_id,
        notice_number=declaration.notice_number,
        child_key=declaration.child_key(),
    )
    returned = _returned_among(akin, request.linked_dossier_id)
    if returned is not None:
        return await supplement(tx, returned, request.declaration)
    _refuse_duplicates_of(akin, declaration, request.linked_dossier_id)
    dossier = await _new(tx, request, declaration)
    store.add_dossier(dossier)
    tx.context = tx.context.within(dossier.case_id)
    tx.step("dossier-filed", f"Birth dossier {dossier.called} filed", details={"child": declaration.child_name})
    watch_deadline(tx, dossier)
    _wake(tx, dossier)
    return dossier


def _checked(tx: Tx, found: BirthDeclaration) -> Declaration:
    declaration = declaration_in(found.SerializeToString())
    rules.check(declaration, tx.now.date())
    return declaration


def _returned_among(akin: Sequence[Dossier], linked_dossier_id: str) -> Dossier | None:
    same = (dossier for dossier in akin if linked_dossier_id and dossier.linked_dossier_id == linked_dossier_id)
    return next((dossier for dossier in same if dossier.takes_supplement), None)


def _refuse_duplicates_of(akin: Sequence[Dossier], declaration: Declaration, linked: str) -> None:
    """A birth is declared once; a registration made again is the exception that the law foresees."""
    stands = [other for other in akin if other.state not in (State.REFUSED, State.WITHDRAWN)]
    for other in stands:  # first: who files a dossier twice is not to hear that its own notice is used
        if linked and other.linked_dossier_id == linked:
            raise DossierAlreadyFiled(field="linked_dossier_id", first_dossier=other.called)
    if declaration.registration_kind != RegistrationKind.AGAIN:
        _refuse_second_birth(akin, stands, declaration)


def _refuse_second_birth(akin: Sequence[Dossier], stands: Sequence[Dossier], declaration: Declaration) -> None:
    for other in stands:
        if declaration.notice_number and other.notice_number == declaration.notice_number:
            raise BirthNoticeAlreadyUsed(
                field="declaration.birth_notice.number", notice=other.notice_number, first_dossier=other.called
            )
    for other in akin:
        if declaration.child_key() == other.child_key != "" and other.declares_its_child:
            raise BirthAlreadyDeclared(field="declaration.child.full_name", first_dossier=other.called)


async def _new(tx: Tx, request: FileBirthDossierRequest, declaration: Declaration) -> Dossier:
    position = await tx.next_number("birth-dossier")
    step, waits_until = _beginning(tx, first_step(declaration))
    due = deadlines_on(tx.now.date()).due(_office_begins(tx, step, waits_until))
    dossier = Dossier(
        dossier_id=tx.kit.opaque_id("birth-dossier", position),
        linked_dossier_id=request.linked_dossier_id,
        one_stop_dossier_id=request.one_stop_dossier_id,
        case_id=tx.context.case_id or f"birth-{tx.kit.opaque_id('case', position)}",
        on_behalf_of=tx.context.on_behalf_of or tx.context.caller,
        state=State.IN_PROCESS,
        step=step,
        notice_number=declaration.notice_number,
        child_key=declaration.child_key(),
        declaration=request.declaration.SerializeToString(),
        file_time=tx.now,
        registration_due_date=due.registration,
        card_due_date=due.card,
        due_date=due.group,
        waits_until=waits_until,
        position=position,
    )
    return _new_at_portal(tx, dossier)


def _beginning(tx: Tx, step: Step) -> tuple[Step, datetime | None]:
    """The step at which a dossier begins, and until when that has to wait."""
    if step is Step.PUBLIC_NOTICE:
        return step, opening_of(end_of_notice(tx.now.date()))
    received = desk_done(tx.kit, "reception", tx.now) if step is Step.REGISTER else None
    return (Step.RECEIVE, received) if received else (step, None)


def _office_begins(tx: Tx, step: Step, waits_until: datetime | None) -> datetime:
    """From when on deadlines run: a public notice is no delay of the office."""
    return waits_until if step is Step.PUBLIC_NOTICE and waits_until else tx.now


def _new_at_portal(tx: Tx, dossier: Dossier) -> Dossier:
    """New, and in process where the public notice begins with it."""
    new = noted(dossier, PORTAL_STATUS_NEW, tx.now, by=tx.context.on_behalf_of or tx.context.caller)
    if dossier.step is not Step.PUBLIC_NOTICE:
        return new
    note = f"Niêm yết việc trẻ bị bỏ rơi trong {DAYS_OF_NOTICE} ngày"
    return noted(noted(new, PORTAL_STATUS_ACCEPTED, tx.now), PORTAL_STATUS_IN_PROCESS, tx.now, note=note)


async def supplement(tx: Tx, dossier: Dossier, found: BirthDeclaration) -> Dossier:
    """Take a supplement in, and go on where the dossier was returned."""
    if not dossier.takes_supplement:
        raise DossierNotReturned(dossier=dossier.called, state=dossier.state)
    declaration = _checked(tx, found)
    if dossier.record_id:
        _refuse_change_of_record(BirthDeclaration.FromString(dossier.declaration), found)
    akin = await CivilStatusStore(tx.db).akin_to(
        linked_dossier_id="", notice_number=declaration.notice_number, child_key=declaration.child_key()
    )
    _refuse_duplicates_of([other for other in akin if other.dossier_id != dossier.dossier_id], declaration, "")
    record = await CivilStatusStore(tx.db).find_record(dossier.record_id)
    step, waits_until = _beginning(tx, Step.AWAIT_CARD if record else _step_after(dossier, declaration))
    changed = dossier.supplemented(
        found.SerializeToString(),
        declaration.child_key(),
        declaration.notice_number,
        step,
        waits_until=waits_until,
        due=deadlines_on(dossier.file_time.date()).due(_office_begins(tx, step, waits_until)),
    )
    changed = _again_at_portal(tx, changed)
    CivilStatusStore(tx.db).keep_dossier(changed)
    CivilStatusStore(tx.db).keep_declaration(changed)
    tx.context = tx.context.within(dossier.case_id)
    tx.step("dossier-supplemented", f"Birth dossier {dossier.called} supplemented")
    for timer in (SUPPLEMENT_DUE, NUMBER_ASKED_AGAIN):
        tx.clear_timer(timer, dossier.dossier_id)
    watch_deadline(tx, changed)
    if record is not None:
        ask_for_card(tx, changed, record, declaration, found)
    _wake(tx, changed)
    return changed


def _again_at_portal(tx: Tx, dossier: Dossier) -> Dossier:
    """A dossier that was not accepted yet is new again."""
    if dossier.step is Step.PUBLIC_NOTICE and not was_accepted(dossier):
        return _new_at_portal(tx, dossier)
    status = PORTAL_STATUS_IN_PROCESS if was_accepted(dossier) else PORTAL_STATUS_NEW
    return noted(dossier, status, tx.now, by=tx.context.on_behalf_of or tx.context.caller, note="Đã bổ sung hồ sơ")


def _step_after(returned: Dossier, declaration: Declaration) -> Step:
    """Where a supplement goes on. A child whose seven days of public notice are over does not wait for them again.

    Our choice: unless it is another commune's turn now. An abandoned child's dossier is returned after its notice only.
    """
    before = declaration_in(returned.declaration)
    same_desk = before.registration_commune == declaration.registration_commune
    noticed = first_step(before) is Step.PUBLIC_NOTICE and same_desk
    return Step.REGISTER if noticed else first_step(declaration)


def _refuse_change_of_record(before: BirthDeclaration, after: BirthDeclaration) -> None:
    for descriptor in BirthDeclaration.DESCRIPTOR.fields:
        name = descriptor.name
        if name != "health_insurance" and getattr(before, name) != getattr(after, name):
            raise RegisteredFieldChanged(field=f"declaration.{_changed_path(name, before, after)}")


def _changed_path(name: str, before: Message, after: Message) -> str:
    """The path of the first field that differs, as deep as it goes."""
    one, other = getattr(before, name), getattr(after, name)
    if not isinstance(one, Message):
        return name
    inner = (field.name for field in one.DESCRIPTOR.fields)
    changed = next(field for field in inner if getattr(one, field) != getattr(other, field))
    return f"{name}.{_changed_path(changed, one, other)}"


def withdraw(tx: Tx, dossier: Dossier) -> Dossier:
    """Take a dossier out whose birth is not registered yet."""
    if not dossier.is_open:
        raise DossierEnded(dossier=dossier.called, state=dossier.state)
    if dossier.record_id:
        raise BirthIsRegistered(dossier=dossier.called)
    changed = dossier.ended(State.WITHDRAWN, supplement_due_date=None)
    by = tx.context.on_behalf_of or tx.context.caller
    changed = noted(changed, PORTAL_STATUS_WITHDRAWN, tx.now, by=by)
    CivilStatusStore(tx.db).keep_dossier(changed)
    tx.context = tx.context.within(dossier.case_id)
    tx.step("dossier-withdrawn", f"Birth dossier {dossier.called} withdrawn")
    for timer in ALL_TIMERS:
        tx.clear_timer(timer, dossier.dossier_id)
    tx.changed(dossier.name)
    return changed


def _wake(tx: Tx, dossier: Dossier) -> None:
    watch_wait(tx, dossier)
    tx.changed(dossier.name)
    tx.wake(DOSSIER, dossier.dossier_id)
