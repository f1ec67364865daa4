"""Cards, and the answers to checks of them, as they are written: a message is its fields, one after the other.

An answer says some thirty things. To fill them into a message cost half of a check (docs/decisions/0069).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, cast

from google.type.date_pb2 import Date

from lienthong.insurance.v1 import card_check_pb2, card_pb2
from lienthong_emulator.insurance.cards.rules import Judged, Result
from lienthong_emulator.insurance.cards.sentences import sentence_for
from lienthong_emulator.reference.addresses import place_text
from lienthong_emulator.runtime.kit import instant_of_micros
from lienthong_emulator.runtime.written_fields import field, text
from lienthong_emulator.wire import date_to_proto, sex_to_proto

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lienthong_emulator.access import record as access
    from lienthong_emulator.insurance.cards.domain import Card, Holder, State, Wallet
    from lienthong_emulator.insurance.names import Names

# Where fields stand in `CheckCardResponse` and in `Card`; the tests compare with what protobuf writes.
MESSAGE, MESSAGE_VI, CARD, FULL_NAME, BIRTH_DATE, ADDRESS = 3, 4, 5, 6, 7, 9
NEW_CARD, EARLIER_CHECK, PREVIOUS_CARD = 10, 11, 12
NAME, NUMBER, PARTICIPANT, SI_NUMBER = 1, 2, 3, 4
VALID_FROM, VALID_TO, FACILITY, ISSUE_DATE, FIVE_YEAR_DATE = 8, 9, 10, 11, 13
TERMS: Final = slice(0, 5)
"""Of a card's number: object group, benefit level, province."""


def written_check(judged: Judged, earlier: Sequence[access.Result], today: date, names: Names) -> bytes:
    """A `CheckCardResponse`; of the holder nothing where somebody else presents the card, but a name nearly right."""
    told = _told(judged, today, names)
    return told + b"".join(map(_earlier, earlier)) if earlier else told


def _told(judged: Judged, today: date, names: Names) -> bytes:
    result, holder, card, wallet = judged
    is_nearly_right = result is Result.NAME_WRONG_INITIALS_RIGHT
    if holder is None or card is None or (result.is_of_another and not is_nearly_right):
        return _of_nobody(result)
    address = place_text(holder.residence_province_code, holder.residence_detail)
    successor = wallet.successor_of(card)
    sentence = sentence_for(result, card, holder, new_card=successor, address=address)
    return b"".join(
        (
            _opening(result),
            text(MESSAGE, sentence.english),
            text(MESSAGE_VI, sentence.vietnamese),
            field(CARD, written_card(card, today, names, successor)),
            text(FULL_NAME, holder.full_name),
            b"" if is_nearly_right else _of_holder(holder, card, wallet, address, today, names),
        )
    )


@cache
def _of_nobody(result: Result) -> bytes:
    """An answer that tells nothing of anybody."""
    sentence = sentence_for(result, None, None, new_card="", address="")
    return _opening(result) + text(MESSAGE, sentence.english) + text(MESSAGE_VI, sentence.vietnamese)


@cache
def _opening(result: Result) -> bytes:
    number = cast("card_check_pb2.CardCheckResult.ValueType", result.value)
    return card_check_pb2.CheckCardResponse(result=number, code=result.code).SerializeToString()


def _of_holder(holder: Holder, card: Card, wallet: Wallet, address: str, today: date, names: Names) -> bytes:
    born = holder.birth
    told = (
        field(BIRTH_DATE, _year(born.year) + _day_of_year(born.month, born.day)),
        _sex(holder.sex),
        text(ADDRESS, address),
    )
    if len(wallet.cards) == 1:
        return b"".join(told)
    new = None if card.is_current else wallet.current
    return b"".join(
        (
            *told,
            b"" if new is None else field(NEW_CARD, written_card(new, today, names)),
            text(PREVIOUS_CARD, wallet.number_before(card)),
        )
    )


@cache
def _sex(code: int) -> bytes:
    return card_check_pb2.CheckCardResponse(sex=sex_to_proto(code)).SerializeToString()


def _earlier(check: access.Result) -> bytes:
    told = card_check_pb2.CardCheck(
        check_time=instant_of_micros(check.time),
        caller=check.caller,
        result=cast("card_check_pb2.CardCheckResult.ValueType", check.result),
    )
    return field(EARLIER_CHECK, told.SerializeToString())


def written_card(card: Card, today: date, names: Names, successor: str = "") -> bytes:
    """A `Card`; `successor` is the number of its holder's current one, where this one is of the past."""
    return b"".join(
        (
            text(NAME, names.card(card.participant_key, card.serial)),
            text(NUMBER, card.card_number),
            text(PARTICIPANT, names.participant(card.participant_key)),
            text(SI_NUMBER, card.si_number),
            _terms(card.card_number[TERMS]),
            _day(VALID_FROM, card.valid_from),
            _day(VALID_TO, card.valid_to),
            text(FACILITY, card.initial_facility),
            _day(ISSUE_DATE, card.issue_date),
            _state(card.state_on(today)),
            _day(FIVE_YEAR_DATE, card.five_year_date),
            b"" if card.is_current else _end(card, successor),
            _living_area(card.living_area),
        )
    )


@lru_cache(maxsize=4_096)  # there are some 2,500: codes, with their level, in every province
def _terms(opening: str) -> bytes:
    """What the first five characters of a card's number say."""
    told = card_pb2.Card(object_code=opening[:2], benefit_level=int(opening[2]), province_code=opening[3:])
    return told.SerializeToString()


@cache
def _state(state: State) -> bytes:
    return card_pb2.Card(state=state_to_proto(state)).SerializeToString()


def state_to_proto(state: State) -> card_pb2.CardState.ValueType:
    return card_pb2.CardState.Value(f"CARD_STATE_{state}")


def _end(card: Card, successor: str) -> bytes:
    end_date = date_to_proto(card.end_date) if card.end_date else None
    return card_pb2.Card(end_code=card.ending.gateway_code, end_date=end_date, successor=successor).SerializeToString()


@cache
def _living_area(number: int) -> bytes:
    return card_pb2.Card(living_area=f"K{number}" if number else "").SerializeToString()


def _day(place: int, day: date) -> bytes:
    return field(place, _year(day.year) + _day_of_year(day.month, day.day))


@lru_cache
def _year(year: int) -> bytes:
    return Date(year=year).SerializeToString()


@lru_cache(maxsize=512)
def _day_of_year(month: int, day: int) -> bytes:
    return Date(month=month, day=day).SerializeToString()
