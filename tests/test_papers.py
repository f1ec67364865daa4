"""The number under which somebody is looked up must be one that somebody could have."""

import pytest

from lienthong.type.v1 import identity_pb2
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.matching import Number
from lienthong_emulator.papers import MalformedNumber, number_asked

PERSONAL_NUMBER = identity_pb2.IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER
PASSPORT = identity_pb2.IDENTITY_NUMBER_TYPE_PASSPORT
OTHER = identity_pb2.IDENTITY_NUMBER_TYPE_OTHER


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        pytest.param(IdentityNumber(value="901193000017"), Number(PERSONAL_NUMBER, "901193000017"), id="by length"),
        pytest.param(IdentityNumber(type=PASSPORT, value="M7"), Number(PASSPORT, "M7"), id="a foreign passport"),
        pytest.param(IdentityNumber(value="C1234567"), Number(OTHER, "C1234567"), id="some paper"),
    ],
)
def test_a_number_that_could_be_is_looked_up(asked: IdentityNumber, number: Number) -> None:
    assert number_asked(asked, "identity_number") == number


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(IdentityNumber(), id="nothing"),
        pytest.param(IdentityNumber(type=PASSPORT), id="a passport without its number"),
        pytest.param(IdentityNumber(type=PERSONAL_NUMBER, value="90119300001"), id="eleven digits"),
        pytest.param(IdentityNumber(value="90119300001A"), id="a letter among twelve"),
    ],
)
def test_a_number_that_cannot_be_is_refused(asked: IdentityNumber) -> None:
    with pytest.raises(MalformedNumber):
        number_asked(asked, "identity_number")
