"""What a verification comes to: the differences that the offices know, one for each, and none where nobody is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.insurance.reconciliation.domain import (
    CARD,
    DEATH,
    NUMBER,
    SI_NUMBER,
    Answer,
    Finding,
    Own,
    findings,
    is_over,
)
from lienthong_emulator.insurance.registry.domain import is_same_person
from lienthong_emulator.matching import Comparison, Number, Outcome, PartialDate, Place, Subject

HOA = Number(PERSONAL_NUMBER, "901193000017")
MOTHER = Number(PERSONAL_NUMBER, "901165000017")


def own(**otherwise: Any) -> Own:
    """Hoà, as insurance holds her."""
    held: dict[str, Any] = {
        "key": 115000017,
        "number": HOA,
        "full_name": "Nguyễn Thị Hoà",
        "birth": PartialDate(1993, 5),
        "sex": 2,
        "residence": Place("01", "005", "00166"),
        "died": "",
        "mother": MOTHER,
    }
    return Own(**{**held, **otherwise})


def answer(subject: Subject | None = Subject.FOUND, **fields: tuple[Outcome, tuple[str, ...]]) -> Answer:
    return Answer(
        subject, {field: Comparison(outcome, reasons, "rule-1") for field, (outcome, reasons) in fields.items()}
    )


MATCH, NORMALIZED = (Outcome.MATCH, ()), (Outcome.MATCH_NORMALIZED, ("TONE_PLACEMENT",))
PARTIAL, MISMATCH = (Outcome.PARTIAL, ("DIACRITICS_DROPPED",)), (Outcome.MISMATCH, ())
NOTHING, LACKING = (Outcome.NOT_COMPARED, ()), (Outcome.NOT_COMPARED, ("HELD_HERE",))


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(answer(full_name=MATCH, birth_date=MATCH, mother=MATCH), id="the same"),
        pytest.param(answer(full_name=NORMALIZED), id="written otherwise"),
        pytest.param(answer(full_name=MATCH, mother=NOTHING), id="nothing on both sides"),
    ],
)
def test_where_all_agree_there_is_nothing(said: Answer) -> None:
    assert findings(own(), said) == []


@pytest.mark.parametrize(
    ("said", "field", "found", "value"),
    [
        pytest.param(answer(full_name=PARTIAL), "full_name", PARTIAL, "Nguyễn Thị Hoà", id="name"),
        pytest.param(answer(birth_date=MISMATCH), "birth_date", MISMATCH, "1993-05", id="birth date, as far as known"),
        pytest.param(answer(sex=MISMATCH), "sex", MISMATCH, "2", id="sex"),
        pytest.param(answer(residence=MISMATCH), "residence", MISMATCH, "00166", id="residence"),
        pytest.param(answer(mother=MISMATCH), "mother", MISMATCH, MOTHER.value, id="mother"),
        pytest.param(
            answer(full_name=(Outcome.UNDER_REVIEW, ())),
            "full_name",
            (Outcome.UNDER_REVIEW, ()),
            "Nguyễn Thị Hoà",
            id="under review",
        ),
    ],
)
def test_each_field_that_differs_is_one(
    said: Answer, field: str, found: tuple[Outcome, tuple[str, ...]], value: str
) -> None:
    assert findings(own(), said) == [Finding(field=field, outcome=found[0], reasons=found[1], value=value)]


def test_what_insurance_lacks_is_not_held() -> None:
    assert findings(own(mother=None), answer(mother=LACKING)) == [
        Finding(field="mother", outcome=Outcome.NOT_HELD, reasons=("HELD_HERE",))
    ]


@pytest.mark.parametrize(
    "found",
    [
        pytest.param((Outcome.PARTIAL, ("DEFAULTED_1_JAN",)), id="the first of January for a year"),
        pytest.param((Outcome.NOT_HELD, ()), id="population holds none"),
    ],
)
def test_where_nobody_is_wrong_and_nobody_can_say_yes_it_is_told_and_no_discrepancy(
    found: tuple[Outcome, tuple[str, ...]],
) -> None:
    (told,) = findings(own(), answer(birth_date=found))

    assert (told.field, told.outcome, told.is_discrepancy) == ("birth_date", found[0], False)


def test_without_a_number_nobody_is_asked() -> None:
    assert findings(own(number=None), answer(None)) == [
        Finding(field=NUMBER, outcome=Outcome.NOT_COMPARED, is_discrepancy=False)
    ]


@pytest.mark.parametrize("subject", [Subject.NOT_FOUND, Subject.AMBIGUOUS])
def test_a_number_that_leads_to_no_one_person_is_the_difference(subject: Subject) -> None:
    assert findings(own(), answer(subject)) == [Finding(field=NUMBER, subject=subject, value=HOA.value)]


def test_somebody_else_under_the_number_is_one_difference_and_not_many() -> None:
    said = answer(full_name=MISMATCH, birth_date=MISMATCH, sex=MISMATCH, mother=LACKING)

    assert findings(own(), said) == [Finding(field=NUMBER, outcome=Outcome.MISMATCH, value=HOA.value)]


def test_an_old_number_is_a_difference_beside_the_fields() -> None:
    subject = Subject.SUPERSEDED_IDENTIFIER

    assert findings(own(), answer(subject, sex=MISMATCH)) == [
        Finding(field=NUMBER, subject=subject, value=HOA.value),
        Finding(field="sex", outcome=Outcome.MISMATCH, value="2"),
    ]


@pytest.mark.parametrize(
    ("is_dead", "subject", "differs"),
    [
        pytest.param(False, Subject.DECEASED, True, id="dead there"),
        pytest.param(True, Subject.FOUND, True, id="dead here"),
        pytest.param(True, Subject.DECEASED, False, id="dead in both"),
    ],
)
def test_a_death_that_one_does_not_know(is_dead: bool, subject: Subject, differs: bool) -> None:
    died = "2022-01-04" if is_dead else ""
    found = findings(own(died=died), answer(subject, full_name=MATCH))

    assert found == ([Finding(field=DEATH, subject=subject, value=died)] if differs else [])


@pytest.mark.parametrize(("has_two_cards", "field"), [(False, SI_NUMBER), (True, CARD)])
def test_who_is_held_twice_is_one_difference_told_of_the_first_record(has_two_cards: bool, field: str) -> None:
    records = {key: own(key=key, again=(1, 2), has_two_cards=has_two_cards) for key in (1, 2)}
    said = answer(full_name=MATCH, mother=LACKING)
    first, second = (findings(record, said) for record in records.values())

    told = Finding(field=field, subject=Subject.AMBIGUOUS, value="0000000001 0000000002")
    assert first == [told]
    assert [(one.kind, one.about) for one in second] == [(told.kind, 1)]


@pytest.mark.parametrize(
    ("name", "birth", "is_same"),
    [
        pytest.param("Nguyễn Thị Hoà", PartialDate(1960, 1, 2), True, id="another birth date"),
        pytest.param("Trần Văn Hùng", PartialDate(1993, 5), True, id="another name"),
        pytest.param("Trần Văn Hùng", PartialDate(1960, 1, 2), False, id="both others"),
    ],
)
def test_two_are_one_person_unless_name_and_birth_date_are_both_others(
    name: str, birth: PartialDate, is_same: bool
) -> None:
    assert is_same_person(("Nguyễn Thị Hòa", PartialDate(1993, 5)), (name, birth)) is is_same


UNDER_REVIEW = (Outcome.UNDER_REVIEW, ())


@pytest.mark.parametrize(
    ("field", "held", "said", "over"),
    [
        pytest.param("full_name", own(), answer(full_name=MATCH), True, id="a name that agrees"),
        pytest.param("full_name", own(), answer(full_name=MISMATCH), True, id="a name that differs otherwise now"),
        pytest.param("full_name", own(), answer(full_name=UNDER_REVIEW), False, id="a name that is under review"),
        pytest.param("full_name", own(), answer(sex=MATCH), False, id="a name that nobody was asked about"),
        pytest.param("full_name", own(), answer(None), False, id="somebody nobody was asked about"),
        pytest.param("full_name", own(), answer(Subject.NOT_FOUND), False, id="somebody who is not found"),
        pytest.param(
            "full_name", own(), answer(full_name=MISMATCH, birth_date=MISMATCH), False, id="the number of another"
        ),
        pytest.param(NUMBER, own(), answer(full_name=MATCH), True, id="a number that leads to the person"),
        pytest.param(NUMBER, own(), answer(Subject.AMBIGUOUS), False, id="a number of two"),
        pytest.param(DEATH, own(), answer(full_name=MATCH), True, id="a death that was taken back"),
        pytest.param(CARD, own(), answer(None), True, id="two records of which one is gone"),
        pytest.param(CARD, own(again=(1, 2)), answer(full_name=MATCH), False, id="two records"),
        pytest.param("sex", own(again=(1, 2)), answer(sex=MATCH), False, id="which record stands is not decided"),
    ],
)
def test_what_was_told_before_is_over_where_something_else_can_be_said(
    field: str, held: Own, said: Answer, *, over: bool
) -> None:
    assert is_over(field, held, said) is over
