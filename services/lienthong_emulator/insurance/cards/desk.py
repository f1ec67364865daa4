"""Checking a card at reception: who it belongs to, whether it can be used today, and who asked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.insurance.v1 import card_check_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.access.record import note_access
from lienthong_emulator.insurance.cards.convert import card_to_proto, check_result_to_proto, check_to_proto
from lienthong_emulator.insurance.cards.domain import SI_DIGITS_START, CardCheck, Wallet
from lienthong_emulator.insurance.cards.rules import Holder, Presented, Result, fault_of_number, judge
from lienthong_emulator.insurance.cards.sentences import sentence_for
from lienthong_emulator.insurance.cards.store import CardQuestions
from lienthong_emulator.insurance.cards.texts import address_text
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.registry.store import RegistryQuestions
from lienthong_emulator.runtime.database import columns_of, insert_of, reader_of
from lienthong_emulator.runtime.kit import utc_text
from lienthong_emulator.wire import partial_to_proto, sex_to_proto

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.insurance.cards.domain import Card
    from lienthong_emulator.insurance.registry.domain import Participant
    from lienthong_emulator.runtime.calls import Call

PERSONAL_NUMBER_LENGTH = 12
CHECKS_TOLD = 20
NOTE_CHECK = insert_of("card_check", CardCheck)


async def checked(call: Call, presented: Presented) -> card_check_pb2.CheckCardResponse:
    """The answer to a facility; it is noted for those who ask after."""
    today = call.kit.today()
    fault = fault_of_number(presented, today)
    if fault is not None:
        return _told(fault)
    person = await _holder(call, presented.number)
    if person is None:
        return _told(Result.NOT_FOUND)
    wallet = await CardQuestions(call.kit.lookups).wallet_of(person.participant_key)
    holder = Holder(full_name=person.full_name, birth=person.birth, sex=person.sex)
    result, card = judge(presented, holder, wallet, today)
    earlier = await _earlier(call, person)
    _note(call, person, result)
    note_access(call, [person.participant_key])
    answer = _told(result) if card is None else _told_of(call, result, card, person, wallet)
    answer.earlier_checks.extend(check_to_proto(check) for check in earlier)
    return answer


async def _holder(call: Call, number: str) -> Participant | None:
    registry = RegistryQuestions(call.kit.lookups)
    if len(number) == PERSONAL_NUMBER_LENGTH:
        return await registry.find_by_number(PERSONAL_NUMBER, number)
    digits = number[SI_DIGITS_START:] if number[:1].isalpha() else number
    return await registry.find_by_number(SOCIAL_INSURANCE, digits)


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
    call: Call, result: Result, card: Card, person: Participant, wallet: Wallet
) -> card_check_pb2.CheckCardResponse:
    """An answer about a holder: nothing of them where somebody else presents it, but a name that is nearly right."""
    if Result.NOT_FOUND < result < Result.REVOKED and result is not Result.NAME_WRONG_INITIALS_RIGHT:
        return _told(result)
    holder = Holder(full_name=person.full_name, birth=person.birth, sex=person.sex)
    address = address_text(person.residence)
    sentence = sentence_for(result, card, holder, new_card=wallet.successor_of(card), address=address)
    names, today = Names(call.kit.opaque_id), call.kit.today()
    answer = card_check_pb2.CheckCardResponse(
        result=check_result_to_proto(result),
        code=result.code,
        message=sentence.english,
        message_vi=sentence.vietnamese,
        card=card_to_proto(card, today, names, wallet.successor_of(card)),
        full_name=person.full_name,
    )
    if result is Result.NAME_WRONG_INITIALS_RIGHT:
        return answer
    answer.birth_date.CopyFrom(partial_to_proto(person.birth))
    answer.sex, answer.address = sex_to_proto(person.sex), address
    if wallet.current is not None and not card.is_current:
        answer.new_card.CopyFrom(card_to_proto(wallet.current, today, names))
    return answer


async def _earlier(call: Call, person: Participant) -> Sequence[CardCheck]:
    """Those of before, the latest first, among them what is not written yet."""
    waiting = [
        reader_of(CardCheck)(row)
        for row in reversed(call.kit.later.waiting(NOTE_CHECK))
        if row["participant_key"] == person.participant_key
    ]
    written = await CardQuestions(call.kit.lookups).checks_of(person.participant_key, CHECKS_TOLD)
    return [*waiting, *written][:CHECKS_TOLD]


def _note(call: Call, person: Participant, result: Result) -> None:
    check = CardCheck(
        participant_key=person.participant_key,
        check_time=utc_text(call.kit.now()),
        caller=call.context.caller,
        result=result,
    )
    call.kit.later.note(NOTE_CHECK, columns_of(check))
