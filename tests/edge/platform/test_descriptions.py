"""Birth dates and addresses as the platform's services write them."""

from __future__ import annotations

import pytest
from google.type.date_pb2 import Date

from lienthong.type.v1.address_pb2 import Address
from lienthong_emulator.edge.platform.descriptions import address_text, birth_texts


@pytest.mark.parametrize(
    ("born", "texts"),
    [
        pytest.param(Date(year=1993, month=5, day=17), ("19930517", "0"), id="a whole date"),
        pytest.param(Date(year=1988), ("19880101", "1"), id="a year"),
        pytest.param(Date(year=1988, month=7), ("19880701", "2"), id="a month"),
    ],
)
def test_a_birth_date_is_told_with_how_much_of_it_is_known(born: Date, texts: tuple[str, str]) -> None:
    assert birth_texts(born) == texts


@pytest.mark.parametrize(
    ("place", "text"),
    [
        pytest.param(Address(province_code="44", detail="Số 1"), "Số 1, Quảng Bình", id="a house"),
        pytest.param(Address(province_code="44"), "Quảng Bình", id="a province"),
        pytest.param(Address(detail="Seoul"), "Seoul", id="no province"),
        pytest.param(Address(), "", id="nothing"),
    ],
)
def test_an_address_is_told_as_far_as_it_is_known(place: Address, text: str) -> None:
    assert address_text(place) == text
