"""The exchange over the wire: what is sent, read, acknowledged and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf import timestamp_pb2
from google.rpc import status_pb2

from lienthong.exchange.v1 import exchange_service_pb2 as contract
from lienthong.exchange.v1.message_pb2 import Message
from lienthong_emulator.runtime.context import CASE, Context

if TYPE_CHECKING:
    from exchange.relay.conftest import Line

INSURANCE, TAX = "agencies/insurance", "agencies/tax"
NINE = timestamp_pb2.Timestamp(seconds=1641348000)  # 2022-01-05 09:00 in Hà Nội
REASON = status_pb2.Status(code=9, message="Lan has no household yet.")


async def dead_letters(line: Line, **page: Any) -> list[tuple[int, status_pb2.Status]]:
    answer = await line.ask("ListDeadLetters", contract.ListDeadLettersRequest(receiver=INSURANCE, **page))
    assert all(dead.reject_time == NINE for dead in answer.dead_letters)
    return [(dead.entry.sequence, dead.status) for dead in answer.dead_letters]


async def test_a_message_is_answered_with_its_place_in_the_log(line: Line) -> None:
    birth, household = line.message("birth"), line.message("household", receiver=TAX)

    receipts = await line.send(birth, household)

    assert [(receipt.message_id, receipt.sequence, receipt.replayed) for receipt in receipts] == [
        (birth.message_id, 1, False),
        (household.message_id, 1, False),
    ]


async def test_a_message_that_is_sent_again_is_answered_as_the_first_time(line: Line) -> None:
    [first] = await line.tell("birth")

    again, new = await line.tell("birth", "marriage")

    assert (again.sequence, again.digest, again.replayed) == (first.sequence, first.digest, True)
    assert (new.sequence, new.replayed) == (2, False)
    assert (await line.lag()).head == 2


async def test_a_batch_is_taken_in_as_a_whole_or_not_at_all(line: Line) -> None:
    await line.tell("birth")

    _, _, reason, field = await line.refused(line.send(line.message("marriage"), line.message("birth", case="KS-2")))

    assert (reason, field) == ("MESSAGE_ID_REUSED", "messages[1].message_id")
    assert (await line.lag()).head == 1


async def test_a_message_is_read_with_its_place_its_time_and_its_digests(line: Line) -> None:
    first, second = await line.tell("birth", "marriage")

    entry = await line.ask("GetMessage", contract.GetMessageRequest(message_id=second.message_id), caller=INSURANCE)

    assert entry.message == line.message("marriage")
    assert (entry.sequence, entry.subject_sequence, entry.accept_time) == (2, 2, NINE)
    assert (entry.previous_digest, entry.digest) == (first.digest, second.digest)


async def test_a_case_shows_its_messages_over_all_logs(line: Line) -> None:
    household = line.message("household", receiver=TAX)
    await line.send(line.message("birth"), line.message("other", case="KS-2"), household)
    await line.tell("card")

    answer = await line.ask("ListCaseMessages", contract.ListCaseMessagesRequest(case_id="KS-1"))

    assert [entry.message for entry in answer.entries] == [line.message("birth"), household, line.message("card")]


async def test_a_word_that_comes_late_does_not_bring_a_dead_letter_back(line: Line) -> None:
    birth = line.message("birth")
    await line.send(birth)
    await line.reject(birth, cursor=1)
    await line.redeliver(birth)
    await line.acknowledge(1, resolved_message_ids=[birth.message_id])

    await line.reject(birth, cursor=1)

    assert await dead_letters(line) == []


async def test_worlds_do_not_see_each_others_messages(line: Line) -> None:
    await line.tell("birth")

    [receipt] = await line.tell("birth", world="tet")

    assert (receipt.sequence, receipt.replayed) == (1, False)


async def test_a_cursor_never_goes_back(line: Line) -> None:
    await line.tell("birth", "marriage", "death")

    assert [await line.acknowledge(cursor) for cursor in (2, 1, 3)] == [2, 2, 3]
    assert await line.lag() == contract.Lag(head=3, cursor=3, oldest=1)


async def test_nothing_lags_where_nothing_was_sent(line: Line) -> None:
    assert await line.lag(TAX) == contract.Lag(oldest=1)
    assert await line.acknowledge(0) == 0


async def test_what_a_receiver_refused_is_a_dead_letter_until_it_is_resolved(line: Line) -> None:
    birth = line.message("birth")
    await line.send(birth, line.message("marriage"))

    await line.reject(birth, cursor=2)
    assert await dead_letters(line) == [(1, REASON)]
    assert await line.lag() == contract.Lag(head=2, cursor=2, dead_letters=1, oldest=1)

    await line.acknowledge(2, resolved_message_ids=[birth.message_id])
    assert await dead_letters(line) == []


async def test_dead_letters_are_listed_in_pages(line: Line) -> None:
    births = [line.message(f"child {i}") for i in range(3)]
    await line.send(*births)
    for birth in births:
        await line.reject(birth, cursor=3)

    assert await dead_letters(line, page_size=2) == [(1, REASON), (2, REASON)]
    assert await dead_letters(line, page_size=2, after_sequence=2) == [(3, REASON)]


async def test_words_about_the_messages_of_others_change_nothing(line: Line) -> None:
    household = line.message("household", receiver=TAX)
    await line.send(household, line.message("birth"))

    await line.reject(household, cursor=1)

    assert (await line.lag(TAX)).dead_letters == 0
    assert await dead_letters(line) == []


async def test_a_redelivery_is_counted_and_belongs_to_its_case(line: Line) -> None:
    birth = line.message("birth")
    await line.send(birth)
    await line.reject(birth, cursor=1)

    entries = [await line.redeliver(birth), await line.redeliver(birth)]

    assert [(entry.message, entry.redeliveries) for entry in entries] == [(birth, 1), (birth, 2)]
    assert (CASE, "KS-1") in await _trailers(line, birth)


async def _trailers(line: Line, letter: Message) -> list[tuple[str, str]]:
    request = contract.RedeliverMessageRequest(message_id=letter.message_id)
    call = line.stub.RedeliverMessage(request, metadata=Context().metadata_of("control", 1))
    await call
    return [(str(key), str(value)) for key, value in await call.trailing_metadata() or ()]
