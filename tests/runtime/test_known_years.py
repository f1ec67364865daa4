"""Events that tell of years of which no register knows are refused, each field by its name."""

from __future__ import annotations

import pytest
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from lienthong.justice.v1.birth_dossier_pb2 import BirthDossier
from lienthong.justice.v1.dossier_status_pb2 import StatusEntry, StatusHistory
from lienthong_emulator.runtime.known_years import check_years
from lienthong_emulator.runtime.validation import InvalidRequest


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(BirthDossier(), id="none is told"),
        pytest.param(BirthDossier(due_date=Date(month=12, day=31)), id="a day without a year"),
        pytest.param(BirthDossier(due_date=Date(year=1800)), id="the first"),
        pytest.param(BirthDossier(due_date=Date(year=2200, month=12, day=31)), id="the last"),
    ],
)
def test_years_that_registers_know_pass(event: Message) -> None:
    check_years(event)


@pytest.mark.parametrize(
    ("event", "field"),
    [
        pytest.param(BirthDossier(due_date=Date(year=1799)), "due_date", id="too early"),
        pytest.param(BirthDossier(due_date=Date(year=2201)), "due_date", id="too late"),
        pytest.param(BirthDossier(file_time=Timestamp(seconds=2**50)), "file_time", id="a moment"),
        pytest.param(BirthDossier(file_time=Timestamp(seconds=1, nanos=-1)), "file_time", id="less than a moment"),
        pytest.param(BirthDossier(file_time=Timestamp(seconds=1, nanos=10**9)), "file_time", id="more than a moment"),
        pytest.param(
            StatusHistory(entries=[StatusEntry(), StatusEntry(supplement_due_date=Date(year=9999))]),
            "entries[1].supplement_due_date",
            id="in a list",
        ),
    ],
)
def test_other_years_and_what_is_no_moment_are_refused(event: Message, field: str) -> None:
    with pytest.raises(InvalidRequest) as no:
        check_years(event)

    assert [violation.field for violation in no.value.violations()] == [field]
