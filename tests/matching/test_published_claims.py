"""The tables of docs/matching.md about whole claims, run as they stand."""

from __future__ import annotations

from typing import Any

import pytest
from tests.matching.published import as_date, expected, published

from lienthong_emulator.matching import (
    NUMBER_RULE,
    PERSON_FIELDS,
    PLACE_RULE,
    Claim,
    Comparison,
    Held,
    Number,
    Outcome,
    Place,
    Provenance,
    Subject,
    asked_about,
    compare,
    compare_numbers,
    compare_places,
    is_confirmed,
    judge,
    withheld,
)

KINDS = {"PERSONAL_NUMBER": 1, "CMND": 2}
LAN = Number(1, "901193000017")
PLACES = {"hometown", "residence"}
PARENTS = {"mother", "father"}
CODES = ("social_insurance_number", "card_number", "initial_facility", "unit_code", "tax_code")
EVERY_FIELD = frozenset((*PERSON_FIELDS, *CODES))


def place(text: str) -> Place:
    return Place(*(code.strip("-") for code in text.split()))


def number(text: str) -> Number:
    kind, value = text.split()
    return Number(KINDS[kind], value)


def numbers(text: str) -> list[Number]:
    return [number(one) for one in text.split(", ") if one]


@pytest.mark.parametrize(("claim", "held", "outcome", "reasons"), published("place"), ids=ascii)
def test_places_compare_as_published(claim: str, held: str, outcome: str, reasons: str) -> None:
    assert compare_places(place(claim), place(held)) == expected(outcome, reasons, PLACE_RULE)


@pytest.mark.parametrize(("claim", "held", "outcome", "reasons"), published("number"), ids=ascii)
def test_numbers_compare_as_published(claim: str, held: str, outcome: str, reasons: str) -> None:
    claimed = number(claim) if claim else None
    assert compare_numbers(claimed, numbers(held)) == expected(outcome, reasons, NUMBER_RULE)


@pytest.mark.parametrize(
    ("field", "asked", "claim", "held", "outcome", "reasons", "rule"), published("claim"), ids=ascii
)
def test_fields_of_a_claim_compare_as_published(
    *, field: str, asked: str, claim: str, held: str, outcome: str, reasons: str, rule: str
) -> None:
    found = compare(
        claim_of(field, claim),
        held_of(field, held),
        mask={field},
        permitted=EVERY_FIELD - {field} if asked == "refused" else EVERY_FIELD,
        under_review={field} if asked == "reviewed" else frozenset(),
    )
    assert found == {field: expected(outcome, reasons, rule)}


def claim_of(field: str, text: str) -> Claim:
    if field in CODES:
        return Claim(number=LAN, codes=dict.fromkeys(CODES, "") | {field: text})
    given: dict[str, Any] = {field: said(field, text)} if text else {}
    return Claim(number=LAN, codes=dict.fromkeys(CODES, ""), **given)


def said(field: str, text: str) -> Any:
    if field in PARENTS:
        return number(text)
    return value_of(field, text)


def held_of(field: str, text: str) -> Held:
    if field in CODES:
        return Held(codes={field: text})
    day, _, defaulted = text.partition(", ")
    provenance = Provenance.DEFAULTED_1_JAN if defaulted else Provenance.RECORDED
    known: dict[str, Any] = {field: numbers(text) if field in PARENTS else value_of(field, day)} if text else {}
    return Held(birth_provenance=provenance, **known)


def value_of(field: str, text: str) -> Any:
    if field == "birth_date":
        return as_date(text)
    if field in PLACES:
        return place(text)
    return int(text) if field == "sex" else text


@pytest.mark.parametrize(("carriers", "fields", "subject", "confirmed"), published("subject"), ids=ascii)
def test_subjects_are_judged_as_published(carriers: str, fields: str, subject: str, confirmed: str) -> None:
    judged = judge([("old" in carrier, "dead" in carrier) for carrier in carriers.split(", ") if carrier])
    outcomes = [Outcome[outcome] for outcome in fields.split(", ") if outcome]
    compared = {str(place): Comparison(outcome, (), "") for place, outcome in enumerate(outcomes)}

    assert judged is Subject[subject]
    assert is_confirmed(judged, compared) is (confirmed == "yes")


def test_every_field_is_published_with_every_outcome_that_each_has() -> None:
    everywhere = {"MATCH", "MISMATCH", "NOT_HELD", "NOT_COMPARED", "NOT_COMPARED HELD_HERE", "NOT_PERMITTED"}
    found: dict[str, set[str]] = {}
    for field, _, _, _, outcome, reasons, _ in published("claim"):
        found.setdefault(field, set()).add(f"{outcome} {reasons}".strip())

    assert found.keys() == EVERY_FIELD
    assert all(outcomes >= everywhere | {"UNDER_REVIEW"} for outcomes in found.values())


def test_every_subject_is_published() -> None:
    assert {subject for _, _, subject, _ in published("subject")} == {subject.name for subject in Subject}


def test_without_a_mask_what_is_given_is_asked_about_in_the_order_of_the_contract() -> None:
    claim = Claim(number=LAN, sex=2, full_name="Nguyễn Thị Lan", codes={"card_number": "", "unit_code": "TA0001A"})

    assert asked_about(claim, ()) == ["full_name", "sex", "unit_code"]
    assert list(compare(claim, Held(), permitted=EVERY_FIELD)) == ["full_name", "sex", "unit_code"]


def test_a_mask_asks_about_what_it_names_and_nothing_else() -> None:
    claim = Claim(number=LAN, sex=2, full_name="Nguyễn Thị Lan", codes={"card_number": "", "unit_code": "TA0001A"})

    assert asked_about(claim, {"card_number", "residence", "sex"}) == ["sex", "residence", "card_number"]


def test_what_is_refused_needs_nobody_to_be_found() -> None:
    assert withheld(["full_name", "unit_code"], {"full_name"}) == {
        "unit_code": Comparison(Outcome.NOT_PERMITTED, (), "exact-1")
    }
