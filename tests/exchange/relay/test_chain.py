"""A log that was touched does not pass for one that was not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lienthong_emulator.exchange.relay.chain import Anchor, Break, LogCheck, Problem
from lienthong_emulator.exchange.relay.domain import (
    Entry,
    Envelope,
    Head,
    Intake,
    Letter,
    MessageId,
    Receiver,
    link_of,
)

INSURANCE = Receiver("agencies/insurance")
NINE = datetime(2022, 1, 5, 2, 0, tzinfo=UTC)
SUBJECTS = {b"birth": "lan", b"move": "minh", b"marriage": "lan", b"death": "minh"}


def letter(content: bytes) -> Letter:
    """The letter that a content stands for."""
    return Letter(
        message_id=MessageId(content.decode()),
        sender="agencies/justice",
        receiver=INSURANCE,
        subject=SUBJECTS[content],
        kind="justice.event",
        case_id="",
        content=content,
    )


def written() -> list[Entry]:
    intake = Intake(known={}, heads={}, subjects={}, time=NINE)
    intake.take(letter(content) for content in SUBJECTS)
    return intake.added


def head_of(entries: Sequence[Entry]) -> Head:
    return Head(entries[-1].sequence, entries[-1].digest) if entries else Head()


def check(entries: Sequence[Entry], head: Head | None = None, anchor: Anchor | None = None) -> LogCheck:
    checking = LogCheck(INSURANCE, lambda content: letter(content).envelope, anchor)
    checking.follow(map(link_of, entries))
    if checking.broken is None:
        checking.end(head_of(entries) if head is None else head)
    return checking


def anchor_at(entry: Entry) -> Anchor:
    return Anchor(entry.letter.message_id, entry.sequence, entry.digest)


@pytest.mark.parametrize("length", [pytest.param(0, id="empty"), pytest.param(1, id="one"), pytest.param(4, id="many")])
def test_an_untouched_log_holds(length: int) -> None:
    checking = check(written()[:length])

    assert (checking.broken, checking.entries, checking.sequence) == (None, length, length)


def test_an_untouched_log_holds_through_an_anchor() -> None:
    assert check(written(), anchor=anchor_at(written()[1])).broken is None


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param({"sequence": 3}, Problem.ENTRY_MISSING, id="another place"),
        pytest.param({"previous_digest": bytes(32)}, Problem.PREVIOUS_DIFFERS, id="another entry before"),
        pytest.param({"digest": bytes(32)}, Problem.DIGEST_DIFFERS, id="another digest"),
        pytest.param({"letter": letter(b"death")}, Problem.DIGEST_DIFFERS, id="another message"),
        pytest.param({"letter": replace(letter(b"move"), case_id="x")}, Problem.ENVELOPE_DIFFERS, id="another case"),
        pytest.param({"subject_sequence": 2}, Problem.SUBJECT_MISCOUNTED, id="another count"),
    ],
)
def test_the_first_entry_that_was_touched_is_named(change: dict[str, object], problem: Problem) -> None:
    entries = written()
    entries[1] = replace(entries[1], **change)  # type: ignore[arg-type] # the table above gives what the entry takes

    checking = check(entries)

    assert (checking.broken, checking.entries) == (Break(2, problem), 2)


def test_of_several_faults_the_first_is_named_and_nothing_behind_it_is_read() -> None:
    entries = written()
    entries[1] = replace(entries[1], letter=replace(letter(b"move"), case_id="x"))
    entries[2] = replace(entries[2], digest=bytes(32))
    entries[3] = replace(entries[3], sequence=-4)
    read = list[bytes]()

    def noting(content: bytes) -> Envelope:
        read.append(content)
        return letter(content).envelope

    checking = LogCheck(INSURANCE, noting)
    checking.follow(map(link_of, entries))

    assert checking.broken == Break(2, Problem.ENVELOPE_DIFFERS)
    assert read == [b"birth", b"move"]


def test_a_log_is_checked_page_by_page() -> None:
    entries = written()
    checking = LogCheck(INSURANCE, lambda content: letter(content).envelope, anchor_at(entries[2]))

    for page in (entries[:1], entries[1:3], entries[3:], []):
        checking.follow(map(link_of, page))
    checking.end(head_of(entries))

    assert (checking.broken, checking.entries, checking.sequence) == (None, 4, 4)


def test_entries_of_another_receivers_log_do_not_hold() -> None:
    checking = LogCheck(Receiver("agencies/tax"), lambda content: letter(content).envelope)

    checking.follow(map(link_of, written()))

    assert checking.broken == Break(1, Problem.ENVELOPE_DIFFERS)


@pytest.mark.parametrize(
    ("kept", "head", "sequence"),
    [
        pytest.param(2, Head(4, written()[3].digest), 3, id="entries were cut off"),
        pytest.param(4, Head(2, written()[1].digest), 3, id="entries were added"),
        pytest.param(4, Head(4, bytes(32)), 4, id="the digest of the head was changed"),
        pytest.param(4, Head(), 1, id="the head was removed"),
    ],
)
def test_the_log_ends_where_its_head_says(kept: int, head: Head, sequence: int) -> None:
    assert check(written()[:kept], head).broken == Break(sequence, Problem.HEAD_DIFFERS)


@pytest.mark.parametrize(
    ("anchor", "broken"),
    [
        pytest.param(anchor_at(written()[3]), Break(3, Problem.ANCHOR_MISSING), id="cut off, head and all"),
        pytest.param(Anchor("move", 2, bytes(32)), Break(2, Problem.ANCHOR_DIFFERS), id="another digest"),
        pytest.param(Anchor("birth", 2, written()[1].digest), Break(2, Problem.ANCHOR_DIFFERS), id="another message"),
        pytest.param(Anchor("birth", 0, bytes(32)), Break(3, Problem.ANCHOR_MISSING), id="no place"),
    ],
)
def test_an_anchor_tells_what_the_log_alone_does_not(anchor: Anchor, broken: Break) -> None:
    assert check(written()[:2], anchor=anchor).broken == broken
