"""Birth dossiers: what tells a child, where it lives, how a dossier goes on, and by when."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from lienthong_emulator.justice.civil_status.convert import declaration_from_proto
from lienthong_emulator.justice.civil_status.deadlines import deadlines_on
from lienthong_emulator.justice.civil_status.domain import (
    Declaration,
    Dossier,
    Due,
    RegistrationKind,
    State,
    Step,
    end_of_notice,
    first_step,
    place_in_book,
    registered_kind,
)
from lienthong_emulator.linked_procedure import example_dossiers, read_dossiers
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.runtime.clock import HANOI

FILED = datetime(2022, 1, 5, 9, 0, tzinfo=HANOI)
DOSSIER = Dossier(
    dossier_id="one",
    linked_dossier_id="G22.99-220105-0001",
    one_stop_dossier_id="",
    case_id="birth-one",
    on_behalf_of="portals/one-stop",
    state=State.IN_PROCESS,
    step=Step.REGISTER,
    notice_number="GCS.1",
    child_key="",
    declaration=b"declared",
    file_time=FILED,
    registration_due_date=date(2022, 1, 5),
    card_due_date=date(2022, 1, 26),
    due_date=date(2022, 2, 9),
)


def declared(number: int) -> Declaration:
    """What an example dossier declares."""
    request = read_dossiers(json.dumps(json.loads(example_dossiers())[number]))[0].request
    assert request is not None
    return declaration_from_proto(request.declaration)


KHOI, PAO = declared(0), declared(3)


def test_a_child_is_told_by_name_day_and_a_parents_number() -> None:
    assert KHOI.child_key() == replace(KHOI, child_name="TRẦN  MINH KHÔI").child_key()
    assert KHOI.child_key().endswith("|2021-12-28|901193000017")
    assert PAO.child_key().endswith("|2021-11-03|999000456")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda: replace(KHOI, child_name="Trần Minh Khánh"), id="another name"),
        pytest.param(lambda: replace(KHOI, child_birth_date=date(2021, 12, 27)), id="another day"),
        pytest.param(lambda: replace(KHOI, mother=None), id="his father's alone"),
    ],
)
def test_another_child_has_another_key(change: Callable[[], Declaration]) -> None:
    assert change().child_key() != KHOI.child_key()


def test_a_child_of_nobody_known_cannot_be_told_from_another() -> None:
    assert replace(KHOI, mother=None, father=None).child_key() == ""


def test_a_child_lives_with_its_mother_else_father_else_guardian_else_where_it_is_registered() -> None:
    assert KHOI.mother is not None
    assert KHOI.father is not None
    guardian = Address("02", "024", "00688", "Tổ 5")
    fathers = replace(KHOI, mother=replace(KHOI.mother, residence=Address()))
    guardians = replace(KHOI, mother=None, father=None, applicant_residence=guardian)
    nobodys = replace(guardians, applicant_residence=Address())

    assert KHOI.residence() == KHOI.mother.residence
    assert fathers.residence() == KHOI.father.residence
    assert guardians.residence() == guardian
    assert nobodys.residence() == Address("01", "005", "00166")


@pytest.mark.parametrize(
    ("count", "place"),
    [
        pytest.param(1, ("1/2022", "01/2022-TP/KS", 1), id="the first of the year"),
        pytest.param(200, ("200/2022", "01/2022-TP/KS", 200), id="the last page of a book"),
        pytest.param(201, ("201/2022", "02/2022-TP/KS", 1), id="a new book"),
        pytest.param(2001, ("2001/2022", "11/2022-TP/KS", 1), id="an eleventh book"),
    ],
)
def test_an_entry_has_its_place_in_a_book(count: int, place: tuple[str, str, int]) -> None:
    assert place_in_book(count, 2022) == place


@pytest.mark.parametrize(
    ("declared_kind", "born", "kind"),
    [
        pytest.param(RegistrationKind.ON_TIME, date(2021, 11, 6), RegistrationKind.ON_TIME, id="the sixtieth day"),
        pytest.param(RegistrationKind.ON_TIME, date(2021, 11, 5), RegistrationKind.LATE, id="the day after"),
        pytest.param(RegistrationKind.LATE, date(2022, 1, 5), RegistrationKind.ON_TIME, id="late only in words"),
        pytest.param(RegistrationKind.AGAIN, date(1990, 1, 1), RegistrationKind.AGAIN, id="again"),
        pytest.param(RegistrationKind.FOREIGN_RECORD, date(2020, 1, 1), RegistrationKind.FOREIGN_RECORD, id="foreign"),
    ],
)
def test_late_is_told_by_the_dates(declared_kind: int, born: date, kind: int) -> None:
    assert registered_kind(declared_kind, born, date(2022, 1, 5)) == kind


@pytest.mark.parametrize(
    ("day", "basis", "working_days"),
    [
        pytest.param(date(2018, 1, 1), "vn-ttlt-05-2015", (20, 15, 7), id="the first day of any world"),
        pytest.param(date(2023, 6, 30), "vn-ttlt-05-2015", (20, 15, 7), id="the eve of decision 976"),
        pytest.param(date(2023, 7, 1), "vn-qd-976-2023", (4, 2, 7), id="its first day"),
        pytest.param(date(2024, 6, 30), "vn-qd-976-2023", (4, 2, 7), id="the eve of decree 63"),
        pytest.param(date(2024, 7, 1), "vn-nd-63-2024", (3, 2, 7), id="its first day"),
    ],
)
def test_deadlines_follow_the_law_of_the_day(day: date, basis: str, working_days: tuple[int, int, int]) -> None:
    found = deadlines_on(day)

    assert (found.legal_basis, (found.group, found.card, found.supplement)) == (basis, working_days)


def test_deadlines_are_counted_in_working_days() -> None:
    """Tết 2022: offices were closed from 31/1 to 4/2."""
    deadlines = deadlines_on(date(2022, 1, 5))

    assert deadlines.due(FILED) == Due(registration=date(2022, 1, 5), card=date(2022, 1, 26), group=date(2022, 2, 9))
    assert deadlines.supplement_due(date(2022, 1, 28)) == date(2022, 2, 15)


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        pytest.param(datetime(2022, 1, 5, 15, 0, tzinfo=HANOI), date(2022, 1, 5), id="at three: the same day"),
        pytest.param(datetime(2022, 1, 5, 15, 1, tzinfo=HANOI), date(2022, 1, 6), id="after three: the next"),
        pytest.param(
            datetime(2022, 1, 7, 15, 1, tzinfo=HANOI), date(2022, 1, 10), id="after three on a Friday: Monday"
        ),
        pytest.param(datetime(2022, 1, 8, 10, 0, tzinfo=HANOI), date(2022, 1, 10), id="on a Saturday: Monday"),
        pytest.param(datetime(2022, 1, 28, 16, 0, tzinfo=HANOI), date(2022, 2, 7), id="on the eve of Tết: after it"),
    ],
)
def test_a_birth_is_registered_on_the_day_or_after_three_on_the_next(filed: datetime, due: date) -> None:
    assert deadlines_on(filed.date()).registration_due(filed) == due


def test_only_an_abandoned_child_waits_for_the_notice() -> None:
    assert [first_step(replace(KHOI, birth_kind=kind)) for kind in (1, 2, 3, 4)] == [Step.REGISTER] * 4
    assert first_step(replace(KHOI, birth_kind=5)) is Step.PUBLIC_NOTICE
    assert end_of_notice(date(2022, 1, 31)) == date(2022, 2, 7)


@pytest.mark.parametrize(
    ("today", "state", "overdue"),
    [
        pytest.param(date(2022, 2, 9), State.IN_PROCESS, False, id="the due date"),
        pytest.param(date(2022, 2, 10), State.IN_PROCESS, True, id="the day after"),
        pytest.param(date(2022, 2, 10), State.NUMBER_OBSTACLE, True, id="nobody but the office can go on"),
        pytest.param(date(2022, 2, 10), State.RETURNED, False, id="not while it is with the family"),
        pytest.param(date(2022, 2, 10), State.CARD_ISSUED, False, id="never once it has ended"),
        pytest.param(date(2022, 2, 10), State.WITHDRAWN, False, id="nor once it was withdrawn"),
    ],
)
def test_a_dossier_is_overdue_after_its_due_date(today: date, state: State, overdue: bool) -> None:
    assert replace(DOSSIER, state=state).is_overdue(today) is overdue


@pytest.mark.parametrize(
    ("state", "record", "declares"),
    [
        pytest.param(State.IN_PROCESS, "", True, id="under way"),
        pytest.param(State.RETURNED, "", True, id="with the family"),
        pytest.param(State.CARD_ISSUED, "record", True, id="done"),
        pytest.param(State.REFUSED, "record", True, id="no card, but registered"),
        pytest.param(State.REFUSED, "", False, id="refused"),
        pytest.param(State.WITHDRAWN, "", False, id="withdrawn"),
    ],
)
def test_another_dossier_for_the_child_is_one_too_many(state: State, record: str, declares: bool) -> None:
    assert replace(DOSSIER, state=state, record_id=record).declares_its_child is declares


def test_every_change_makes_a_new_revision() -> None:
    """A try in vain changes nothing of the dossier."""
    tried = DOSSIER.tried_in_vain()
    returned = tried.ended(State.RETURNED, refusal=b"no", supplement_due_date=date(2022, 1, 14))
    due = Due(registration=date(2022, 1, 6), card=date(2022, 1, 27), group=date(2022, 2, 10))
    again = returned.supplemented(b"anew", "key", "GCS.2", Step.REGISTER, waits_until=None, due=due)

    assert [dossier.revision for dossier in (DOSSIER, tried, returned, again)] == [1, 1, 2, 3]
    assert (tried.attempts, returned.attempts, returned.step) == (1, 0, Step.NONE)
    assert again == replace(
        DOSSIER,
        revision=3,
        round=2,
        declaration=b"anew",
        child_key="key",
        notice_number="GCS.2",
        registration_due_date=due.registration,
        card_due_date=due.card,
        due_date=due.group,
    )


def test_a_dossier_goes_by_its_id_in_the_linked_system() -> None:
    assert DOSSIER.called == "G22.99-220105-0001"
    assert replace(DOSSIER, linked_dossier_id="").called == "birthDossiers/one"
