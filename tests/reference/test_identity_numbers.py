"""Personal numbers and old identity cards."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_emulator.reference.identity_numbers import (
    PLACE_CODE_ABROAD,
    NumberParts,
    PersonalNumber,
    Sex,
    contradiction,
    contradicts_year,
    is_cmnd,
    parse_personal_number,
    personal_number,
    place_code_of_province,
)
from lienthong_emulator.reference.provinces import provinces

LAN = PersonalNumber("901193000017")  # a woman born in Hà Nội in 1993

places = st.sampled_from(
    [PLACE_CODE_ABROAD, *map(place_code_of_province, provinces()), *(f"0{code}" for code in provinces())]
)


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        pytest.param(
            LAN,
            NumberParts(place_code="901", century_sex_digit=1, year=1993, sex=Sex.FEMALE, serial=17),
            id="Lan, born in 1993",
        ),
        pytest.param(
            "979092000044",
            NumberParts(place_code="979", century_sex_digit=0, year=1992, sex=Sex.MALE, serial=44),
            id="a man born in 1992",
        ),
        pytest.param(
            "902221999999",
            NumberParts(place_code="902", century_sex_digit=2, year=2021, sex=Sex.MALE, serial=999_999),
            id="a boy born in 2021",
        ),
        pytest.param(
            "998300000000",
            NumberParts(place_code="998", century_sex_digit=3, year=2000, sex=Sex.FEMALE, serial=0),
            id="a woman born abroad in 2000",
        ),
        pytest.param(
            "001999000001",
            NumberParts(place_code="001", century_sex_digit=9, year=2399, sex=Sex.FEMALE, serial=1),
            id="the real range, the last year",
        ),
    ],
)
def test_a_number_tells_place_year_and_sex(number: str, parts: NumberParts) -> None:
    assert parse_personal_number(number) == parts
    assert personal_number(parts.place_code, parts.sex, parts.year, parts.serial) == number


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("90119300001", id="11 digits"),
        pytest.param("9011930000170", id="13 digits"),
        pytest.param("90119300001x", id="a letter"),
        pytest.param("901193000017\n", id="a line end"),
        pytest.param("٩٠١١٩٣٠٠٠٠١٧", id="digits of another script"),
        pytest.param("903193000017", id="no such province"),
        pytest.param("101193000017", id="a place outside both ranges"),
    ],
)
def test_any_other_text_is_no_personal_number(text: str) -> None:
    assert parse_personal_number(text) is None


@settings(deadline=None)
@given(
    place=places,
    sex=st.sampled_from(Sex),
    year=st.integers(1900, 2399),
    serial=st.integers(0, 999_999),
)
def test_a_number_can_be_read_back(place: str, sex: Sex, year: int, serial: int) -> None:
    number = personal_number(place, sex, year, serial)
    parts = parse_personal_number(number)

    assert parts is not None
    assert (parts.place_code, parts.sex, parts.year, parts.serial) == (place, sex, year, serial)
    assert contradiction(number, sex, year) is None


@settings(deadline=None)
@given(
    place=places,
    middle=st.integers(0, 999_999_999),
)
def test_twelve_digits_with_a_known_place_can_be_written_again(place: str, middle: int) -> None:
    text = f"{place}{middle:09}"
    parts = parse_personal_number(text)

    assert parts is not None
    assert personal_number(parts.place_code, parts.sex, parts.year, parts.serial) == text


@pytest.mark.parametrize(
    ("place", "year", "serial"),
    [
        pytest.param("903", 1993, 17, id="no such province"),
        pytest.param("901", 1899, 17, id="too early"),
        pytest.param("901", 2400, 17, id="too late"),
        pytest.param("901", 1993, 1_000_000, id="serial too large"),
        pytest.param("901", 1993, -1, id="serial below nought"),
    ],
)
def test_a_number_that_cannot_be_written_is_refused(place: str, year: int, serial: int) -> None:
    with pytest.raises(ValueError, match=f"no personal number for place {place}, year {year}, serial {serial}"):
        personal_number(place, Sex.FEMALE, year, serial)


@pytest.mark.parametrize(
    ("sex", "birth_year", "expected"),
    [
        pytest.param(Sex.FEMALE, 1993, None, id="as Lan is"),
        pytest.param(Sex.MALE, 1993, "sex", id="another sex"),
        pytest.param(Sex.FEMALE, 1994, "birth_date", id="another year"),
        pytest.param(Sex.FEMALE, 2093, "birth_date", id="another century"),
        pytest.param(Sex.MALE, 1994, "sex", id="both"),
    ],
)
def test_a_number_may_contradict_sex_or_birth_date(sex: Sex, birth_year: int, expected: str | None) -> None:
    assert contradiction(LAN, sex, birth_year) == expected


def test_a_place_code_begins_with_9_and_ends_with_the_province() -> None:
    assert {code: place_code_of_province(code) for code in ("01", "02", "79")} == {
        "01": "901",
        "02": "902",
        "79": "979",
    }


def test_births_abroad_have_a_place_code_of_no_province() -> None:
    assert PLACE_CODE_ABROAD == "998"
    assert PLACE_CODE_ABROAD not in map(place_code_of_province, provinces())


def test_an_unknown_province_has_no_place_code() -> None:
    with pytest.raises(KeyError):
        place_code_of_province("03")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("999000456", True, id="nine digits"),
        pytest.param("99900045", False, id="eight digits"),
        pytest.param("901193000017", False, id="a personal number"),
        pytest.param("99900045A", False, id="a letter"),
        pytest.param("999000456\n", False, id="a line end"),
    ],
)
def test_an_old_card_has_nine_digits(text: str, expected: bool) -> None:
    assert is_cmnd(text) is expected


@pytest.mark.parametrize(
    ("number", "year", "contradicted"),
    [
        pytest.param(LAN, 1993, False, id="the year that it says"),
        pytest.param(LAN, 1994, True, id="another"),
        pytest.param(LAN, 2093, True, id="of another century"),
        pytest.param("700193000017", 1950, False, id="a place that nobody knows: it says no year"),
        pytest.param("990000063", 1950, False, id="an old identity card"),
    ],
)
def test_a_number_on_record_contradicts_a_year_that_it_does_not_say(number: str, year: int, contradicted: bool) -> None:
    assert contradicts_year(number, year) is contradicted
