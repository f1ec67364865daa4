"""Cards as they are written without a message."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from google.type.date_pb2 import Date

from lienthong.insurance.v1 import card_pb2
from lienthong_emulator.insurance.cards.domain import Card, Ending
from lienthong_emulator.insurance.cards.written import written_card
from lienthong_emulator.insurance.names import Names

TODAY = date(2022, 1, 5)
NAMES = Names(lambda kind, key: f"{kind}-{key}")
KHOIS = Card(
    participant_key=122900000,
    serial=2,
    card_number="TE1010122900000",
    valid_from=date(2021, 12, 28),
    valid_to=date(2027, 12, 31),
    initial_facility="01019",
    living_area=2,
    five_year_date=date(2026, 12, 28),
    issue_date=date(2022, 1, 5),
    confirm_date=date(2022, 1, 5),
)
TOLD = card_pb2.Card(
    name="cards/card-122900000/2",
    card_number="TE1010122900000",
    participant="participants/participant-122900000",
    social_insurance_number="0122900000",
    object_code="TE",
    benefit_level=1,
    province_code="01",
    valid_from=Date(year=2021, month=12, day=28),
    valid_to=Date(year=2027, month=12, day=31),
    initial_facility="01019",
    issue_date=Date(year=2022, month=1, day=5),
    state=card_pb2.CARD_STATE_VALID,
    five_year_date=Date(year=2026, month=12, day=28),
    living_area="K2",
)


def test_a_card_is_written_as_protobuf_writes_it() -> None:
    assert written_card(KHOIS, TODAY, NAMES) == TOLD.SerializeToString()


def test_a_card_of_the_past_says_how_it_ended_and_what_followed() -> None:
    stopped = replace(KHOIS, ending=Ending.STOPPED, end_date=date(2022, 1, 4), living_area=0)
    told = card_pb2.Card.FromString(TOLD.SerializeToString())
    told.state, told.end_code, told.successor = card_pb2.CARD_STATE_REDUCED, 124, "DN4010122900000"
    told.end_date.CopyFrom(Date(year=2022, month=1, day=4))
    told.living_area = ""

    assert written_card(stopped, TODAY, NAMES, "DN4010122900000") == told.SerializeToString()
