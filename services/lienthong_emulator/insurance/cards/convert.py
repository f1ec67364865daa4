"""Between the domain and the wire."""

from datetime import date
from typing import cast

from lienthong.insurance.v1 import (
    card_check_pb2,
    card_pb2,
    card_service_pb2,
    participant_pb2,
    treatment_service_pb2,
)
from lienthong_emulator.insurance.cards.domain import Card, Wallet
from lienthong_emulator.insurance.cards.rules import Presented, Result
from lienthong_emulator.insurance.cards.written import written_card
from lienthong_emulator.insurance.contributions.convert import history_to_proto
from lienthong_emulator.insurance.contributions.domain import Fund, History
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.provenance import original
from lienthong_emulator.qr_codes import CitizenCardPayload, Reading
from lienthong_emulator.runtime.written_fields import field
from lienthong_emulator.verification.errors import ImpossibleDate
from lienthong_emulator.wire import citizen_card_qr_to_proto, date_to_proto, health_card_qr_to_proto, partial_date

# Where fields stand in `HealthInsurance`.
CARD, PAST_CARDS = 1, 9


def card_to_proto(card: Card, today: date, names: Names, successor: str = "") -> card_pb2.Card:
    """A card; `successor` is the number of its holder's current one, where this one is of the past."""
    return card_pb2.Card.FromString(written_card(card, today, names, successor))


def presented_from_proto(request: card_service_pb2.CheckCardRequest | treatment_service_pb2.PresentedCard) -> Presented:
    """Refused with `IMPOSSIBLE_DATE` where no calendar has the birth date."""
    is_check = isinstance(request, card_service_pb2.CheckCardRequest)
    number, born = "".join(request.card_number.split()).upper(), partial_date(request.birth_date)
    if born is None:
        raise ImpossibleDate(field="birth_date" if is_check else "presented.birth_date")
    if is_check:
        return Presented(number, request.full_name, born, request.sex, request.initial_facility)
    return Presented(number, request.full_name, born)


def check_result_to_proto(result: Result) -> card_check_pb2.CardCheckResult.ValueType:
    """Codes of the rules and of the contract are the same numbers."""
    return cast("card_check_pb2.CardCheckResult.ValueType", result.value)


def written_health_insurance(wallet: Wallet, history: History, today: date, names: Names) -> bytes:
    """Group đ, of which the current card, else the latest, tells when it was confirmed."""
    card = wallet.current
    told = participant_pb2.HealthInsurance(
        benefit_level=card.benefit_level if card else 0,
        object_code=card.object_code if card else "",
        initial_facility=card.initial_facility if card else "",
        expire_date=date_to_proto(card.valid_to) if card else None,
        five_year_date=date_to_proto(card.five_year_date) if card else None,
        history=history_to_proto(history.of(Fund.HEALTH)),
        provenance=original(wallet.cards[0].confirm_date),
    )
    past = (field(PAST_CARDS, written_card(one, today, names, wallet.successor_of(one))) for one in wallet.past)
    return b"".join((told.SerializeToString(), field(CARD, written_card(card, today, names)) if card else b"", *past))


def reading_to_proto(reading: Reading) -> card_service_pb2.ReadQrResponse:
    told = card_service_pb2.ReadQrResponse(mended=reading.mangled)
    if isinstance(reading.payload, CitizenCardPayload):
        told.citizen_card.CopyFrom(citizen_card_qr_to_proto(reading.payload))
    else:
        told.health_card.CopyFrom(health_card_qr_to_proto(reading.payload))
    return told
