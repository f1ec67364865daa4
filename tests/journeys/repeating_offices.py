"""More cases of calls that are made twice: deaths and marriages at justice, allowances, filings and changes at tax."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from google.type.date_pb2 import Date
from tests.facility_files import CERTIFICATE, HOSPITAL, certificates, submitted
from tests.journeys.filings import DECEMBER, Offices
from tests.journeys.mourning import Mourning, declaration_of
from tests.journeys.repeatable import Case, Prepare, same
from tests.journeys.repeating import INSURANCE, PORTAL
from tests.journeys.test_annexes import INSURANCE_FINDING, MAY_XUAN_THUY, TAX_FINDING
from tests.journeys.test_marriages import DUONG, TUAN, party

from lienthong.filing.v1 import annex_pb2
from lienthong.filing.v1.requests_pb2 import PublishAnnexRequest, RecordInspectionRequest
from lienthong.insurance.v1.benefit_service_pb2 import FileSicknessClaimRequest, PayBenefitClaimRequest
from lienthong.insurance.v1.tax_reconciliation_service_pb2 import ReconcileTaxRequest
from lienthong.justice.v1 import death_service_pb2 as deaths
from lienthong.justice.v1.marriage_service_pb2 import RegisterMarriageRequest
from lienthong.tax.v1 import taxpayer_change_service_pb2 as changes
from lienthong.tax.v1 import taxpayer_pb2
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from journeys.conftest import Commune, Dossier

TAX, COMMUNE = "agencies/tax", "communes/00166"
AN_PHAT = "0309900172"
CAU_GIAY = Address(province_code="01", district_code="005", commune_code="00166", detail="Số 9 Xuân Thủy")
DEATHS, CHANGES = "lienthong.justice.v1.DeathService", "lienthong.tax.v1.TaxpayerChangeService"
ANOTHER = ("etag", "another")


async def _file(_commune: Commune, _dossier: Dossier) -> Any:
    return deaths.FileDeathDossierRequest(linked_dossier_id="G23.01-220105-9001", declaration=declaration_of("van-loc"))


async def _returned(commune: Commune) -> str:
    """A dossier that population did not confirm."""
    wrong = declaration_of("van-loc", full_name="Nguyễn Văn Lục")
    return (await Mourning(commune).file(wrong, "G23.01-220105-9002")).name


async def _supplement(commune: Commune, _dossier: Dossier) -> Any:
    return deaths.SupplementDeathDossierRequest(name=await _returned(commune), declaration=declaration_of("van-loc"))


async def _withdraw(commune: Commune, _dossier: Dossier) -> Any:
    return deaths.WithdrawDeathDossierRequest(name=await _returned(commune))


async def _revoke(commune: Commune, _dossier: Dossier) -> Any:
    entered = await Mourning(commune).file(declaration_of("van-loc"), "G23.01-220105-9003")
    return deaths.RevokeDeathRecordRequest(name=entered.death_record.name, reason="Nhầm người cùng tên")


async def _pay(commune: Commune, _dossier: Dossier) -> Any:
    mourning = Mourning(commune)
    await mourning.file(declaration_of("van-loc"), "G23.01-220105-9004")
    (claim,) = await mourning.claims()
    return PayBenefitClaimRequest(name=claim.name)


async def _fall_ill(commune: Commune, _dossier: Dossier) -> Any:
    async with commune.house.client(world=commune.world, caller=f"facilities/{HOSPITAL}") as client:
        await submitted(client, CERTIFICATE, certificates())
    return FileSicknessClaimRequest(
        identity_number=IdentityNumber(value="0107000351"), certificate_number="CT07.01019.2022.000003"
    )


async def _reconcile(commune: Commune, _dossier: Dossier) -> Any:
    """Insurance has what tax says of the month."""
    async with (
        commune.house.client(world=commune.world, caller=TAX) as tax,
        commune.house.client(world=commune.world, caller=INSURANCE) as insurance,
    ):
        offices = Offices(tax, insurance)
        for kind in (annex_pb2.ANNEX_KIND_TAXPAYERS, annex_pb2.ANNEX_KIND_DEDUCTIONS):
            await offices.published(kind)
    return ReconcileTaxRequest(month=DECEMBER)


def _publish(kind: annex_pb2.AnnexKind.ValueType) -> Prepare:
    return same(PublishAnnexRequest(kind=kind, period=DECEMBER))


def _marriage() -> RegisterMarriageRequest:
    return RegisterMarriageRequest(registration_commune="00166", husband=party(TUAN), wife=party(DUONG))


def _organisation() -> changes.RegisterOrganisationRequest:
    return changes.RegisterOrganisationRequest(
        display_name="Công ty Hai Lần",
        head_office=CAU_GIAY,
        economic_type=taxpayer_pb2.ECONOMIC_TYPE_ENTERPRISE,
        founding_date=Date(year=2022, month=1, day=4),
    )


def _change(method: str, request: Any, other: tuple[str, Any] = ANOTHER) -> tuple[str, Case]:
    return f"{CHANGES}.{method}", Case("taxpayer_changes", method, TAX, same(request), other)


CASES: Mapping[str, Case] = {
    f"{DEATHS}.FileDeathDossier": Case(
        "deaths", "FileDeathDossier", PORTAL, _file, ("declaration.deceased.death_place", "Bệnh viện")
    ),
    f"{DEATHS}.SupplementDeathDossier": Case("deaths", "SupplementDeathDossier", PORTAL, _supplement, ANOTHER),
    f"{DEATHS}.WithdrawDeathDossier": Case("deaths", "WithdrawDeathDossier", PORTAL, _withdraw, ANOTHER),
    f"{DEATHS}.RevokeDeathRecord": Case("deaths", "RevokeDeathRecord", COMMUNE, _revoke, ("reason", "another")),
    "lienthong.justice.v1.MarriageService.RegisterMarriage": Case(
        "marriages", "RegisterMarriage", COMMUNE, same(_marriage()), ("registration_commune", "00169")
    ),
    "lienthong.insurance.v1.BenefitService.PayBenefitClaim": Case(
        "benefits", "PayBenefitClaim", INSURANCE, _pay, ANOTHER
    ),
    "lienthong.insurance.v1.BenefitService.FileSicknessClaim": Case(
        "benefits", "FileSicknessClaim", INSURANCE, _fall_ill, ("facility", HOSPITAL)
    ),
    "lienthong.insurance.v1.TaxReconciliationService.ReconcileTax": Case(
        "tax_reconciliation", "ReconcileTax", INSURANCE, _reconcile, ("month.month", 11)
    ),
    "lienthong.insurance.v1.FilingService.PublishAnnex": Case(
        "insurance_filing", "PublishAnnex", INSURANCE, _publish(annex_pb2.ANNEX_KIND_UNITS), ("note", "another")
    ),
    "lienthong.tax.v1.FilingService.PublishAnnex": Case(
        "tax_filing", "PublishAnnex", TAX, _publish(annex_pb2.ANNEX_KIND_TAXPAYERS), ("note", "another")
    ),
    "lienthong.insurance.v1.FilingService.RecordInspection": Case(
        "insurance_filing",
        "RecordInspection",
        INSURANCE,
        same(RecordInspectionRequest(insurance_inspection=INSURANCE_FINDING)),
        ("insurance_inspection.headcount", 32),
    ),
    "lienthong.tax.v1.FilingService.RecordInspection": Case(
        "tax_filing",
        "RecordInspection",
        TAX,
        same(RecordInspectionRequest(tax_inspection=TAX_FINDING)),
        ("tax_inspection.headcount", 32),
    ),
    **dict(
        [
            _change("RegisterOrganisation", _organisation(), ("display_name", "Công ty Ba Lần")),
            _change(
                "ChangeTaxpayerStatus",
                changes.ChangeTaxpayerStatusRequest(
                    tax_code=MAY_XUAN_THUY, status=taxpayer_pb2.TAXPAYER_STATUS_SUSPENDED
                ),
            ),
            _change("MergeTaxCode", changes.MergeTaxCodeRequest(tax_code=MAY_XUAN_THUY, into_tax_code="9990000071")),
            _change("MoveHeadOffice", changes.MoveHeadOfficeRequest(tax_code=MAY_XUAN_THUY, head_office=CAU_GIAY)),
            _change(
                "CorrectTaxpayer",
                changes.CorrectTaxpayerRequest(tax_code=MAY_XUAN_THUY, display_name="Công ty May Xuân Thủy Mới"),
            ),
        ]
    ),
}
