"""The tables of docs/matching.md, run as they stand."""

from collections.abc import Iterator

import pytest
from tests.matching.published import as_date, expected, published

from lienthong_emulator.matching import (
    CODE_RULE,
    DATE_RULE,
    NAME_RULE,
    DateReason,
    Departure,
    Normalization,
    Outcome,
    PlaceReason,
    Provenance,
    compare_dates,
    compare_exact,
    compare_names,
)

ALWAYS = {(Outcome.MATCH, ""), (Outcome.MISMATCH, ""), (Outcome.NOT_HELD, ""), (Outcome.NOT_COMPARED, "")}
PARTIAL_DATES = set(DateReason) - {DateReason.DAY_MONTH_SWAPPED, DateReason.ID_NUMBER_CONFLICT}


@pytest.mark.parametrize(("claim", "held", "outcome", "reasons"), published("name"), ids=ascii)
def test_names_compare_as_published(claim: str, held: str, outcome: str, reasons: str) -> None:
    assert compare_names(claim, held) == expected(outcome, reasons, NAME_RULE)


@pytest.mark.parametrize(("claim", "number", "held", "outcome", "reasons"), published("birth date"), ids=ascii)
def test_birth_dates_compare_as_published(claim: str, number: str, held: str, outcome: str, reasons: str) -> None:
    held_date, _, defaulted = held.partition(", ")
    compared = compare_dates(
        as_date(claim),
        as_date(held_date),
        held_provenance=Provenance.DEFAULTED_1_JAN if defaulted else Provenance.RECORDED,
        number_year=int(number) if number else None,
    )
    assert compared == expected(outcome, reasons, DATE_RULE)


@pytest.mark.parametrize(("claim", "held", "outcome", "reasons"), published("code"), ids=ascii)
def test_codes_compare_as_published(claim: str, held: str, outcome: str, reasons: str) -> None:
    assert compare_exact(claim, held) == expected(outcome, reasons, CODE_RULE)


@pytest.mark.parametrize(
    ("field", "possible"),
    [
        pytest.param(
            "name",
            ALWAYS
            | {(Outcome.MATCH_NORMALIZED, reason) for reason in Normalization}
            | {(Outcome.PARTIAL, reason) for reason in Departure},
            id="name",
        ),
        pytest.param(
            "birth date",
            ALWAYS
            | {(Outcome.PARTIAL, reason) for reason in PARTIAL_DATES}
            | {(Outcome.MISMATCH, DateReason.DAY_MONTH_SWAPPED)}
            | {
                (outcome, DateReason.ID_NUMBER_CONFLICT)
                for outcome in (Outcome.MATCH, Outcome.PARTIAL, Outcome.MISMATCH, Outcome.NOT_HELD)
            },
            id="birth date",
        ),
        pytest.param("code", ALWAYS, id="code"),
        pytest.param("place", ALWAYS | {(Outcome.PARTIAL, PlaceReason.HELD_LESS_EXACT)}, id="place"),
        pytest.param("number", ALWAYS, id="number"),
    ],
)
def test_every_outcome_and_reason_is_published(field: str, possible: set[tuple[Outcome, str]]) -> None:
    assert set(_verdicts(field)) == possible


def _verdicts(field: str) -> Iterator[tuple[Outcome, str]]:
    for *_, outcome, reasons in published(field):
        for reason in reasons.split(", "):
            yield Outcome[outcome], reason


def test_only_a_match_is_a_yes() -> None:
    assert {outcome for outcome in Outcome if outcome.is_positive} == {
        Outcome.MATCH,
        Outcome.MATCH_NORMALIZED,
    }
