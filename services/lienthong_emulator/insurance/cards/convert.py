"""Between the domain and the wire."""

from datetime import date

from lienthong.insurance.v1 import card_pb2
from lienthong_emulator.insurance.cards.domain import Card
from lienthong_emulator.wire import date_to_proto


def card_to_proto(card: Card, today: date) -> card_pb2.Card:
    return card_pb2.Card(
        name=f"cards/{card.card_id}",
        card_number=card.card_number,
        participant=f"participants/{card.participant_id}",
        social_insurance_number=card.si_number,
        object_code=card.object_code,
        benefit_level=card.benefit_level,
        province_code=card.province_code,
        valid_from=date_to_proto(card.valid_from),
        valid_to=date_to_proto(card.valid_to),
        initial_facility=card.initial_facility,
        issue_date=date_to_proto(card.issue_date),
        state=card_pb2.CardState.Value(f"CARD_STATE_{card.state_on(today)}"),
    )
