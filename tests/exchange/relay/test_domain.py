"""What a log does with the letters of a batch."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from lienthong_emulator.exchange.relay.domain import (
    NO_DIGEST,
    Entry,
    Head,
    Intake,
    Letter,
    MessageId,
    Party,
    Receiver,
    Registry,
    Route,
    Subject,
    check_parties,
    digest_of,
    fitting,
)
from lienthong_emulator.exchange.relay.errors import (
    KindNotTheReceivers,
    MessageIdReused,
    ReceiverNotFound,
    SenderNotCaller,
)

INSURANCE = Receiver("agencies/insurance")
TAX = Receiver("agencies/tax")
POPULATION = Receiver("agencies/population")
NINE = datetime(2022, 1, 5, 2, 0, tzinfo=UTC)


def letter(name: str, *, receiver: Receiver = INSURANCE, subject: str = "lan", content: bytes | None = None) -> Letter:
    return Letter(
        message_id=MessageId(name),
        sender="agencies/justice",
        receiver=receiver,
        subject=subject,
        kind="justice.birth-registered",
        case_id="",
        content=name.encode() if content is None else content,
    )


def intake(
    known: Mapping[MessageId, Entry] | None = None,
    heads: Mapping[Receiver, Head] | None = None,
    subjects: Mapping[Subject, int] | None = None,
) -> Intake:
    return Intake(known=known or {}, heads=heads or {}, subjects=subjects or {}, time=NINE)


def test_a_digest_is_taken_over_the_one_before_the_sequence_and_the_message() -> None:
    assert digest_of(NO_DIGEST, 258, b"birth") == sha256(bytes(32) + b"\0\0\0\0\0\0\1\2" + b"birth").digest()


def test_the_first_letter_opens_the_log() -> None:
    [receipt] = intake().take([letter("birth")])

    assert receipt.entry == Entry(
        letter=letter("birth"),
        sequence=1,
        subject_sequence=1,
        accept_time=NINE,
        previous_digest=NO_DIGEST,
        digest=digest_of(NO_DIGEST, 1, b"birth"),
    )
    assert not receipt.replayed


def test_a_letter_is_chained_to_the_head_of_its_log() -> None:
    head = Head(7, sha256(b"the seventh").digest())

    [receipt] = intake(heads={INSURANCE: head}).take([letter("birth")])

    assert (receipt.entry.sequence, receipt.entry.previous_digest) == (8, head.digest)


def test_every_receiver_has_a_log_of_its_own() -> None:
    taking = intake()

    receipts = taking.take([letter("birth"), letter("household", receiver=TAX), letter("death")])

    assert [receipt.entry.sequence for receipt in receipts] == [1, 1, 2]
    assert {receiver: head.sequence for receiver, head in taking.new_heads().items()} == {INSURANCE: 2, TAX: 1}


def test_messages_about_a_subject_are_counted_apart_in_each_log() -> None:
    taking = intake(subjects={(INSURANCE, "lan"): 3})

    receipts = taking.take([letter("1"), letter("2", subject="minh"), letter("3", receiver=TAX), letter("4")])

    assert [receipt.entry.subject_sequence for receipt in receipts] == [4, 1, 1, 5]
    assert taking.new_subjects() == {(INSURANCE, "lan"): 5, (INSURANCE, "minh"): 1, (TAX, "lan"): 1}


def test_a_letter_that_the_log_holds_is_answered_and_not_written() -> None:
    first = intake()
    [before] = first.take([letter("birth")])
    again = intake(known={MessageId("birth"): before.entry}, heads=first.new_heads())

    [receipt] = again.take([letter("birth")])

    assert (receipt.entry, receipt.replayed) == (before.entry, True)
    assert (again.added, again.new_heads(), again.new_subjects()) == ([], {}, {})


def test_a_letter_that_comes_twice_in_a_batch_is_written_once() -> None:
    taking = intake()

    receipts = taking.take([letter("birth"), letter("death"), letter("birth")])

    assert [(receipt.entry.sequence, receipt.replayed) for receipt in receipts] == [(1, False), (2, False), (1, True)]
    assert len(taking.added) == 2


def test_an_id_does_not_stand_for_two_letters_of_a_batch() -> None:
    with pytest.raises(MessageIdReused) as refused:
        intake().take([letter("birth"), letter("birth", content=b"another")])

    assert refused.value.field == "messages[1].message_id"


REGISTRY = Registry(
    parties=[Party(INSURANCE, "Bảo hiểm xã hội Việt Nam"), Party(POPULATION, "Cơ sở dữ liệu quốc gia về dân cư")],
    routes=[Route("justice.birth-registered", INSURANCE), Route("justice.birth-registered", POPULATION)],
)


@pytest.mark.parametrize("receiver", [INSURANCE, POPULATION])
def test_a_kind_goes_to_those_for_whom_it_is_registered(receiver: Receiver) -> None:
    check_parties([letter("birth", receiver=receiver)], "agencies/justice", REGISTRY)


def test_a_kind_goes_to_no_other() -> None:
    registry = replace(REGISTRY, routes=[Route("justice.birth-registered", POPULATION)])

    with pytest.raises(KindNotTheReceivers) as refused:
        check_parties([letter("birth")], "agencies/justice", registry)

    assert refused.value.field == "messages[0].receiver"


def test_a_kind_that_nobody_registered_is_for_its_receiver_to_judge() -> None:
    check_parties([letter("birth")], "agencies/justice", replace(REGISTRY, routes=[]))


def test_nobody_sends_in_the_name_of_another() -> None:
    with pytest.raises(SenderNotCaller) as refused:
        check_parties([letter("birth")], "agencies/tax", REGISTRY)

    assert refused.value.field == "messages[0].sender"


def test_a_receiver_is_a_registered_agency() -> None:
    letters = [letter("birth"), letter("household", receiver=TAX)]

    with pytest.raises(ReceiverNotFound) as refused:
        check_parties(letters, "agencies/justice", REGISTRY)

    assert (refused.value.field, refused.value.facts) == ("messages[1].receiver", {"receiver": TAX})


@pytest.mark.parametrize(
    ("sizes", "count"),
    [
        pytest.param([], 0, id="nothing"),
        pytest.param([300] * 200, 200, id="as many as may go at once"),
        pytest.param([300] * 201, 200, id="one too many"),
        pytest.param([1 << 19, 1 << 19], 2, id="to the byte"),
        pytest.param([1 << 19, 1 << 19, 1], 2, id="a byte too many"),
        pytest.param([4 << 20, 1], 1, id="a giant goes alone"),
        pytest.param([1, 4 << 20], 1, id="a giant waits for the next"),
    ],
)
def test_what_goes_out_at_once_is_bounded_in_number_and_bytes(sizes: list[int], count: int) -> None:
    assert fitting(sizes) == count
