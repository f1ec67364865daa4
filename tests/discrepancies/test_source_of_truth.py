"""Who is the source of which field."""

from __future__ import annotations

import pytest

from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong_emulator.discrepancies.errors import NotSourceOfTruth, UnknownField
from lienthong_emulator.discrepancies.source_of_truth import Row, refuse_unless_source, row_of, source_of_truth

POPULATION, JUSTICE, INSURANCE = "agencies/population", "agencies/justice", "agencies/insurance"


@pytest.mark.parametrize(
    ("field", "sources"),
    [
        pytest.param("identity_number", [POPULATION], id="numbers: population alone"),
        pytest.param("residence", [POPULATION], id="the rest of group a"),
        pytest.param("full_name", [JUSTICE, POPULATION], id="names: the civil-status book first"),
        pytest.param("death_date", [JUSTICE], id="death: justice alone"),
        pytest.param("mother", [JUSTICE], id="parentage: justice alone"),
        pytest.param("social_insurance.tax_code", ["agencies/tax"], id="tax codes"),
        pytest.param("social_insurance.payment_months", [INSURANCE], id="group d"),
        pytest.param("health_insurance.card", [INSURANCE], id="group đ"),
        pytest.param("unemployment_insurance.reserved_months", [INSURANCE], id="group e"),
        pytest.param("employer.head_office", ["agencies/business-registration", "agencies/tax"], id="group g"),
        pytest.param("health_condition.blood_group", ["agencies/health"], id="group h"),
        pytest.param("welfare.poverty", ["agencies/labour"], id="group i"),
    ],
)
def test_a_field_has_its_sources(field: str, sources: list[str]) -> None:
    assert list(row_of(field).sources) == sources


def test_only_a_source_may_write() -> None:
    refuse_unless_source("full_name", JUSTICE)
    refuse_unless_source("full_name", POPULATION)
    with pytest.raises(NotSourceOfTruth) as no:
        refuse_unless_source("full_name", INSURANCE)

    assert no.value.facts["sources"] == "agencies/justice, agencies/population"


@pytest.mark.parametrize(
    "field", ["", "shoe_size", "basic.full_name", "card.valid_from", "name.x", "health_insurance."]
)
def test_a_field_that_no_register_holds_is_refused(field: str) -> None:
    with pytest.raises(UnknownField):
        row_of(field)


def test_every_field_of_a_claim_has_a_source() -> None:
    assert all(row_of(field).group == "basic" for field in PersonClaim.DESCRIPTOR.fields_by_name)


@pytest.mark.parametrize("row", source_of_truth(), ids=lambda row: row.field or row.group)
def test_a_row_names_its_sources_and_where_it_is_said(row: Row) -> None:
    found = row_of(row.field) if row.field else row
    assert found == row
    assert row.sources
    assert row.legal_source


def test_whoever_decides_is_the_register_where_it_is_a_source() -> None:
    deciders = {field: row_of(field).source for field in ("full_name", "mother", "health_insurance.card")}
    assert deciders == {"full_name": POPULATION, "mother": JUSTICE, "health_insurance.card": INSURANCE}
