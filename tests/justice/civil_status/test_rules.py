"""What keeps a parent from being confirmed. The checks of a declaration are tested over the wire."""

import pytest

from lienthong_emulator.justice.civil_status.domain import Parent
from lienthong_emulator.justice.civil_status.rules import Verdict, can_be_asked_about, objection_to
from lienthong_emulator.matching import Outcome, PartialDate
from lienthong_emulator.reference.addresses import Address

CMND, PASSPORT, CCCD, ARMY, POLICE, ARMED_FORCES = 1, 2, 4, 5, 6, 7
RIGHT = (Outcome.MATCH, ())


def parent(number: str = "", kind: int = 0, paper: str = "", nationality: str = "VN") -> Parent:
    return Parent(
        full_name="Nguyễn Thị Lan",
        birth_date=PartialDate(1993, 5, 17),
        nationality=nationality,
        personal_number=number,
        paper_kind=kind,
        paper_number=paper,
        residence=Address(),
    )


LAN = parent(number="901193000017")


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        pytest.param(LAN, True, id="a citizen with a number"),
        pytest.param(parent(kind=CMND, paper="999000456"), True, id="a citizen with a CMND"),
        pytest.param(parent(kind=CMND, paper="999000456", nationality=""), True, id="a nationality not said"),
        pytest.param(parent(kind=PASSPORT, paper="TK1234567", nationality="JP"), False, id="a foreigner"),
        pytest.param(parent(number="901193000017", nationality="JP"), True, id="a foreigner with a personal number"),
        pytest.param(parent(nationality="JP"), False, id="a foreigner without papers"),
    ],
)
def test_population_is_asked_about_whom_it_can_know(who: Parent, asked: bool) -> None:
    assert can_be_asked_about(who) is asked


@pytest.mark.parametrize("subject", ["FOUND", "SUPERSEDED_IDENTIFIER", "DECEASED"])
def test_a_parent_found_and_alike_is_confirmed(subject: str) -> None:
    """An old number is a number, and one who has died is a parent all the same."""
    verdict = Verdict(subject, {"full_name": RIGHT, "birth_date": RIGHT, "sex": RIGHT})

    assert objection_to("mother", LAN, verdict) is None


@pytest.mark.parametrize(
    ("field", "outcome", "reasons"),
    [
        pytest.param("full_name", Outcome.MATCH_NORMALIZED, ("UNICODE_FORM",), id="a name written otherwise"),
        pytest.param("full_name", Outcome.NOT_HELD, (), id="a name not held"),
        pytest.param("birth_date", Outcome.PARTIAL, ("CLAIM_YEAR_ONLY",), id="the year claimed"),
        pytest.param("birth_date", Outcome.PARTIAL, ("HELD_YEAR_ONLY",), id="the year held"),
        pytest.param("birth_date", Outcome.PARTIAL, ("DEFAULTED_1_JAN",), id="1 January for a year"),
        pytest.param("birth_date", Outcome.PARTIAL, ("HELD_DEFAULTED",), id="a year put as 1 January"),
        pytest.param("sex", Outcome.NOT_COMPARED, (), id="a sex not compared"),
    ],
)
def test_this_is_enough_of_a_parent(field: str, outcome: Outcome, reasons: tuple[str, ...]) -> None:
    assert objection_to("mother", LAN, Verdict("FOUND", {field: (outcome, reasons)})) is None


@pytest.mark.parametrize(
    ("field", "outcome", "reasons", "named"),
    [
        pytest.param("full_name", Outcome.MISMATCH, (), "full_name", id="another name"),
        pytest.param("full_name", Outcome.PARTIAL, ("DIACRITICS_DROPPED",), "full_name", id="a name nearly alike"),
        pytest.param("birth_date", Outcome.MISMATCH, (), "birth_date", id="another day"),
        pytest.param("birth_date", Outcome.PARTIAL, ("CLAIM_WITHOUT_DAY",), "birth_date", id="a month without day"),
        pytest.param(
            *("birth_date", Outcome.PARTIAL, ("CLAIM_YEAR_ONLY", "ID_NUMBER_CONFLICT"), "birth_date"),
            id="a year that contradicts the number",
        ),
        pytest.param("full_name", Outcome.UNDER_REVIEW, (), "full_name", id="under review"),
        pytest.param("sex", Outcome.MISMATCH, (), "personal_number", id="the number of another sex"),
    ],
)
def test_this_is_not_enough_of_a_parent(field: str, outcome: Outcome, reasons: tuple[str, ...], named: str) -> None:
    no = objection_to("father", LAN, Verdict("FOUND", {"sex": RIGHT, field: (outcome, reasons)}))

    assert no is not None
    assert (no.reason, no.field) == ("PARENT_NOT_CONFIRMED", f"declaration.father.{named}")
    assert no.facts["outcome"] == ", ".join([outcome, *reasons])


@pytest.mark.parametrize(
    ("who", "named"),
    [
        pytest.param(LAN, "personal_number", id="a personal number"),
        pytest.param(parent(kind=CMND, paper="999000456"), "paper.number", id="a CMND"),
        pytest.param(parent(number="901193000017", kind=ARMY, paper="QN1"), "personal_number", id="a number beside it"),
    ],
)
def test_a_number_that_nobody_carries_is_named(who: Parent, named: str) -> None:
    no = objection_to("mother", who, Verdict("NOT_FOUND", {}))

    assert no is not None
    assert (no.reason, no.field) == ("PARENT_NOT_FOUND", f"declaration.mother.{named}")


@pytest.mark.parametrize("kind", [ARMY, POLICE, ARMED_FORCES])
def test_papers_of_the_armed_forces_are_held_elsewhere(kind: int) -> None:
    assert objection_to("father", parent(kind=kind, paper="QN1234567"), Verdict("NOT_FOUND", {})) is None


def test_a_number_that_two_carry_confirms_nobody() -> None:
    no = objection_to("father", parent(kind=CMND, paper="990000777"), Verdict("AMBIGUOUS", {}))

    assert no is not None
    assert (no.reason, no.field) == ("PARENT_NOT_CONFIRMED", "declaration.father.paper.number")
    assert no.message == "The population database does not confirm the father's number (AMBIGUOUS)."
    assert no.message_vi == "Cơ sở dữ liệu dân cư không xác nhận số giấy tờ của cha (AMBIGUOUS)."
