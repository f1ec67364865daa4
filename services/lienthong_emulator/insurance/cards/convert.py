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
from lienthong_emulator.verification.errors import ImpossibleDate
from lienthong_emulator.wire import citizen_card_qr_to_proto, date_to_proto, health_card_qr_to_proto, partial_date


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


def health_insurance_to_proto(
    wallet: Wallet, history: History, today: date, names: Names
) -> participant_pb2.HealthInsurance:
    """Group đ, of which the current card, else the latest, tells when it was confirmed."""
    told = participant_pb2.HealthInsurance(
        history=history_to_proto(history.of(Fund.HEALTH)),
        past_cards=[card_to_proto(card, today, names, wallet.successor_of(card)) for card in wallet.past],
        provenance=original(wallet.cards[0].confirm_date),
    )
    if card := wallet.current:
        told.card.CopyFrom(card_to_proto(card, today, names))
        told.benefit_level, told.object_code = card.benefit_level, card.object_code
        told.initial_facility = card.initial_facility
        told.expire_date.CopyFrom(date_to_proto(card.valid_to))
        told.five_year_date.CopyFrom(date_to_proto(card.five_year_date))
    return told


def reading_to_proto(reading: Reading) -> card_service_pb2.ReadQrResponse:
    told = card_service_pb2.ReadQrResponse(mended=reading.mangled)
    if isinstance(reading.payload, CitizenCardPayload):
        told.citizen_card.CopyFrom(citizen_card_qr_to_proto(reading.payload))
    else:
        told.health_card.CopyFrom(health_card_qr_to_proto(reading.payload))
    return told
