"""QR codes over the wire: drawn by who issues the cards, read by who scans them. Section 11 of the gateway's facts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from google.type.date_pb2 import Date
from PIL import Image

from lienthong.insurance.v1.card_service_pb2 import PICTURE_FORMAT_PNG, ReadQrRequest, RenderCardRequest
from lienthong.population.v1.citizen_service_pb2 import DrawCitizenCardQrRequest, GetCitizenRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_pb2 import SEX_FEMALE

if TYPE_CHECKING:
    from conftest import House, Refusing

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN = IdentityNumber(value="901193000017")
LANS_CARD = "DN4010115000017"
PERSONAL_CARD = DrawCitizenCardQrRequest(identity_number=LAN)


async def test_section_11_a_health_card_is_drawn_scanned_mangled_and_read(house: House) -> None:
    async with house.client() as client:
        drawn = await client.cards.RenderCard(RenderCardRequest(card_number=LANS_CARD, format=PICTURE_FORMAT_PNG))
        scanned = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn.picture)))[0].text
        read = await client.cards.ReadQr(ReadQrRequest(text=scanned))
        mended = await client.cards.ReadQr(ReadQrRequest(text="Đ" + scanned[1:].replace("0", "đ").replace("|", "/")))

    card = read.health_card
    assert (card.card_number, card.full_name, card.sex) == (LANS_CARD, "Nguyễn Thị Lan", SEX_FEMALE)
    assert card.birth_date == Date(year=1993, month=5, day=17)
    assert (card.short_form, read.mended) == (False, False)
    assert (mended.health_card, mended.mended) == (card, True)


async def test_section_11_a_citizens_card_is_drawn_scanned_mangled_and_read(house: House) -> None:
    async with house.client() as client:
        citizen = await client.citizens.GetCitizen(GetCitizenRequest(identity_number=LAN))
        drawn = await client.citizens.DrawCitizenCardQr(PERSONAL_CARD)
        scanned = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn.png)))[0].text
        read = await client.cards.ReadQr(ReadQrRequest(text=scanned))
        mended = await client.cards.ReadQr(ReadQrRequest(text=scanned.replace("|", "\\")))

    assert scanned == drawn.qr_text
    assert read.citizen_card == mended.citizen_card == drawn.payload
    assert (read.mended, mended.mended) == (False, True)
    assert (drawn.payload.personal_number, drawn.payload.full_name) == (LAN.value, citizen.full_name)
    assert drawn.payload.issue_date == Date(year=2018, month=5, day=17)  # she was 25
    assert drawn.svg.startswith(b"<svg")


async def test_section_11_the_short_form_is_read(house: House) -> None:
    async with house.client() as client:
        read = await client.cards.ReadQr(ReadQrRequest(text=f"{LANS_CARD}|Nguyễn Thị Lan|1993|2|01 019|Hà Nội"))

    assert read.health_card.short_form
    assert read.health_card.birth_date == Date(year=1993)
    assert not read.health_card.HasField("valid_from")


async def test_a_text_of_no_card_is_refused_with_the_reason(house: House, refusal: Refusing) -> None:
    async with house.client() as client:
        other = await refusal(client.cards.ReadQr(ReadQrRequest(text="https://example.org")))
        broken = await refusal(client.cards.ReadQr(ReadQrRequest(text=f"{LANS_CARD}|Lan|31/02/1993|2|01019|")))
        empty = await refusal(client.cards.ReadQr(ReadQrRequest()))

    assert (other.reason, other.field) == ("QR_NOT_RECOGNIZED", "text")
    assert (broken.reason, broken.field, broken.metadata) == ("MALFORMED_QR", "text", {"part": "birth"})
    assert (empty.reason, empty.field) == ("INVALID_REQUEST", "text")


@pytest.mark.parametrize(
    "number",
    [pytest.param("901319000101", id="a child of two"), pytest.param("999000456", id="Hoa, who has only a CMND yet")],
)
async def test_who_has_no_citizens_card_is_told_so(house: House, refusal: Refusing, number: str) -> None:
    async with house.client() as client:
        asked = DrawCitizenCardQrRequest(identity_number=IdentityNumber(value=number))
        no = await refusal(client.citizens.DrawCitizenCardQr(asked))

    assert (no.reason, no.field, no.metadata) == ("NO_CITIZEN_CARD", "identity_number", {"today": "2022-01-05"})


async def test_a_number_that_nobody_carries_has_no_card_either(house: House, refusal: Refusing) -> None:
    async with house.client() as client:
        nobody = DrawCitizenCardQrRequest(identity_number=IdentityNumber(value="901193999999"))
        no = await refusal(client.citizens.DrawCitizenCardQr(nobody))

    assert no.reason == "CITIZEN_NOT_FOUND"


async def test_who_may_not_see_a_citizen_may_not_have_their_card(house: House, refusal: Refusing) -> None:
    async with house.client(caller="nobody/at-all") as client:
        no = await refusal(client.citizens.DrawCitizenCardQr(PERSONAL_CARD))

    assert no.reason == "ACCESS_NOT_PERMITTED"
