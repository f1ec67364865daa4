"""The claim that says what a row of words holds is, byte for byte, the message that says so."""

from __future__ import annotations

from typing import Any

import pytest
from google.type.date_pb2 import Date
from hypothesis import given
from hypothesis import strategies as st

from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong_emulator.verification.written_claims import Shape, shape_given, writer_of

digits = st.text("0123456789", min_size=9, max_size=12)
kinds: Any = st.integers(1, 9)
codes = st.text("0123456789", max_size=5)
addresses = st.builds(Address, province_code=codes, district_code=codes, commune_code=codes)
parents = st.none() | st.builds(IdentityNumber, type=kinds, value=digits)
claims = st.builds(
    PersonClaim,
    identity_number=st.builds(IdentityNumber, type=kinds, value=digits),
    full_name=st.text(min_size=1, max_size=100),
    birth_date=st.builds(Date, year=st.integers(1800, 2400), month=st.integers(0, 12), day=st.integers(0, 31)),
    sex=st.integers(0, 3),
    ethnic_group=codes,
    hometown=addresses,
    residence=addresses,
    mother=parents,
    father=parents,
)
FIELDS = ("full_name", "birth_date", "sex", "ethnic_group", "hometown", "residence", "mother", "father")


def word_of(claim: PersonClaim, field: str) -> Any:
    """As a register's question gives it."""
    value: Any = getattr(claim, field)
    match value:
        case Date():
            return value.year * 10_000 + value.month * 100 + value.day
        case Address():
            return f"{value.province_code} {value.district_code} {value.commune_code}"
        case IdentityNumber():
            return f"{value.type} {value.value}" if claim.HasField(field) else ""  # type: ignore[arg-type] # mother or father
        case _:
            return value


def row_of(claim: PersonClaim) -> tuple[Any, ...]:
    number = claim.identity_number
    return (number.value, number.type, *(word_of(claim, field) for field in FIELDS), 7, True)


@given(st.lists(claims, max_size=3))
def test_many_claims_are_written_as_the_messages_they_are(said: list[PersonClaim]) -> None:
    written = writer_of(shape_given(FIELDS))

    assert written([row_of(claim) for claim in said]) == [claim.SerializeToString() for claim in said]


@pytest.mark.parametrize("names_kind", [True, False], ids=["kind named", "kind left out"])
def test_a_claim_says_the_kind_of_its_number_where_the_others_do(names_kind: bool) -> None:
    row = ("901193000017", 1, "Nguyễn Thị Lan", 115_000_017, True)
    number = IdentityNumber(type=1 if names_kind else 0, value="901193000017")  # type: ignore[arg-type] # a personal number
    shape = Shape(("full_name",), names_kind, is_named=True, is_dated=False, parents=())

    assert writer_of(shape)([row]) == [
        PersonClaim(identity_number=number, full_name="Nguyễn Thị Lan").SerializeToString()
    ]
