import pytest

from lienthong_emulator.matching import DATE_RULE, Comparison, Outcome, PartialDate, Provenance, compare_dates

LAN = PartialDate(1985, 3, 12)
NEW_YEAR = PartialDate(1985, 1, 1)
YEAR = PartialDate(1985)
DEFAULTED = Provenance.DEFAULTED_1_JAN
RECORDED = Provenance.RECORDED


@pytest.mark.parametrize(
    ("claim", "held", "provenance", "outcome", "reasons"),
    [
        pytest.param(LAN, LAN, RECORDED, Outcome.MATCH, (), id="full = full"),
        pytest.param(LAN, YEAR, RECORDED, Outcome.PARTIAL, ("HELD_YEAR_ONLY",), id="full, year only held"),
        pytest.param(YEAR, LAN, RECORDED, Outcome.PARTIAL, ("CLAIM_YEAR_ONLY",), id="year only, full held"),
        pytest.param(NEW_YEAR, YEAR, RECORDED, Outcome.PARTIAL, ("DEFAULTED_1_JAN",), id="1 Jan, year only held"),
        pytest.param(NEW_YEAR, NEW_YEAR, DEFAULTED, Outcome.PARTIAL, ("DEFAULTED_1_JAN",), id="1 Jan, defaulted held"),
        pytest.param(LAN, NEW_YEAR, DEFAULTED, Outcome.PARTIAL, ("HELD_DEFAULTED",), id="d Mon, defaulted held"),
        pytest.param(PartialDate(1985, 12, 3), LAN, RECORDED, Outcome.MISMATCH, ("DAY_MONTH_SWAPPED",), id="swapped"),
        pytest.param(PartialDate(1986, 3, 12), LAN, RECORDED, Outcome.MISMATCH, (), id="other year"),
    ],
)
def test_birth_dates_compare_as_specified(
    claim: PartialDate,
    held: PartialDate,
    provenance: Provenance,
    outcome: Outcome,
    reasons: tuple[str, ...],
) -> None:
    plain = compare_dates(claim, held, held_provenance=provenance, number_year=claim.year)
    conflicting = compare_dates(claim, held, held_provenance=provenance, number_year=claim.year + 1)
    assert plain == Comparison(outcome, reasons, DATE_RULE)
    assert conflicting == Comparison(outcome, (*reasons, "ID_NUMBER_CONFLICT"), DATE_RULE)


def test_a_recorded_first_of_january_is_a_birthday_like_any_other() -> None:
    assert compare_dates(NEW_YEAR, NEW_YEAR).outcome is Outcome.MATCH
    assert compare_dates(LAN, NEW_YEAR).outcome is Outcome.MISMATCH


def test_a_date_whose_day_and_month_are_one_number_cannot_be_swapped() -> None:
    assert compare_dates(PartialDate(1985, 5, 5), PartialDate(1985, 5, 5)).outcome is Outcome.MATCH


def test_nothing_but_equal_dates_is_a_yes() -> None:
    dates = [PartialDate(year, month) for year in (1984, 1985) for month in range(13)]
    dates += [PartialDate(1985, month, day) for month in range(1, 13) for day in range(1, 13)]
    wrong = [(a, b) for a in dates for b in dates if compare_dates(a, b).outcome.is_positive != (a == b)]
    assert not wrong


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        pytest.param(0, 0, 0, id="no year"),
        pytest.param(1985, 0, 12, id="a day without its month"),
        pytest.param(1985, 13, 0, id="a thirteenth month"),
        pytest.param(1985, 2, 29, id="29 February of a common year"),
        pytest.param(1985, 3, -1, id="a day before the first"),
    ],
)
def test_what_no_calendar_has_is_no_date(year: int, month: int, day: int) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate(year, month, day)
