"""Logs on SQLite and on PostgreSQL."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from lienthong_emulator.exchange.relay.dead_letter_store import DeadLetterQuestions, DeadLetterStore
from lienthong_emulator.exchange.relay.domain import (
    DeadLetter,
    DueRedelivery,
    Entry,
    Head,
    Intake,
    Lag,
    Letter,
    MessageId,
    Receiver,
)
from lienthong_emulator.exchange.relay.store import LogQuestions, LogStore
from lienthong_emulator.runtime.database import Database

INSURANCE = Receiver("agencies/insurance")
TAX = Receiver("agencies/tax")
NINE = datetime(2022, 1, 5, 2, 0, tzinfo=UTC)
TEN = datetime(2022, 1, 5, 3, 0, tzinfo=UTC)
NEXT_EVENING = datetime(2022, 1, 6, 17, 0, tzinfo=UTC)
"""Midnight in Hà Nội after the next working day."""


def letter(
    name: str, *, receiver: Receiver = INSURANCE, subject: str = "lan", case: str = "", content: bytes = b"\0\xff"
) -> Letter:
    return Letter(
        message_id=MessageId(name),
        sender="agencies/justice",
        receiver=receiver,
        subject=subject,
        kind="justice.birth-registered",
        case_id=case,
        content=content,
    )


async def put(database: Database, *letters: Letter) -> Sequence[Entry]:
    """Take letters in, as the servicer does."""
    async with database.write() as transaction:
        log = LogStore(transaction)
        receivers = {one.receiver for one in letters}
        intake = Intake(
            known=await log.entries_with({one.message_id for one in letters}),
            heads=await log.heads_of(receivers),
            subjects=await log.subjects_of(receivers, {one.subject for one in letters}),
            time=NINE,
        )
        intake.take(letters)
        log.keep(intake)
    return intake.added


def dead(entry: Entry, status: bytes = b"no", time: datetime = NINE) -> DeadLetter:
    return DeadLetter(entry=entry, status=status, reject_time=time)


async def bury(database: Database, *letters: DeadLetter) -> None:
    async with database.write() as transaction:
        for one in letters:
            DeadLetterStore(transaction).reject(one)


async def redeliver(database: Database, entry: Entry) -> None:
    async with database.write() as transaction:
        DeadLetterStore(transaction).redeliver(entry)


async def acknowledge(database: Database, cursor: int) -> None:
    async with database.write() as transaction:
        LogStore(transaction).acknowledge(INSURANCE, cursor)


async def test_an_entry_is_read_as_it_was_written(database: Database) -> None:
    [birth] = await put(database, letter("birth", case="KS-1"))

    log = LogQuestions(database.lookups)
    assert await log.entry_of(MessageId("birth")) == birth
    assert await log.entry_of(MessageId("death")) is None


async def test_a_batch_goes_on_where_the_last_one_ended(database: Database) -> None:
    [birth] = await put(database, letter("birth"))

    marriage, household, move = await put(
        database, letter("marriage"), letter("household", receiver=TAX), letter("move", subject="minh")
    )

    assert [entry.sequence for entry in (birth, marriage, household, move)] == [1, 2, 1, 3]
    assert [entry.subject_sequence for entry in (birth, marriage, household, move)] == [1, 2, 1, 1]
    assert marriage.previous_digest == birth.digest


async def test_heads_and_counts_are_asked_for_many_at_once(database: Database) -> None:
    _, household, marriage = await put(
        database, letter("birth"), letter("household", receiver=TAX, subject="minh"), letter("marriage")
    )

    async with database.write() as transaction:
        log = LogStore(transaction)
        heads = await log.heads_of([INSURANCE, TAX, Receiver("agencies/exchange")])
        subjects = await log.subjects_of([INSURANCE, TAX], ["lan", "minh", "nobody"])

    assert heads == {INSURANCE: Head(2, marriage.digest), TAX: Head(1, household.digest)}
    assert subjects == {(INSURANCE, "lan"): 2, (TAX, "minh"): 1}


async def test_messages_that_are_held_are_found_by_their_ids(database: Database) -> None:
    birth, household = await put(database, letter("birth"), letter("household", receiver=TAX))

    async with database.write() as transaction:
        found = await LogStore(transaction).entries_with([MessageId("birth"), MessageId("household"), MessageId("x")])

    assert found == {MessageId("birth"): birth, MessageId("household"): household}


async def test_a_page_follows_a_place_in_one_log(database: Database) -> None:
    await put(database, letter("birth"), letter("household", receiver=TAX), letter("marriage"), letter("death"))

    page = await LogQuestions(database.lookups).page_after(INSURANCE, 1)

    assert [entry.letter.message_id for entry in page.entries] == ["marriage", "death"]
    assert not page.more


async def test_a_page_holds_no_more_than_goes_out_at_once(database: Database) -> None:
    await put(database, *(letter(f"birth {i}", subject=f"child {i}") for i in range(201)))

    log = LogQuestions(database.lookups)
    first, second = await log.page_after(INSURANCE, 0), await log.page_after(INSURANCE, 200)

    assert (len(first.entries), first.more, first.entries[-1].sequence) == (200, True, 200)
    assert (len(second.entries), second.more) == (1, False)


async def test_a_page_of_large_messages_is_short(database: Database) -> None:
    await put(database, *(letter(f"photo {i}", content=bytes(600_000)) for i in range(3)))

    page = await LogQuestions(database.lookups).page_after(INSURANCE, 0)

    assert ([entry.sequence for entry in page.entries], page.more) == ([1], True)


async def test_messages_of_a_case_come_in_the_order_in_which_they_were_taken_in(database: Database) -> None:
    await put(database, letter("birth", case="KS-1"), letter("other", case="KS-2"), letter("none"))
    await put(database, letter("household", receiver=TAX, case="KS-1"), letter("card", case="KS-1"))

    log = LogQuestions(database.scans)
    case, _ = await log.entries_of_case("KS-1", 0, 10)
    assert [entry.letter.message_id for entry in case] == ["birth", "household", "card"]
    assert await log.entries_of_case("", 0, 10) == ([], 0)


async def test_lag_counts_what_was_not_taken_in(database: Database) -> None:
    birth, *_ = await put(database, letter("birth"), letter("marriage"), letter("death"))
    await acknowledge(database, 2)
    await bury(database, dead(birth))

    log = LogQuestions(database.lookups)
    assert await log.lag_of(INSURANCE) == Lag(head=3, oldest=1, cursor=2, dead_letters=1, due=NEXT_EVENING)
    assert await log.lag_of(TAX) == Lag(head=0, oldest=1, cursor=0, dead_letters=0)


async def test_new_entries_leave_the_cursor_where_it_was(database: Database) -> None:
    await put(database, letter("birth"))
    await acknowledge(database, 1)
    await put(database, letter("marriage"))

    assert await LogQuestions(database.lookups).lag_of(INSURANCE) == Lag(
        head=2, oldest=1, cursor=1, dead_letters=0, due=NEXT_EVENING
    )


async def test_a_log_of_which_nothing_is_kept_goes_on_after_its_head(database: Database) -> None:
    await put(database, letter("birth"), letter("marriage"))
    async with database.write() as transaction:
        transaction.execute("DELETE FROM log_entry")

    assert (await LogQuestions(database.lookups).lag_of(INSURANCE)).oldest == 3


async def test_a_dead_letter_keeps_the_latest_reason(database: Database) -> None:
    [birth] = await put(database, letter("birth"))
    await bury(database, dead(birth))
    await bury(database, dead(birth, status=b"still no", time=TEN))

    log = DeadLetterQuestions(database.lookups)
    assert await log.dead_letters_after(INSURANCE, 0, 10) == ([dead(birth, status=b"still no", time=TEN)], 0)
    assert await log.dead_letter_of(MessageId("birth")) == dead(birth, status=b"still no", time=TEN)


async def test_dead_letters_are_listed_in_the_order_of_the_log_and_in_pages(database: Database) -> None:
    entries = await put(database, letter("birth"), letter("marriage"), letter("death"))
    [household] = await put(database, letter("household", receiver=TAX))
    await bury(database, *(dead(entry) for entry in (*reversed(entries), household)))

    log = DeadLetterQuestions(database.scans)
    (first, place), (second, end) = [await log.dead_letters_after(INSURANCE, after, 2) for after in (0, 2)]

    assert (place, end) == (2, 0)
    assert [letter.entry.sequence for letter in first] == [1, 2]
    assert [letter.entry.sequence for letter in second] == [3]


async def test_a_dead_letter_is_resolved_by_its_own_receiver_alone(database: Database) -> None:
    [birth] = await put(database, letter("birth"))
    await bury(database, dead(birth))
    log = DeadLetterQuestions(database.lookups)

    async with database.write() as transaction:
        DeadLetterStore(transaction).resolve(TAX, [MessageId("birth")])
    assert await log.dead_letter_of(MessageId("birth")) is not None

    async with database.write() as transaction:
        DeadLetterStore(transaction).resolve(INSURANCE, [MessageId("birth")])
    assert await log.dead_letter_of(MessageId("birth")) is None


async def test_a_redelivery_is_due_until_it_is_answered_and_is_counted_for_good(database: Database) -> None:
    [birth] = await put(database, letter("birth"))
    log = DeadLetterQuestions(database.lookups)

    await redeliver(database, birth)
    await redeliver(database, birth)
    assert await log.due_redeliveries(INSURANCE, 1) == [DueRedelivery(sequence=1, times=2, size=2)]
    assert await log.due_redeliveries(INSURANCE, 0) == []

    async with database.write() as transaction:
        DeadLetterStore(transaction).answered(INSURANCE, [MessageId("birth")])
    assert await log.due_redeliveries(INSURANCE, 1) == []
    assert [entry.redeliveries for entry in await LogQuestions(database.lookups).entries_at(INSURANCE, [1])] == [2]


@pytest.mark.parametrize(
    ("receivers", "waits"),
    [
        pytest.param([INSURANCE], True, id="behind its log"),
        pytest.param([TAX], False, id="has taken in everything"),
        pytest.param([TAX, INSURANCE], True, id="one of two"),
        pytest.param([Receiver("agencies/exchange")], False, id="has no log"),
        pytest.param([], False, id="nobody"),
    ],
)
async def test_something_waits_while_a_cursor_is_behind(
    database: Database, receivers: list[Receiver], waits: bool
) -> None:
    await put(database, letter("birth"), letter("marriage"), letter("household", receiver=TAX))
    async with database.write() as transaction:
        LogStore(transaction).acknowledge(INSURANCE, 1)
        LogStore(transaction).acknowledge(TAX, 1)

    assert bool(await LogQuestions(database.lookups).unanswered(receivers)) is waits


async def test_something_waits_while_a_redelivery_has_no_answer(database: Database) -> None:
    [birth] = await put(database, letter("birth"))
    await acknowledge(database, 1)
    log = LogQuestions(database.lookups)
    assert not await log.unanswered([INSURANCE])

    await redeliver(database, birth)

    assert await log.unanswered([INSURANCE]) == {INSURANCE: (1, 1)}
