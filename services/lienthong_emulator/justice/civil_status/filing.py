"""Taking a dossier in: the first time, as a supplement, and out again."""

from collections.abc import Sequence

from google.protobuf.message import Message

from lienthong.justice.v1.birth_declaration_pb2 import BirthDeclaration
from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest
from lienthong_emulator.justice.civil_status import rules
from lienthong_emulator.justice.civil_status.card_request import ask_for_card
from lienthong_emulator.justice.civil_status.convert import declaration_in
from lienthong_emulator.justice.civil_status.domain import (
    Declaration,
    Dossier,
    RegistrationKind,
    State,
    Step,
    deadlines_on,
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
from lienthong_emulator.justice.civil_status.store import CivilStatusStore
from lienthong_emulator.runtime.clock import end_of, opening_of
from lienthong_emulator.runtime.kit import Tx

DOSSIER = "dossier"
SUPPLEMENT_DUE = "supplement-due"
NOTICE_ENDS = "public-notice-ends"
RESULT_DUE = "result-due"


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
    tx.set_timer(RESULT_DUE, dossier.dossier_id, end_of(dossier.due_date))
    _wake(tx, dossier)
    return dossier


def _checked(tx: Tx, found: BirthDeclaration) -> Declaration:
    declaration = declaration_in(found.SerializeToString())
    rules.check(declaration, tx.now.date())
    return declaration


def _returned_among(akin: Sequence[Dossier], linked_dossier_id: str) -> Dossier | None:
    same = (dossier for dossier in akin if linked_dossier_id and dossier.linked_dossier_id == linked_dossier_id)
    return next((dossier for dossier in same if dossier.state is State.RETURNED), None)


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
    today = tx.now.date()
    deadlines = deadlines_on(today)
    step = first_step(declaration)
    notice_ends = end_of_notice(today) if step is Step.PUBLIC_NOTICE else None
    return Dossier(
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
        due_date=deadlines.group_due(notice_ends or today),
        card_due_date=deadlines.card_due(notice_ends or today),
        waits_until_date=notice_ends,
        position=position,
    )


async def supplement(tx: Tx, dossier: Dossier, found: BirthDeclaration) -> Dossier:
    """Take a supplement in, and go on where the dossier was returned."""
    if dossier.state is not State.RETURNED:
        raise DossierNotReturned(dossier=dossier.called, state=dossier.state)
    declaration = _checked(tx, found)
    if dossier.record_id:
        _refuse_change_of_record(BirthDeclaration.FromString(dossier.declaration), found)
    akin = await CivilStatusStore(tx.db).akin_to(
        linked_dossier_id="", notice_number=declaration.notice_number, child_key=declaration.child_key()
    )
    _refuse_duplicates_of([other for other in akin if other.dossier_id != dossier.dossier_id], declaration, "")
    record = await CivilStatusStore(tx.db).find_record(dossier.record_id)
    today = tx.now.date()
    step = Step.AWAIT_CARD if record else _step_after(dossier, declaration)
    notice_ends = end_of_notice(today) if step is Step.PUBLIC_NOTICE else None
    changed = dossier.supplemented(
        found.SerializeToString(),
        declaration.child_key(),
        declaration.notice_number,
        step,
        notice_ends=notice_ends,
        due_date=deadlines_on(dossier.file_time.date()).group_due(notice_ends or today),
    )
    CivilStatusStore(tx.db).keep_dossier(changed)
    CivilStatusStore(tx.db).keep_declaration(changed)
    tx.context = tx.context.within(dossier.case_id)
    tx.step("dossier-supplemented", f"Birth dossier {dossier.called} supplemented")
    tx.clear_timer(SUPPLEMENT_DUE, dossier.dossier_id)
    tx.set_timer(RESULT_DUE, dossier.dossier_id, end_of(changed.due_date))
    if record is not None:
        ask_for_card(tx, changed, record, declaration, found)
    _wake(tx, changed)
    return changed


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
    CivilStatusStore(tx.db).keep_dossier(changed)
    tx.context = tx.context.within(dossier.case_id)
    tx.step("dossier-withdrawn", f"Birth dossier {dossier.called} withdrawn")
    for timer in (SUPPLEMENT_DUE, NOTICE_ENDS, RESULT_DUE):
        tx.clear_timer(timer, dossier.dossier_id)
    tx.changed(dossier.name)
    return changed


def _wake(tx: Tx, dossier: Dossier) -> None:
    if dossier.waits_until_date is not None:
        tx.set_timer(NOTICE_ENDS, dossier.dossier_id, opening_of(dossier.waits_until_date))
    tx.changed(dossier.name)
    tx.wake(DOSSIER, dossier.dossier_id)
