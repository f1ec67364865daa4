"""What concerns one fund."""

import pytest

from lienthong_emulator.insurance.contributions.domain import (
    GOES_ON,
    Benefit,
    BenefitKind,
    Contribution,
    Fund,
    History,
    Month,
    managing_agency,
)


def paid_in(funds: Fund) -> Contribution:
    return Contribution(
        participant_key=1, first_month=Month(202101), funds=funds, last_month=GOES_ON, unit_code="", salary=0
    )


def paid_out(kind: BenefitKind) -> Benefit:
    return Benefit(participant_key=1, first_month=Month(202101), kind=kind, last_month=Month(202101), amount=1, days=0)


@pytest.mark.parametrize(
    ("fund", "contributions", "benefits"),
    [
        pytest.param(Fund.SOCIAL, 1, [BenefitKind.OLD_AGE, BenefitKind.SICKNESS, BenefitKind.LUMP_SUM], id="social"),
        pytest.param(Fund.ACCIDENT, 1, [BenefitKind.ACCIDENT, BenefitKind.ACCIDENT_ONCE], id="accidents"),
        pytest.param(Fund.HEALTH, 2, [BenefitKind.TREATMENT], id="health"),
        pytest.param(Fund.UNEMPLOYMENT, 0, [BenefitKind.UNEMPLOYMENT, BenefitKind.JOB_TRAINING], id="unemployment"),
    ],
)
def test_a_history_is_told_fund_by_fund(fund: Fund, contributions: int, benefits: list[BenefitKind]) -> None:
    kinds = [
        BenefitKind.OLD_AGE,
        BenefitKind.ACCIDENT,
        BenefitKind.SICKNESS,
        BenefitKind.UNEMPLOYMENT,
        BenefitKind.LUMP_SUM,
        BenefitKind.ACCIDENT_ONCE,
        BenefitKind.TREATMENT,
        BenefitKind.JOB_TRAINING,
    ]
    whole = History(
        [paid_in(Fund.SOCIAL | Fund.ACCIDENT | Fund.HEALTH), paid_in(Fund.HEALTH)], [paid_out(kind) for kind in kinds]
    )

    found = whole.of(fund)

    assert len(found.contributions) == contributions
    assert [benefit.kind for benefit in found.benefits] == benefits


def test_whom_no_unit_declares_is_managed_by_the_province() -> None:
    assert managing_agency("79") == "07900"
