"""What the client tells of cards, at the gateway's own doors."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from tests.clients.gateway.people import NGOC

from lienthong.gateway import Card, CardCheck, CoPayments, NewCard, Treatments
from lienthong.gateway.texts import HANOI

if TYPE_CHECKING:
    from clients.gateway.conftest import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_card_is_told_with_its_holder(desk: Desk) -> None:
    async with desk.gateway() as gateway:
        check = await gateway.check_card(*NGOC)

    assert check.note.startswith("Thẻ còn giá trị sử dụng!")
    assert (check.code, check.is_correct, check.is_usable) == ("000", True, True)
    assert (check.new_card, check.earlier_checks) == (None, ())
    assert check.card == Card(
        number="TE1010119000101",
        full_name="Trần Bảo Ngọc",
        birth_date="12/08/2019",
        sex="Nữ",
        address=check.card.address if check.card else "",
        initial_facility="01019",
        issuing_office="BHXH Hà Nội",
        valid_from=date(2019, 8, 12),
        valid_to=date(2025, 9, 30),
        living_area="",
        five_year_date=check.card.five_year_date if check.card else None,
        social_insurance_number="0119000101",
        old_number="",
    )


async def test_who_checked_before_is_told_with_the_time_in_ha_noi(desk: Desk) -> None:
    async with desk.gateway() as gateway:
        await gateway.check_card("TE1010119000101", "Lê Văn Tám", "2019")
        check = await gateway.check_card(*NGOC)

    [earlier] = check.earlier_checks
    assert (earlier.username, earlier.code) == ("01999_BV", "060")
    assert earlier.time == datetime(2022, 1, 5, 9, 0, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("presented", "code", "is_usable"),
    [
        pytest.param(("DT2020210000456", "Hoàng Thị Hoa", "1988"), "000", True, id="000, with a year"),
        pytest.param(("QN5979710000223", "Bùi Quang Vinh", "20/08/1989"), "001", True, id="001"),
        pytest.param(("SV4929217000303", "Hồ Quốc Bảo", "09/09/1999"), "003", False, id="003"),
        pytest.param(("CN3383810000302", "Lưu Ngọc Lan", "06/1987"), "004", True, id="004, with a month"),
        pytest.param(("GD4010109000301", "Đỗ Thanh Tùng", "12/03/1983"), "010", False, id="010"),
    ],
)
async def test_a_code_says_whether_the_card_can_be_used(
    desk: Desk, presented: tuple[str, str, str], code: str, is_usable: bool
) -> None:
    async with desk.gateway() as gateway:
        check = await gateway.check_card(*presented)

    assert (check.code, check.is_usable, check.is_correct) == (code, is_usable, code == "000")


async def test_the_card_that_was_issued_instead_is_told(desk: Desk) -> None:
    async with desk.gateway() as gateway:
        check = await gateway.check_card("SV4929217000303", "Hồ Quốc Bảo", date(1999, 9, 9))

    assert check.new_card == NewCard(
        number="DN4929217000303",
        valid_from=date(2021, 8, 1),
        valid_to=date(2022, 12, 31),
        initial_facility="92001",
        facility_name=check.new_card.facility_name if check.new_card else "",
    )


async def test_of_a_wrong_birth_date_nothing_is_told(desk: Desk) -> None:
    async with desk.gateway() as gateway:
        check = await gateway.check_card("TE1010119000101", "Trần Bảo Ngọc", date(2019, 8, 13))

    assert check == CardCheck(code="070", note=check.note, card=None, new_card=None, earlier_checks=())


async def test_nothing_treated_and_nothing_paid_are_answers_too(desk: Desk) -> None:
    async with desk.gateway() as gateway:
        treated, paid = await gateway.treatments(*NGOC), await gateway.co_payments(*NGOC)

    assert treated == Treatments(code="000", note="", treatments=())
    assert paid == CoPayments(code="204", note="Không tìm thấy thông tin.", full_name="", rows=())
