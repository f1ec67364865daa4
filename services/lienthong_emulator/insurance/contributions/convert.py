"""Between the domain and the wire."""

from typing import cast

from google.type import date_pb2

from lienthong.insurance.v1 import history_pb2, participant_pb2
from lienthong_emulator.insurance.contributions.domain import (
    Benefit,
    Contribution,
    Fund,
    History,
    Month,
    SocialInsurance,
    UnemploymentInsurance,
)
from lienthong_emulator.insurance.provenance import original

FUNDS = {
    Fund.SOCIAL: history_pb2.FUND_SOCIAL,
    Fund.ACCIDENT: history_pb2.FUND_ACCIDENT,
    Fund.HEALTH: history_pb2.FUND_HEALTH,
    Fund.UNEMPLOYMENT: history_pb2.FUND_UNEMPLOYMENT,
}


def social_insurance_to_proto(
    si_number: str, found: SocialInsurance, history: History
) -> participant_pb2.SocialInsurance:
    return participant_pb2.SocialInsurance(
        social_insurance_number=si_number,
        managing_agency=found.managing_agency,
        unit_code=found.unit_code,
        object=cast("participant_pb2.SocialInsuranceObject.ValueType", found.object.value),
        payment_months=found.payment_months,
        tax_code=found.tax_code,
        history=history_to_proto(history.of(Fund.SOCIAL)),
        accident_history=history_to_proto(history.of(Fund.ACCIDENT)),
        provenance=original(found.confirm_date),
    )


def unemployment_insurance_to_proto(
    found: UnemploymentInsurance, history: History, reserved_months: int
) -> participant_pb2.UnemploymentInsurance:
    return participant_pb2.UnemploymentInsurance(
        reserved_months=reserved_months,
        history=history_to_proto(history.of(Fund.UNEMPLOYMENT)),
        provenance=original(found.confirm_date),
    )


def history_to_proto(history: History) -> history_pb2.History:
    return history_pb2.History(
        contributions=[_contribution(period) for period in history.contributions],
        benefits=[_benefit(period) for period in history.benefits],
    )


def _contribution(period: Contribution) -> history_pb2.ContributionPeriod:
    return history_pb2.ContributionPeriod(
        first_month=_month(period.first_month),
        last_month=_month(period.last_month),
        funds=[told for fund, told in FUNDS.items() if fund in period.funds],
        unit_code=period.unit_code,
        salary=period.salary,
    )


def _benefit(period: Benefit) -> history_pb2.BenefitPeriod:
    return history_pb2.BenefitPeriod(
        first_month=_month(period.first_month),
        last_month=_month(period.last_month),
        kind=cast("history_pb2.BenefitKind.ValueType", period.kind.value),
        amount=period.amount,
        days=period.days,
    )


def _month(month: Month) -> date_pb2.Date | None:
    return date_pb2.Date(year=month // 100, month=month % 100) if month else None
