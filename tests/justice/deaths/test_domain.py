"""Death dossiers: what is late, and what tells one dead person from another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lienthong_emulator.justice.deaths.domain import Deceased, registered_kind
from lienthong_emulator.matching import PartialDate

LOC = Deceased(
    full_name="Nguyễn Văn Lộc",
    sex=1,
    birth_date=PartialDate(1955, 6, 30),
    nationality="VN",
    paper_kind=4,
    paper_number="901055000156",
    death_date=date(2022, 1, 4),
)
ON_TIME, AGAIN, LATE = 1, 2, 4


@pytest.mark.parametrize(
    ("declared", "today", "kind"),
    [
        pytest.param(LATE, date(2022, 1, 19), ON_TIME, id="the fifteenth day"),
        pytest.param(ON_TIME, date(2022, 1, 20), LATE, id="the sixteenth"),
        pytest.param(AGAIN, date(2022, 6, 1), AGAIN, id="again"),
    ],
)
def test_late_is_told_by_the_dates(declared: int, today: date, kind: int) -> None:
    assert registered_kind(declared, LOC.death_date, today) == kind


def test_a_number_tells_who_died_and_else_name_and_birth_date() -> None:
    unknown = replace(LOC, paper_kind=0, paper_number="")

    assert LOC.key() == "901055000156"
    assert unknown.key() == replace(unknown, full_name="NGUYỄN VĂN LỘC").key()
    assert unknown.key() != replace(unknown, birth_date=PartialDate(1955)).key()


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        pytest.param({}, True, id="a citizen"),
        pytest.param({"nationality": ""}, True, id="of no nationality that is said"),
        pytest.param({"nationality": "KR"}, False, id="a foreigner"),
        pytest.param({"paper_number": ""}, False, id="without a number"),
    ],
)
def test_population_knows_citizens_by_number(changes: dict[str, str], known: bool) -> None:
    assert replace(LOC, **changes).is_known_to_population is known  # type: ignore[arg-type] # texts all of them


def test_an_identity_card_shows_the_personal_number_and_a_cmnd_does_not() -> None:
    assert [replace(LOC, paper_kind=kind).personal_number for kind in (4, 1)] == ["901055000156", ""]
