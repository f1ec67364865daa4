"""What is wrong with a file is told all at once, as far as anybody reads on."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.facility_files import HOSPITAL, certificates, claim, death_notice, summary

from lienthong_emulator.insurance.submissions.contents import Origin, contents_of
from lienthong_emulator.insurance.submissions.domain import FileKind
from lienthong_emulator.insurance.submissions.errors import Fault
from lienthong_emulator.runtime.clock import HANOI

NOW = datetime(2022, 1, 5, 9, tzinfo=HANOI)


def faults_of(data: bytes, kind: FileKind = FileKind.CLAIM) -> list[tuple[str, str]]:
    with pytest.raises(Fault) as refused:
        contents_of(Origin(kind, HOSPITAL, NOW), data)
    return [(fault.field, fault.reason) for fault in refused.value.violations()]


def test_every_dossier_of_a_claim_is_looked_at() -> None:
    first = summary(MA_LK=..., HO_TEN=..., T_BHTT="-1")
    second = summary(MA_LK="LK-2", NGAY_RA="202201020800")
    third = summary(MA_LK="LK-3", MA_CSKCB="79034")

    assert faults_of(claim(first, second, third)) == [
        ("XML1.MA_LK", "TAG_REQUIRED"),
        ("XML1.HO_TEN", "TAG_REQUIRED"),
        ("XML1.T_BHTT", "TAG_MALFORMED"),
        ("XML1.NGAY_RA", "TIMES_CONTRADICT"),
        ("XML1.MA_CSKCB", "FACILITY_DIFFERS"),
    ]


def test_documents_are_looked_at_in_the_same_way() -> None:
    assert faults_of(death_notice(hoTen=..., ngayTv="now"), FileKind.DEATH_NOTICE) == [
        ("DEATH_NOTICE.hoTen", "TAG_REQUIRED"),
        ("DEATH_NOTICE.ngayTv", "TAG_MALFORMED"),
    ]
    assert faults_of(certificates(SO_CT=..., TU_NGAY="2022"), FileKind.CERTIFICATE) == [
        ("CT07.SO_CT", "TAG_REQUIRED"),
        ("CT07.TU_NGAY", "TAG_MALFORMED"),
    ]


def test_what_a_program_does_wrong_in_every_dossier_is_told_once() -> None:
    assert faults_of(claim(*[summary(MA_LK="hai phần")] * 30)) == [("XML1.MA_LK", "TAG_MALFORMED")]


def test_no_more_is_told_than_somebody_reads() -> None:
    dossiers = [summary(MA_CSKCB=f"{number:05}") for number in range(90)]

    assert len(faults_of(claim(*dossiers))) == 50


@pytest.mark.parametrize("moment", ["202201050901", "202201052359"])
def test_a_hospital_whose_clock_is_ahead_on_the_same_day_is_heard(moment: str) -> None:
    contents = contents_of(Origin(FileKind.CLAIM, HOSPITAL, NOW), claim(summary(NGAY_RA=moment)))

    assert [found.treatment.visit for found in contents.treatments] == ["LK-1"]


@pytest.mark.parametrize(
    ("moment", "english", "vietnamese"),
    [
        ("202201060000", "NGAY_RA in XML1 is after today.", "NGAY_RA trong XML1 sau ngày hôm nay."),
        ("202201020800", "NGAY_RA in XML1 is before NGAY_VAO.", "NGAY_RA trong XML1 trước NGAY_VAO."),
    ],
)
def test_times_that_contradict_are_told_by_what_they_contradict(moment: str, english: str, vietnamese: str) -> None:
    with pytest.raises(Fault) as refused:
        contents_of(Origin(FileKind.CLAIM, HOSPITAL, NOW), claim(summary(NGAY_RA=moment)))

    assert (refused.value.message, refused.value.message_vi) == (english, vietnamese)
