"""What an amendment makes of a birth, and how it ends."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from lienthong_emulator.justice.amendments.domain import Amendment, Birth, Kind, State, corrected, refuse_recorded
from lienthong_emulator.justice.amendments.errors import EntryUnchanged, ParentIsRecorded
from lienthong_emulator.justice.civil_status.domain import Parent
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.runtime.clock import HANOI

KHOI = Birth(
    person_key=0,
    record_id="khoi",
    number_kind=1,
    number="901221900000",
    full_name="Trần Minh Khôi",
    birth_date=PartialDate(2021, 12, 28),
    sex=1,
    parents=frozenset({"mother"}),
)
AMENDMENT = Amendment(
    position=1,
    amendment_id="one",
    case_id="amendment-one",
    on_behalf_of="portals/one-stop",
    kind=Kind.CORRECTION,
    state=State.IN_PROCESS,
    person_key=0,
    record_id="khoi",
    number_kind=1,
    number=KHOI.number,
    content=b"content",
    basis="",
    create_time=datetime(2022, 1, 5, 9, tzinfo=HANOI),
)
HUNG = Parent(
    full_name="Trần Văn Hùng",
    birth_date=PartialDate(1990),
    nationality="VN",
    personal_number="901090000029",
    paper_kind=0,
    paper_number="",
    residence=Address(),
)


def test_a_correction_changes_what_it_names() -> None:
    right = corrected(KHOI, {"full_name": "Trần Minh Khoa"})

    assert right == replace(KHOI, full_name="Trần Minh Khoa")


@pytest.mark.parametrize("kind", Kind)
def test_each_has_a_day_by_which_it_must_be_entered(kind: Kind) -> None:
    assert replace(AMENDMENT, kind=kind).due_date == date(2022, 1, 10)


def test_a_correction_that_changes_nothing_is_none() -> None:
    with pytest.raises(EntryUnchanged):
        corrected(KHOI, {"sex": 1, "full_name": "Trần Minh Khôi"})


def test_recognition_fills_a_gap_and_adoption_any_place() -> None:
    refuse_recorded(KHOI, Kind.RECOGNITION, {"father": HUNG})
    refuse_recorded(KHOI, Kind.ADOPTION, {"mother": HUNG})
    with pytest.raises(ParentIsRecorded):
        refuse_recorded(KHOI, Kind.RECOGNITION, {"mother": HUNG})


def test_a_number_is_new_where_it_is_another() -> None:
    tried, today = AMENDMENT.tried_in_vain(), date(2022, 1, 6)

    assert tried.entered(today, KHOI.number) == replace(AMENDMENT, state=State.ENTERED, entry_date=today)
    assert tried.entered(today, "901321900000").new_number == "901321900000"
    assert tried.refused(b"no") == replace(AMENDMENT, state=State.REFUSED, refusal=b"no")
