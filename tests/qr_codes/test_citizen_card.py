"""The text in the QR code of a citizen's card: section 11 of the gateway's facts."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.qr_codes.citizen_card import CitizenCardPayload, decode, encode
from lienthong_emulator.qr_codes.drawing import qr_png
from lienthong_emulator.qr_codes.scanned import MalformedPayload, Sex

# Lan, born in Hà Nội in 1993, who had a CMND before.
LAN = CitizenCardPayload(
    personal_number="901193000017",
    old_number="012345678",
    name="Nguyễn Thị Lan",
    birth=PartialDate(1993, 5, 17),
    sex=Sex.FEMALE,
    address="Số 12/5 Phố Đội Cấn, Thành phố Hà Nội",
    issued=date(2018, 5, 17),
)
TEXT = "901193000017|012345678|Nguyễn Thị Lan|17051993|Nữ|Số 12/5 Phố Đội Cấn, Thành phố Hà Nội|17052018"
WORDS = st.text(st.characters(categories=["L", "Nd"], exclude_characters="|\\"), min_size=1).map(
    lambda text: unicodedata.normalize("NFC", text)
)
PAYLOADS = st.builds(
    CitizenCardPayload,
    personal_number=st.from_regex("[0-9]{12}", fullmatch=True),
    old_number=st.none() | st.from_regex("[0-9]{9}", fullmatch=True),
    name=WORDS,
    birth=st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
    | st.builds(PartialDate, st.integers(1, 9999)),
    sex=st.sampled_from(Sex),
    address=st.none() | WORDS,
    issued=st.none() | st.dates(),
)


def test_section_11_a_payload_has_seven_fields_in_the_order_of_the_card() -> None:
    assert encode(LAN) == TEXT


@settings(deadline=None)
@given(PAYLOADS)
def test_what_is_written_is_read_back(payload: CitizenCardPayload) -> None:
    assert decode(encode(payload)) == payload


def test_a_reader_of_others_reads_what_was_drawn() -> None:
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(qr_png(encode(LAN)))))

    assert (found.text, decode(found.text)) == (TEXT, LAN)


def test_who_had_no_number_before_leaves_the_field_empty() -> None:
    young = replace(LAN, old_number=None)

    assert encode(young).split("|")[1] == ""
    assert decode(encode(young)) == young


@pytest.mark.parametrize(
    ("scanned", "birth"),
    [
        pytest.param("17051993", PartialDate(1993, 5, 17), id="as it is written"),
        pytest.param("17/05/1993", PartialDate(1993, 5, 17), id="with slashes"),
        pytest.param("051993", PartialDate(1993, 5), id="a month"),
        pytest.param("05/1993", PartialDate(1993, 5), id="a month with a slash"),
        pytest.param("1993", PartialDate(1993), id="a year"),
    ],
)
def test_section_11_a_birth_is_read_in_every_form_that_readers_tolerate(scanned: str, birth: PartialDate) -> None:
    assert decode(TEXT.replace("17051993", scanned)).birth == birth


@pytest.mark.parametrize(
    ("scanned", "read"),
    [
        pytest.param("|".join(TEXT.split("|")[:5]), replace(LAN, address=None, issued=None), id="five fields"),
        pytest.param("|".join(TEXT.split("|")[:6]), replace(LAN, issued=None), id="six, as VNeID has them"),
        pytest.param(TEXT + "||Trần Thị Hoa|", LAN, id="what newer cards write behind"),
        pytest.param(f"\ufeff{TEXT}\r\n", LAN, id="a mark of order before, an end of line behind"),
        pytest.param(unicodedata.normalize("NFD", TEXT), LAN, id="letters and marks apart"),
    ],
)
def test_section_11_fields_may_be_few_or_many(scanned: str, read: CitizenCardPayload) -> None:
    assert decode(scanned) == read


@pytest.mark.parametrize(
    "scanned",
    [
        pytest.param(TEXT.replace("|", "\\"), id="backslashes for bars"),
        pytest.param(TEXT.replace("|", "/"), id="slashes for bars, beside those of the address"),
        pytest.param(TEXT.replace("|", "/").replace("17051993", "17/05/1993"), id="slashes in the birth too"),
        pytest.param("9đ1193đđđđ17|đ12345678|Nguyễn Thị Lan|17đ51993|Nữ|" + TEXT.split("Nữ|")[1], id="đ for 0"),
        pytest.param(TEXT.replace("|", "/").replace("0", "đ"), id="both"),
    ],
)
def test_section_11_what_an_input_method_mangled_is_mended(scanned: str) -> None:
    assert decode(scanned) == LAN


@pytest.mark.parametrize(
    ("place", "scanned", "field"),
    [
        pytest.param(0, "90119300001", "personal_number", id="eleven digits"),
        pytest.param(1, "12345", "old_number", id="a CMND of five digits"),
        pytest.param(2, "", "name", id="no name"),
        pytest.param(2, "Lan\x07", "name", id="a bell in the name"),
        pytest.param(3, "31021993", "birth", id="the 31st of February"),
        pytest.param(3, "", "birth", id="no birth"),
        pytest.param(3, "00000000", "birth", id="the year 0"),
        pytest.param(4, "Female", "sex", id="a sex in English"),
        pytest.param(6, "2018", "issued", id="a year of issue"),
    ],
)
def test_a_malformed_field_is_refused_by_its_name(place: int, scanned: str, field: str) -> None:
    parts: list[str] = [*TEXT.split("|")]
    parts[place] = scanned

    with pytest.raises(MalformedPayload, match=field) as refusal:
        decode("|".join(parts))
    assert refusal.value.field == field


@settings(deadline=None)
@given(st.text())
def test_any_other_text_is_refused_as_malformed(text: str) -> None:
    with pytest.raises(MalformedPayload):
        decode(text)
