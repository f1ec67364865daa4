"""What a facility is answered at reception, about the personas."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from google.type import date_pb2

from lienthong.insurance.v1 import card_check_pb2
from lienthong.insurance.v1.card_check_pb2 import CardCheckResult, CheckCardResponse
from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest
from lienthong.type.v1.person_pb2 import SEX_FEMALE, SEX_MALE

if TYPE_CHECKING:
    from conftest import House, Refusing
    from lienthong.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def client(whole_house: House) -> AsyncGenerator[Client]:
    async with whole_house.client(caller="facilities/01001") as client:
        yield client


def presented(number: str, name: str, born: str) -> CheckCardRequest:
    """A card and what its bearer says; `born` as dd/mm/yyyy, mm/yyyy or yyyy."""
    parts = [int(part) for part in born.split("/")]
    day, month, year = [0] * (3 - len(parts)) + parts
    return CheckCardRequest(
        card_number=number, full_name=name, birth_date=date_pb2.Date(year=year, month=month, day=day)
    )


async def check(client: Client, number: str, name: str, born: str) -> CheckCardResponse:
    return await client.cards.CheckCard(presented(number, name, born))


@pytest.mark.parametrize(
    ("number", "name", "born", "code"),
    [
        pytest.param("TE1010119000101", "Trần Bảo Ngọc", "12/08/2019", "000", id="a child's card"),
        pytest.param("0119000101", "TRẦN BẢO NGỌC", "12/08/2019", "000", id="by social-insurance number, in capitals"),
        pytest.param("901319000101", "Trần Bảo Ngọc", "2019", "000", id="by personal number, with the year alone"),
        pytest.param("DT2020210000456", "Hoàng Thị Hoa", "03/04/1988", "000", id="of whom only the year is known"),
        pytest.param("QN5979710000223", "Bùi Quang Vinh", "20/08/1989", "001", id="the army's"),
        pytest.param("CA5989812000355", "Tăng Minh Hải", "20/01/1990", "002", id="the police's"),
        pytest.param("SV4929217000303", "Hồ Quốc Bảo", "09/09/1999", "003", id="an old card that expired"),
        pytest.param("CN3383810000302", "Lưu Ngọc Lan", "18/06/1987", "004", id="an old card that runs on"),
        pytest.param("GD4010109000301", "Đỗ Thanh Tùng", "12/03/1983", "010", id="an expired card"),
        pytest.param("GD4010199999999", "Đỗ Thanh Tùng", "12/03/1983", "050", id="a card that nobody has"),
        pytest.param("0199999999", "Đỗ Thanh Tùng", "12/03/1983", "050", id="a number that nobody has"),
        pytest.param("901901901", "Đỗ Thanh Tùng", "12/03/1983", "051", id="nine digits"),
        pytest.param("ZZ4010109000301", "Đỗ Thanh Tùng", "12/03/1983", "051", id="a group that does not exist"),
        pytest.param("SV4010109000301", "Đỗ Thanh Tùng", "12/03/1983", "051", id="a group that he is not of"),
        pytest.param("GD4000109000301", "Đỗ Thanh Tùng", "12/03/1983", "052", id="no province"),
        pytest.param("GD4310109000301", "Đỗ Thanh Tùng", "12/03/1983", "052", id="a province that is not his"),
        pytest.param("GD7010109000301", "Đỗ Thanh Tùng", "12/03/1983", "053", id="no benefit level"),
        pytest.param("GD2010109000301", "Đỗ Thanh Tùng", "12/03/1983", "053", id="a benefit level that is not his"),
        pytest.param("TE1010119000101", "Lê Văn Tám", "12/08/2019", "060", id="another name"),
        pytest.param("TE1010119000101", "Trần Bảo Nga", "12/08/2019", "061", id="a name with the same initials"),
        pytest.param("TE1010119000101", "Trần Bảo Ngọc", "13/08/2019", "070", id="another birth date"),
        pytest.param("HN2010108000304", "Tạ Thị Nga", "23/11/1978", "110", id="a revoked card"),
        pytest.param("BT2010115000339", "Đoàn Thị Chín", "15/08/1948", "110", id="locked, for its holder died"),
        pytest.param("DN4313105000309", "Quách Văn Mạnh", "10/10/1980", "120", id="a decrease"),
        pytest.param("GD4313107000305", "Đinh Văn Dũng", "02/04/1985", "121", id="moved to another province"),
        pytest.param("GD4797912000306", "Lâm Thị Phượng", "30/12/1990", "122", id="moved within the province"),
        pytest.param("DN4797911000307", "Châu Hữu Phước", "08/08/1988", "123", id="increased again at the same unit"),
        pytest.param("DN4272713000308", "Thái Thị Sen", "27/01/1991", "124", id="stopped"),
        pytest.param("", "Thái Bé Na", "05/12/2019", "130", id="a child without a card"),
    ],
)
async def test_each_code_of_the_gateway_has_a_persona(
    client: Client, number: str, name: str, born: str, code: str
) -> None:
    answer = await check(client, number, name, born)

    assert answer.code == code
    assert answer.message
    assert answer.message_vi


async def test_sex_and_facility_count_where_they_are_given(client: Client) -> None:
    request = presented("TE1010119000101", "Trần Bảo Ngọc", "12/08/2019")
    request.sex = SEX_MALE
    of_another_sex = await client.cards.CheckCard(request)
    request.sex, request.initial_facility = SEX_FEMALE, "79034"
    of_another_facility = await client.cards.CheckCard(request)

    assert (of_another_sex.code, of_another_facility.code) == ("080", "090")


async def test_a_right_card_comes_with_its_holder(client: Client) -> None:
    answer = await check(client, "TE1010119000101", "Trần Bảo Ngọc", "12/08/2019")

    assert answer.result == card_check_pb2.CARD_CHECK_RESULT_CORRECT
    assert (answer.card.card_number, answer.full_name, answer.sex) == ("TE1010119000101", "Trần Bảo Ngọc", SEX_FEMALE)
    assert answer.message_vi.startswith("Thẻ còn giá trị sử dụng! Họ tên : Trần Bảo Ngọc, Ngày sinh: 12/08/2019")


async def test_a_replaced_card_comes_with_the_new_one(client: Client) -> None:
    answer = await check(client, "CN3383810000302", "Lưu Ngọc Lan", "18/06/1987")

    assert answer.card.card_number == "CN3383810000302"
    assert answer.new_card.card_number in answer.message
    assert answer.new_card.card_number[5:] == "3810000302"


@pytest.mark.parametrize("born", ["13/08/2019", "12/08/2018"])
async def test_a_wrong_birth_date_learns_nothing_of_the_holder(client: Client, born: str) -> None:
    answer = await check(client, "TE1010119000101", "Trần Bảo Ngọc", born)

    told = {field.name for field, _ in answer.ListFields()}
    assert told <= {"result", "code", "message", "message_vi", "earlier_checks"}
    assert "Ngọc" not in answer.message_vi


async def test_a_name_that_is_nearly_right_learns_the_right_one_as_at_the_gateway(client: Client) -> None:
    answer = await check(client, "TE1010119000101", "Trần Bảo Nga", "12/08/2019")

    assert (answer.full_name, answer.HasField("birth_date"), answer.address) == ("Trần Bảo Ngọc", False, "")
    assert answer.message_vi == "Thẻ sai họ tên(đúng kí tự đầu),họ tên đúng : Trần Bảo Ngọc"


async def test_who_checked_before_is_told_the_latest_first(whole_house: House, client: Client) -> None:
    await check(client, "HT3010195000156", "Nguyễn Văn Lộc", "30/06/1955")
    await check(client, "HT3010195000156", "Nguyễn Văn Lộc", "1956")
    async with whole_house.client(caller="facilities/79034") as other:
        answer = await check(other, "HT3010195000156", "Nguyễn Văn Lộc", "30/06/1955")

    told = [(before.caller, CardCheckResult.Name(before.result)) for before in answer.earlier_checks]
    assert told == [
        ("facilities/01001", "CARD_CHECK_RESULT_BIRTH_DATE_WRONG"),
        ("facilities/01001", "CARD_CHECK_RESULT_CORRECT"),
    ]


async def test_an_impossible_birth_date_is_refused(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.cards.CheckCard(presented("TE1010119000101", "Trần Bảo Ngọc", "30/02/2019")))

    assert (no.reason, no.field) == ("IMPOSSIBLE_DATE", "birth_date")


async def test_a_check_without_a_name_is_refused(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.cards.CheckCard(presented("TE1010119000101", "", "12/08/2019")))

    assert (no.reason, no.field) == ("INVALID_REQUEST", "full_name")
