"""What was deducted and not paid in, unit by unit."""

from lienthong_emulator.tax.unpaid_deductions.domain import Owed, UnpaidDeduction, unpaid

AN_PHAT, SONG_HONG, LAN, HUNG, HOA = "0309900172", "0100109106", "8019900175", "8019900182", "8019900199"


def owed(person: str, remaining: int, unit: str = "TA0001A", employer: str = AN_PHAT) -> Owed:
    return Owed(unit, "An Phát", employer, person, remaining)


def test_people_of_a_unit_count_together_each_with_the_smaller_sum() -> None:
    rows = [owed(LAN, 3_050_000), owed(HUNG, 500_000)]
    (found,) = unpaid(rows, {(AN_PHAT, LAN): 1_050_000, (AN_PHAT, HUNG): 945_000})

    assert found == UnpaidDeduction(
        employer_tax_code=AN_PHAT,
        unit_name="An Phát",
        unit_code="TA0001A",
        people=2,
        deducted=1_995_000,
        remaining=3_550_000,
        kept_back=1_550_000,
    )


def test_who_is_paid_for_or_kept_nothing_back_is_left_out() -> None:
    rows = [owed(LAN, 0), owed(HUNG, 3_050_000), owed(HOA, 3_050_000)]

    assert list(unpaid(rows, {(AN_PHAT, LAN): 1_050_000, (AN_PHAT, HUNG): 0})) == []


def test_what_another_employer_deducted_is_not_this_ones() -> None:
    assert list(unpaid([owed(LAN, 3_050_000)], {(SONG_HONG, LAN): 1_050_000})) == []


def test_units_come_one_by_one_in_their_order() -> None:
    rows = [owed(LAN, 1, "TA0001A"), owed(HUNG, 1, "TA0002A")]
    deducted = {(AN_PHAT, LAN): 5, (AN_PHAT, HUNG): 5}

    assert [one.unit_code for one in unpaid(rows, deducted)] == ["TA0001A", "TA0002A"]
