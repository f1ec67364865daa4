"""What a facility is told beside the card: treatments of before, co-payments of the year."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.facility_files import CHECK_IN, CLAIM, CLAIM_4210, check_in, claim, claim_4210, submitted, summary, table

from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.insurance.v1 import treatment_pb2
from lienthong.insurance.v1 import treatment_service_pb2 as pb

if TYPE_CHECKING:
    from conftest import House, Refusing
    from lienthong.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORLD = "treatments"
LOC = pb.PresentedCard(card_number="HT3010195000156", full_name="Nguyễn Văn Lộc", birth_date=Date(year=1955))


@pytest_asyncio.fixture(loop_scope="session")
async def client(whole_house: House) -> AsyncGenerator[Client]:
    """Facility 01019, in a world of its own."""
    async with whole_house.client(world=WORLD, caller="facilities/01019") as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id=WORLD))
        yield client
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{WORLD}"))


async def treatments(client: Client, presented: pb.PresentedCard = LOC) -> pb.ListTreatmentsResponse:
    return await client.treatments.ListTreatments(pb.ListTreatmentsRequest(presented=presented))


async def co_payments(client: Client, year: int = 0) -> pb.GetCoPaymentsResponse:
    return await client.treatments.GetCoPayments(pb.GetCoPaymentsRequest(presented=LOC, year=year))


async def test_who_was_never_treated_has_no_history(client: Client) -> None:
    found = await treatments(client)

    assert (found.code, list(found.treatments)) == ("000", [])


async def test_a_claim_is_seen_in_the_history(client: Client) -> None:
    await submitted(client, CLAIM, claim(summary()))
    found = (await treatments(client)).treatments[0]

    assert (found.facility, found.diagnosis, found.disease_code) == ("01019", "Viêm phổi", "J18")
    assert found.discharge_kind == treatment_pb2.DISCHARGE_KIND_DISCHARGED
    assert found.result == treatment_pb2.TREATMENT_RESULT_CURED
    assert found.visit_reason == treatment_pb2.VISIT_REASON_RIGHT_ROUTE
    assert found.admit_time.ToJsonString() == "2022-01-03T01:00:00Z"
    assert (found.total_cost, found.insurance_pays, found.co_payment) == (2_500_000, 2_375_000, 125_000)


async def test_a_check_in_becomes_the_claim_of_the_same_visit(client: Client) -> None:
    await submitted(client, CHECK_IN, check_in())
    arrived = (await treatments(client)).treatments[0]
    await submitted(client, CLAIM, claim(summary()))
    left = (await treatments(client)).treatments

    assert not arrived.HasField("discharge_time")
    assert [treatment.name for treatment in left] == [arrived.name]
    assert left[0].HasField("discharge_time")


async def test_the_latest_visit_comes_first_page_by_page(client: Client) -> None:
    await submitted(client, CLAIM, claim(summary(MA_LK="A", NGAY_VAO="202112010800"), summary(MA_LK="B")))
    first = await client.treatments.ListTreatments(pb.ListTreatmentsRequest(presented=LOC, page_size=1))
    rest = pb.ListTreatmentsRequest(presented=LOC, page_token=first.next_page_token)
    second = await client.treatments.ListTreatments(rest)

    days = [treatment.admit_time.ToDatetime().day for treatment in (*first.treatments, *second.treatments)]
    assert (days, second.next_page_token) == ([3, 1], "")


async def test_a_visit_that_begins_between_two_pages_repeats_nothing(client: Client) -> None:
    await submitted(client, CLAIM, claim(summary(MA_LK="A", NGAY_VAO="202112010800"), summary(MA_LK="B")))
    first = await client.treatments.ListTreatments(pb.ListTreatmentsRequest(presented=LOC, page_size=1))
    await submitted(client, CLAIM, claim(summary(MA_LK="C")))
    rest = pb.ListTreatmentsRequest(presented=LOC, page_token=first.next_page_token)
    second = await client.treatments.ListTreatments(rest)

    assert [treatment.admit_time.ToDatetime().day for treatment in second.treatments] == [1]


async def test_a_claim_of_before_130_is_seen_too(client: Client) -> None:
    await submitted(client, CLAIM_4210, claim_4210())
    found = (await treatments(client)).treatments[0]

    assert (found.visit_reason, found.total_cost) == (treatment_pb2.VISIT_REASON_EMERGENCY, 2_500_000)


@pytest.mark.parametrize(
    ("presented", "code"),
    [
        (pb.PresentedCard(card_number=LOC.card_number, full_name="Lê Văn Tám", birth_date=LOC.birth_date), "060"),
        (pb.PresentedCard(card_number=LOC.card_number, full_name="Nguyễn Văn Lâm", birth_date=LOC.birth_date), "061"),
        (pb.PresentedCard(card_number=LOC.card_number, full_name=LOC.full_name, birth_date=Date(year=1956)), "070"),
        (pb.PresentedCard(card_number="0199999999", full_name=LOC.full_name, birth_date=LOC.birth_date), "050"),
    ],
)
async def test_who_is_not_the_holder_is_told_nothing(client: Client, presented: pb.PresentedCard, code: str) -> None:
    await submitted(client, CLAIM, claim(summary()))
    history = await treatments(client, presented)
    paid = await client.treatments.GetCoPayments(pb.GetCoPaymentsRequest(presented=presented))

    assert (history.code, len(history.treatments)) == (code, 0)
    assert {field.name for field, _ in paid.ListFields()} == {"result", "code"}


async def test_an_impossible_birth_date_is_refused(client: Client, refusal: Refusing) -> None:
    presented = pb.PresentedCard(card_number="1", full_name="A", birth_date=Date(year=2019, month=2, day=30))
    no = await refusal(treatments(client, presented))

    assert (no.reason, no.field) == ("IMPOSSIBLE_DATE", "presented.birth_date")


async def test_co_payments_add_up_over_the_year(client: Client) -> None:
    second = summary(MA_LK="B", NGAY_VAO="202201050700", NGAY_RA="202201050830", T_BNCCT="75000")
    await submitted(client, CLAIM, claim(summary(), second))
    found = await co_payments(client)

    assert [(one.treatment.co_payment, one.running_total) for one in found.year.co_payments] == [
        (75_000, 200_000),
        (125_000, 125_000),
    ]
    assert (found.year.year, found.year.total, found.year.limit) == (2022, 200_000, 6 * 1_490_000)
    assert (found.full_name, found.social_insurance_number) == ("Nguyễn Văn Lộc", "0195000156")


@pytest.mark.parametrize(
    ("changes", "total"),
    [
        pytest.param({"MA_DOITUONG_KCB": "3.1"}, 0, id="off the route"),
        pytest.param({"NGAY_VAO": "202112300800", "NGAY_RA": "202112312300"}, 0, id="of the year before"),
        pytest.param({"NGAY_VAO": "202112300800", "NGAY_RA": "202201010000"}, 125_000, id="left on New Year's Day"),
        pytest.param({"T_BNCCT": "0"}, 0, id="paid nothing"),
    ],
)
async def test_what_counts_in_a_year(client: Client, changes: dict[str, str], total: int) -> None:
    await submitted(client, CLAIM, claim(summary(**changes)))

    assert (await co_payments(client, 2022)).year.total == total


@pytest.mark.parametrize(
    ("paid", "exempt"),
    [pytest.param("8940000", False, id="six base salaries"), pytest.param("8940001", True, id="more")],
)
async def test_who_paid_more_than_six_base_salaries_pays_no_more_that_year(
    client: Client, paid: str, *, exempt: bool
) -> None:
    """The pensioner has five years without a break."""
    await submitted(client, CLAIM, claim(summary(T_BNCCT=paid)))
    found = (await co_payments(client)).year

    assert found.five_year_date.year <= 2022
    assert found.exempt is exempt


async def test_a_claim_comes_back_table_by_table(client: Client) -> None:
    drugs = table("XML2", "<D><C><MA_LK>LK-1</MA_LK><STT>1</STT></C><C><MA_LK>LK-1</MA_LK><STT>2</STT></C></D>")
    others = table("XML2", "<D><C><MA_LK>LK-2</MA_LK><STT>9</STT></C></D>")
    await submitted(client, CLAIM, claim(summary() + drugs, summary(MA_LK="LK-2") + others))
    found = await client.treatments.GetClaim(pb.GetClaimRequest(number=1))

    assert [told.table for told in found.tables] == ["XML1", "XML2"]
    assert found.tables[0].rows[0].values["HOTEN"] == "Nguyễn Văn Lộc"
    assert [row.values["STT"] for row in found.tables[1].rows] == ["1", "2"]
    assert found.treatment == (await treatments(client)).treatments[-1]


async def test_a_claim_is_for_its_facility_and_insurance(whole_house: House, client: Client, refusal: Refusing) -> None:
    await submitted(client, CLAIM, claim(summary()))
    request = pb.GetClaimRequest(number=1)

    async with whole_house.client(world=WORLD, caller="facilities/79034") as other:
        assert (await refusal(other.treatments.GetClaim(request))).reason == "ACCESS_NOT_PERMITTED"
    async with whole_house.client(world=WORLD, caller="agencies/insurance") as insurance:
        assert (await insurance.treatments.GetClaim(request)).tables


async def test_a_check_in_has_no_claim_yet(client: Client, refusal: Refusing) -> None:
    await submitted(client, CHECK_IN, check_in())

    for number in (1, 2):
        no = await refusal(client.treatments.GetClaim(pb.GetClaimRequest(number=number)))
        assert (no.reason, no.field) == ("CLAIM_NOT_FOUND", "number")
