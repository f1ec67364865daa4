"""Whichever card was scanned, whole or mangled: section 11 of the gateway's facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.qr_codes.test_citizen_card import LAN
from tests.qr_codes.test_citizen_card import TEXT as OF_LAN
from tests.qr_codes.test_health_card import NGOC

from lienthong_emulator.qr_codes import (
    MalformedPayload,
    NoKnownPayload,
    Reading,
    Sex,
    ShortCardPayload,
    read,
)
from lienthong_emulator.qr_codes.health_card import encode, encode_short

OF_NGOC = encode(NGOC)
MINH = ShortCardPayload(
    card_number="DN4010115000017",
    name="Đỗ Văn Minh",
    birth=date(1985, 3, 12),
    sex=Sex.MALE,
    facility="01019",
    address="Số 12/5 Phố Huế, Hà Nội",
)
OF_MINH = "DN4010115000017|Đỗ Văn Minh|12/03/1985|1|01 - 019|Số 12/5 Phố Huế, Hà Nội"


def test_section_11_each_card_is_told_by_its_number() -> None:
    assert read(OF_NGOC) == Reading(NGOC, mangled=False)
    assert read(OF_LAN) == Reading(LAN, mangled=False)


def test_section_11_the_short_form_has_its_names_in_the_clear() -> None:
    assert encode_short(MINH) == OF_MINH
    assert read(OF_MINH) == Reading(MINH, mangled=False)
    assert read(OF_MINH.rpartition("|")[0] + "|-") == Reading(replace(MINH, address=None), mangled=False)


@pytest.mark.parametrize(
    ("scanned", "read_as"),
    [
        pytest.param(OF_NGOC.replace("|", "\\"), NGOC, id="backslashes for bars"),
        pytest.param(OF_NGOC.replace("|", "/"), NGOC, id="slashes for bars, beside those of the days"),
        pytest.param(OF_NGOC.replace("0", "đ"), NGOC, id="đ for 0"),
        pytest.param(OF_NGOC.replace("0", "đ").replace("|", "/"), NGOC, id="slashes and đ"),
        pytest.param("Đ" + OF_MINH[1:], MINH, id="Đ for the leading D"),
        pytest.param("Đ" + OF_MINH[1:].replace("0", "đ").replace("|", "\\"), MINH, id="all of it"),
        pytest.param(OF_MINH.replace("|", "/"), MINH, id="slashes for bars, beside that of an address"),
        pytest.param(OF_LAN.replace("|", "/"), LAN, id="a citizen's card with slashes"),
        pytest.param(OF_LAN.replace("17051993", "17đ51993"), LAN, id="a citizen's card with đ for 0 in a day alone"),
    ],
)
def test_section_11_what_an_input_method_mangled_is_mended_and_said(scanned: str, read_as: object) -> None:
    assert read(scanned) == Reading(read_as, mangled=True)  # type: ignore[arg-type] # any payload


def test_a_check_code_that_others_made_is_taken_as_it_is() -> None:
    """Nobody outside knows how it is made; one that is marked as ours must be right."""
    theirs = OF_NGOC.replace(NGOC.check_code, "15e0ff8e8f0a1b2c-7102")

    assert read(theirs).payload == NGOC


@pytest.mark.parametrize(
    "text",
    ["", "|||", "https://example.org", "9011930000|Lan|1993|Nữ|Hà Nội", "WIFI:S:lan;;", "TE10101200000|x"],
)
def test_what_is_no_card_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(NoKnownPayload):
        read(text)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        pytest.param(OF_NGOC.rpartition("|")[0], "number of fields", id="the end of a health card is missing"),
        pytest.param(OF_NGOC[:-2].replace("|", "/"), "number of fields", id="it is missing behind slashes for bars"),
        pytest.param("901193000017|012345678|Lan", "number of fields", id="half a citizen's card"),
        pytest.param(OF_MINH.replace("12/03/1985", "31/02/1985"), "birth", id="a day that no calendar has"),
        pytest.param(OF_MINH.replace("Đỗ Văn Minh", ""), "name", id="no name"),
        pytest.param(OF_NGOC.replace("TE1", "TE9"), "card_number", id="a benefit level that there is not"),
    ],
)
def test_a_card_that_cannot_be_read_is_refused_by_the_field(text: str, field: str) -> None:
    with pytest.raises(MalformedPayload) as refusal:
        read(text)

    assert refusal.value.field == field


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises((MalformedPayload, NoKnownPayload)):
        read(text)
