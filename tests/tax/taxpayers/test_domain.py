"""Tax codes, offices and statuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.runtime.refusals import Refusal
from lienthong_emulator.tax.taxpayers.domain import (
    EconomicType,
    Organisation,
    Person,
    Status,
    checked_key,
    code_of,
    district_office,
    key_of,
)
from lienthong_emulator.tax.taxpayers.errors import TaxCodeOfZeros, WrongCheckDigit

AN_PHAT = Organisation(
    taxpayer_key=309900172000,
    full_name="Công ty TNHH An Phát",
    head_office=Address("79", "760", "26734", "Số 1 Lê Lợi"),
    business_line="Bán buôn",
    economic_type=EconomicType.ENTERPRISE,
    phone="",
    email="",
    status=Status.ACTIVE,
    founded=date(2011, 4, 1),
    ended=None,
    headcount=2,
)
LAN = Person(
    taxpayer_key=8019900175000,
    full_name="Nguyễn Thị Lan",
    birth=PartialDate(1993, 5, 17),
    sex=2,
    nationality="VN",
    personal_number="901193000017",
    cmnd="",
    residence=Address("01", "005", "00166"),
    phone="",
    email="",
    died=None,
)


@pytest.mark.parametrize(
    ("code", "key"),
    [
        pytest.param("0309900172", 309900172000, id="an organisation"),
        pytest.param("0309900172-001", 309900172001, id="its first dependent unit"),
        pytest.param("8019900175", 8019900175000, id="a person"),
    ],
)
def test_a_code_is_a_number_and_back(code: str, key: int) -> None:
    assert (key_of(code), code_of(key), checked_key(code, "tax_code")) == (key, code, key)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        pytest.param("0309900173", WrongCheckDigit, id="another tenth digit"),
        pytest.param("0390900172-001", WrongCheckDigit, id="two digits swapped, of a dependent unit"),
        pytest.param("0300000006", TaxCodeOfZeros, id="no sequence"),
        pytest.param("0309900172-000", TaxCodeOfZeros, id="no dependent unit"),
    ],
)
def test_a_code_that_cannot_be_one_is_refused(code: str, kind: type[Refusal]) -> None:
    with pytest.raises(kind) as no:
        checked_key(code, "employer_tax_code")
    assert (no.value.field, no.value.facts) == ("employer_tax_code", {"code": code})


@pytest.mark.parametrize(
    ("economic_type", "decision", "office"),
    [
        pytest.param(EconomicType.ENTERPRISE, "0309900172", "79760", id="an enterprise"),
        pytest.param(EconomicType.FOREIGN_INVESTED, "0309900172", "79000", id="one with foreign capital"),
        pytest.param(EconomicType.PUBLIC_UNIT, "0172/QĐ-UBND", "79760", id="a school"),
    ],
)
def test_what_an_organisation_is_tells_its_certificate_and_its_office(
    economic_type: EconomicType, decision: str, office: str
) -> None:
    found = replace(AN_PHAT, economic_type=economic_type)

    assert (found.establishment_decision, found.tax_office) == (decision, office)


def test_a_place_that_is_not_on_record_has_no_office() -> None:
    assert [district_office(place) for place in (Address(), Address("01"), LAN.residence)] == ["", "01000", "01005"]


def test_a_death_ends_the_tax_code() -> None:
    assert (LAN.status, replace(LAN, died=date(2021, 11, 3)).status) == (Status.ACTIVE, Status.ENDED)
