"""The text in the QR code of a health-insurance card."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_emulator.qr_codes.health_card import HealthCardPayload, decode, encode
from lienthong_emulator.qr_codes.scanned import MalformedPayload, Sex

# Ngọc, born in Hà Nội in the first days of 2022; her mother is Lan.
NGOC = HealthCardPayload(
    card_number="TE1010120000001",
    name="Nguyễn Bảo Ngọc",
    birth=date(2022, 1, 3),
    sex=Sex.FEMALE,
    address="Phố Hàng Bông, Hà Nội",
    facility="01832",
    valid_from=date(2022, 1, 3),
    valid_to=date(2028, 9, 30),
    issued=date(2022, 1, 5),
    office="01001",
    parent="Trần Thị Lan",
    living_area="K2",
    five_year_date=date(2027, 1, 3),
)
WORDS = st.text(min_size=1)
PAYLOADS = st.builds(
    HealthCardPayload,
    card_number=st.from_regex("[A-Z]{2}[1-5][0-9]{12}", fullmatch=True),
    name=WORDS,
    birth=st.dates() | st.integers(min_value=1, max_value=9999),
    sex=st.sampled_from(Sex),
    address=st.none() | WORDS,
    facility=st.from_regex("[0-9]{2}[0-9A-Z]{3}", fullmatch=True),
    valid_from=st.dates(),
    valid_to=st.none() | st.dates(),
    issued=st.dates(),
    office=st.from_regex("[0-9A-Z]{1,14}", fullmatch=True),
    parent=st.none() | WORDS,
    living_area=st.none() | st.sampled_from(["K1", "K2", "K3"]),
    five_year_date=st.dates(),
)


def test_a_payload_has_fifteen_fields_in_the_order_of_the_card() -> None:
    assert encode(NGOC) == (
        "TE1010120000001|4e677579e1bb856e2042e1baa36f204e67e1bb8d63|03/01/2022|2|"
        "5068e1bb912048c3a06e672042c3b46e672c2048c3a0204ee1bb9969|01 - 832|03/01/2022|30/09/2028|05/01/2022|"
        "01001|5472e1baa76e205468e1bb8b204c616e|K2|03/01/2027|a2a7aa14b85c8029-0000|$"
    )


@settings(deadline=None)
@given(PAYLOADS)
def test_what_is_written_is_read_back(payload: HealthCardPayload) -> None:
    assert decode(encode(payload)) == payload


@settings(deadline=None)
@given(PAYLOADS)
def test_whatever_the_names_the_text_is_plain_ascii_of_fifteen_fields(payload: HealthCardPayload) -> None:
    text = encode(payload)

    assert text.isascii()
    assert text.isprintable()
    assert text.count("|") == 14


def test_the_day_of_birth_may_be_unknown() -> None:
    old = replace(NGOC, birth=1938)

    assert part(encode(old), 2) == "1938"
    assert decode(encode(old)) == old


def test_a_field_without_a_value_is_a_hyphen() -> None:
    bare = replace(NGOC, address=None, valid_to=None, parent=None, living_area=None)

    assert [part(encode(bare), index) for index in (4, 7, 10, 11)] == ["-", "-", "-", "-"]
    assert decode(encode(bare)) == bare


@pytest.mark.parametrize(
    ("index", "scanned"),
    [
        pytest.param(1, "4E677579E1BB856E2042E1BAA36F204E67E1BB8D63", id="capital hex"),
        pytest.param(2, "03012022", id="a birth date without slashes"),
        pytest.param(5, "01 – 832", id="a facility with an en dash"),
        pytest.param(5, "01-832", id="a facility without spaces"),
        pytest.param(5, "01 832", id="a facility with a space alone"),
        pytest.param(5, "01832", id="a facility in one piece"),
        pytest.param(12, " 03/01/2027", id="a space before a field"),
    ],
)
def test_the_habits_of_scanners_are_understood(index: int, scanned: str) -> None:
    assert decode(with_part(encode(NGOC), index, scanned)) == NGOC


@pytest.mark.parametrize(
    ("index", "scanned", "field"),
    [
        pytest.param(0, "TE6010120000001", "card_number", id="level 6"),
        pytest.param(0, "TE101012000000", "card_number", id="a card number of 14"),
        pytest.param(1, "", "name", id="no name"),
        pytest.param(1, "4e6", "name", id="half a byte"),
        pytest.param(1, "c3", "name", id="half a letter"),
        pytest.param(2, "31/02/2022", "birth", id="the 31st of February"),
        pytest.param(2, "203", "birth", id="a year of three digits"),
        pytest.param(3, "3", "sex", id="the third sex code"),
        pytest.param(4, "Hàng Bông", "address", id="an address in the clear"),
        pytest.param(5, "01 - 83", "facility", id="a facility of four"),
        pytest.param(6, "-", "valid_from", id="no first day"),
        pytest.param(7, "soon", "valid_to", id="a last day in words"),
        pytest.param(8, "2022-01-05", "issued", id="an ISO date"),
        pytest.param(9, "", "office", id="no office"),
        pytest.param(10, "Lan", "parent", id="a parent in the clear"),
        pytest.param(11, "K4", "living_area", id="a fourth living area"),
        pytest.param(12, "٠٣/01/2027", "five_year_date", id="Arabic digits"),
        pytest.param(13, "0000000000000000-0000", "check_code", id="another check code"),
        pytest.param(14, "", "end", id="no end"),
    ],
)
def test_a_malformed_field_is_refused_by_its_name(index: int, scanned: str, field: str) -> None:
    with pytest.raises(MalformedPayload, match=field) as refusal:
        decode(with_part(encode(NGOC), index, scanned))

    assert refusal.value.field == field


@pytest.mark.parametrize("text", ["", "TE1010120000001", encode(NGOC) + "|", encode(NGOC)[:-2]])
def test_a_text_without_fifteen_fields_is_refused(text: str) -> None:
    with pytest.raises(MalformedPayload, match="number of fields"):
        decode(text)


@settings(deadline=None)
@given(st.text())
def test_any_other_text_is_refused_as_malformed(text: str) -> None:
    with pytest.raises(MalformedPayload):
        decode(text)


def test_the_check_code_betrays_a_change_of_any_field() -> None:
    forged = with_part(encode(NGOC), 7, "30/09/2030")

    with pytest.raises(MalformedPayload, match="check_code"):
        decode(forged)


def part(text: str, index: int) -> str:
    return text.split("|")[index]


def with_part(text: str, index: int, scanned: str) -> str:
    parts = text.split("|")
    parts[index] = scanned
    return "|".join(parts)
