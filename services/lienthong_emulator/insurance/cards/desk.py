"""Checking a card at reception: who it belongs to, whether it can be used today, and who asked before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lienthong.insurance.v1 import card_check_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.access.record import latest_results, note_access
from lienthong_emulator.insurance.cards.convert import card_to_proto, check_result_to_proto, check_to_proto
from lienthong_emulator.insurance.cards.domain import SI_DIGITS_START, Wallet
from lienthong_emulator.insurance.cards.rules import Presented, Result, fault_of_number, judge
from lienthong_emulator.insurance.cards.sentences import sentence_for
from lienthong_emulator.insurance.cards.store import CardQuestions
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.registry.domain import key_of
from lienthong_emulator.insurance.registry.store import RegistryQuestions
from lienthong_emulator.reference.addresses import address_text
from lienthong_emulator.runtime.company import asked_together
from lienthong_emulator.wire import partial_to_proto, sex_to_proto

if TYPE_CHECKING:
    from lienthong_emulator.insurance.cards.domain import Card, Holder
    from lienthong_emulator.runtime.calls import Call

PERSONAL_NUMBER_LENGTH = 12
CHECKS_TOLD = 20


class Judged(NamedTuple):
    """What a check comes to, whom and which card it is about, and all cards that there are."""

    result: Result
    holder: Holder | None = None
    card: Card | None = None
    wallet: Wallet = Wallet()


async def judged(call: Call, presented: Presented) -> Judged:
    """Whether a card can be used by who presents it. Nothing is noted."""
    today = call.time.date()
    fault = fault_of_number(presented, today)
    if fault is not None:
        return Judged(fault)
    found = await _found(call, presented.number)
    if found is None:
        return Judged(Result.NOT_FOUND)
    holder, wallet = found
    result, card = judge(presented, holder, wallet, today)
    return Judged(result, holder, card, wallet)


async def checked(call: Call, presented: Presented) -> card_check_pb2.CheckCardResponse:
    """The answer to a facility; it is noted for those who ask after."""
    result, holder, card, wallet = await judged(call, presented)
    if holder is None:
        return _told(result)
    earlier = await latest_results(call, holder.participant_key, CHECKS_TOLD)
    note_access(call, [holder.participant_key], result)
    answer = _told(result) if card is None else _told_of(call, result, card, holder, wallet)
    answer.earlier_checks.extend(map(check_to_proto, earlier))
    return answer


async def _found(call: Call, number: str) -> tuple[Holder, Wallet] | None:
    """Whose number it is, with all their cards."""
    digits = number[SI_DIGITS_START:] if number[:1].isalpha() else number
    key = key_of(digits)
    if key is not None and (found := await _holder_of(call, key)):
        return found
    kind = PERSONAL_NUMBER if len(number) == PERSONAL_NUMBER_LENGTH else SOCIAL_INSURANCE
    person = await RegistryQuestions(call.kit.lookups).find_by_number(kind, digits)
    return await _holder_of(call, person.participant_key) if person else None


async def _holder_of(call: Call, participant_key: int) -> tuple[Holder, Wallet] | None:
    cards = CardQuestions(call.kit.lookups)
    return await asked_together(call, "holders", participant_key, cards.holders_of)


def _told(result: Result) -> card_check_pb2.CheckCardResponse:
    """An answer that tells nothing of anybody."""
    sentence = sentence_for(result, None, None, new_card="", address="")
    return card_check_pb2.CheckCardResponse(
        result=check_result_to_proto(result),
        code=result.code,
        message=sentence.english,
        message_vi=sentence.vietnamese,
    )


def _told_of(
    call: Call, result: Result, card: Card, holder: Holder, wallet: Wallet
) -> card_check_pb2.CheckCardResponse:
    """An answer about a holder: nothing of them where somebody else presents it, but a name that is nearly right."""
    if result.is_of_another and result is not Result.NAME_WRONG_INITIALS_RIGHT:
        return _told(result)
    address, successor = address_text(holder.residence), wallet.successor_of(card)
    sentence = sentence_for(result, card, holder, new_card=successor, address=address)
    names, today = Names(call.kit.opaque_id), call.time.date()
    is_holder = result is not Result.NAME_WRONG_INITIALS_RIGHT
    is_replaced = is_holder and wallet.current is not None and not card.is_current
    return card_check_pb2.CheckCardResponse(
        result=check_result_to_proto(result),
        code=result.code,
        message=sentence.english,
        message_vi=sentence.vietnamese,
        card=card_to_proto(card, today, names, successor),
        full_name=holder.full_name,
        birth_date=partial_to_proto(holder.birth) if is_holder else None,
        sex=sex_to_proto(holder.sex if is_holder else 0),
        address=address if is_holder else "",
        new_card=card_to_proto(wallet.current, today, names) if is_replaced and wallet.current else None,
        previous_card=wallet.number_before(card) if is_holder else "",
    )
