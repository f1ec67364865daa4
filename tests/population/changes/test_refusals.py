"""Every change that population refuses, over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from google.type.date_pb2 import Date
from tests.journeys.registrars import JUSTICE, POPULATION, correction, death, move, new_number, revocation

from lienthong.population.v1.citizen_change_service_pb2 import ChangeGrounds
from lienthong.type.v1.address_pb2 import Address

if TYPE_CHECKING:
    from conftest import Refusing
    from population.changes.conftest import Register

LAN, HOA, KHOA, NOBODYS = "901193000017", "999000456", "902087000178", "901193999999"
SHARED_CMND = "990000777"
OTHER = "Nguyễn Thị Lan Hương"


def masked(request: Any, *paths: str) -> Any:
    request.update_mask.CopyFrom(FieldMask(paths=paths))
    return request


MASKED = masked(correction(LAN, full_name=OTHER), "full_name", "sex")
TWISTED = Address(province_code="01", district_code="005", commune_code="26734")


@pytest.mark.parametrize(
    ("request_", "reason", "field"),
    [
        pytest.param(correction(NOBODYS, full_name=OTHER), "CITIZEN_NOT_FOUND", "identity_number", id="of nobody"),
        pytest.param(move(SHARED_CMND), "NUMBER_AMBIGUOUS", "identity_number", id="of two people"),
        pytest.param(
            masked(correction(LAN, full_name=OTHER), "residence"), "UNKNOWN_FIELD", "update_mask", id="masked"
        ),
        pytest.param(MASKED, "FIELD_REQUIRED", "values.sex", id="of a field that is not given"),
        pytest.param(correction(LAN), "FIELD_REQUIRED", "values", id="of nothing"),
        pytest.param(
            correction(LAN, birth_date=Date(year=1993, month=2, day=30)),
            *("IMPOSSIBLE_DATE", "values.birth_date"),
            id="to a day that no calendar has",
        ),
        pytest.param(
            correction(LAN, birth_date=Date(year=2022, month=1, day=6)),
            *("IMPOSSIBLE_DATE", "values.birth_date"),
            id="to a birth tomorrow",
        ),
        pytest.param(
            correction(LAN, birth_date=Date(year=1899)),
            "IMPOSSIBLE_DATE",
            "values.birth_date",
            id="to a birth long ago",
        ),
        pytest.param(
            correction(KHOA, birth_date=Date(year=2021)), "IMPOSSIBLE_DATE", "values.birth_date", id="born after death"
        ),
        pytest.param(
            correction(LAN, birth_registration_commune="00167"),
            *("PLACE_NOT_FOUND", "values.birth_registration_commune"),
            id="to no commune",
        ),
        pytest.param(
            correction(LAN, hometown=TWISTED), "PLACE_NOT_FOUND", "values.hometown.commune_code", id="to no hometown"
        ),
        pytest.param(
            correction(LAN, ethnic_group="77"), "ETHNIC_GROUP_NOT_FOUND", "values.ethnic_group", id="to no ethnic group"
        ),
        pytest.param(correction(LAN, full_name="Nguyễn Thị Lan"), "NOTHING_CHANGED", "", id="to what is held"),
        pytest.param(correction(LAN, full_name=" \u200b.."), "NOT_A_NAME", "values.full_name", id="to no name"),
        pytest.param(move(""), "MALFORMED_NUMBER", "identity_number.value", id="under what cannot be a number"),
        pytest.param(correction(LAN, sex=1), "NUMBER_CONTRADICTS_SEX", "values.sex", id="of the sex alone"),
        pytest.param(
            correction(LAN, birth_date=Date(year=1994)),
            *("NUMBER_CONTRADICTS_BIRTH_DATE", "values.birth_date"),
            id="of the year alone",
        ),
        pytest.param(move(LAN, TWISTED), "PLACE_NOT_FOUND", "residence.commune_code", id="move to no place"),
        pytest.param(
            move(LAN, Address(province_code="01")), "FIELD_REQUIRED", "residence.commune_code", id="move to a province"
        ),
        pytest.param(move(KHOA), "ALREADY_DEAD", "", id="move of the dead"),
        pytest.param(new_number(LAN), "NUMBER_STANDS", "", id="new number for a right one"),
        pytest.param(death(LAN, Date(year=2022, month=1, day=6)), "IMPOSSIBLE_DATE", "death_date", id="death tomorrow"),
        pytest.param(death(LAN, Date(year=1993)), "IMPOSSIBLE_DATE", "death_date", id="death in a year"),
        pytest.param(
            death(LAN, Date(year=1993, month=5, day=16)), "IMPOSSIBLE_DATE", "death_date", id="death before birth"
        ),
        pytest.param(death(KHOA), "ALREADY_DEAD", "", id="second death"),
        pytest.param(revocation(LAN), "NOT_DEAD", "", id="revoked life"),
        pytest.param(
            move(LAN, grounds=ChangeGrounds(discrepancy="discrepancies/none")),
            *("DISCREPANCY_NOT_FOUND", "grounds.discrepancy"),
            id="for no discrepancy",
        ),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(
    register: Register, refusal: Refusing, request_: Any, reason: str, field: str
) -> None:
    no = await refusal(register.change(request_))

    assert (no.reason, no.field or "") == (reason, field)
    assert register.rows("change_event") == register.rows("outbox") == []


@pytest.mark.parametrize(
    ("request_", "caller", "field", "sources"),
    [
        pytest.param(
            correction(LAN, full_name=OTHER),
            *("agencies/insurance", "values.full_name", "agencies/justice, agencies/population"),
            id="insurance a name",
        ),
        pytest.param(move(LAN), JUSTICE, "residence", "agencies/population", id="justice a residence"),
        pytest.param(new_number(HOA), JUSTICE, "identity_number", "agencies/population", id="justice a number"),
        pytest.param(death(LAN), POPULATION, "death_date", "agencies/justice", id="population a death"),
        pytest.param(revocation(KHOA), "citizens/lan", "death_date", "agencies/justice", id="a citizen a life"),
        pytest.param(death(NOBODYS), "banks/a", "death_date", "agencies/justice", id="a bank the death of nobody"),
    ],
)
async def test_nobody_writes_but_the_source(
    register: Register, refusal: Refusing, request_: Any, caller: str, field: str, sources: str
) -> None:
    no = await refusal(register.change(request_, caller))

    assert (no.code, no.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "NOT_SOURCE_OF_TRUTH")
    assert (no.field, no.metadata["sources"]) == (field, sources)
