"""The exchange's logs after a run: they hold, were received as they stand, and whoever changes one is found out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from tests.torture.filings import Damage

from lienthong_emulator.exchange.relay.chain import LogCheck
from lienthong_emulator.exchange.relay.convert import envelope_in
from lienthong_emulator.exchange.relay.domain import Entry, Head, Receiver, link_of
from lienthong_emulator.exchange.relay.store import ENTRIES, entry_in

if TYPE_CHECKING:
    from tests.torture.desk import Desk

LONGEST_TAMPERED = 40
TAMPERINGS_OF_A_KIND = 1_000
Tamper = Callable[[list[Entry], Random], list[Entry]]


def logs_of(desk: Desk) -> dict[Receiver, list[Entry]]:
    """Every log, read from the exchange's file."""
    logs: dict[Receiver, list[Entry]] = {}
    for row in desk.rows("exchange", f"{ENTRIES} ORDER BY e.receiver, e.sequence"):
        logs.setdefault(Receiver(row["receiver"]), []).append(entry_in(row))
    return logs


def heads_of(desk: Desk) -> dict[Receiver, Head]:
    rows = desk.rows("exchange", "SELECT receiver, sequence, digest FROM log_head")
    return {Receiver(row["receiver"]): Head(row["sequence"], row["digest"]) for row in rows}


def holds(receiver: Receiver, entries: Sequence[Entry], head: Head) -> bool:
    check = LogCheck(receiver, envelope_in)
    check.follow(map(link_of, entries))
    if check.broken is None:
        check.end(head)
    return check.broken is None


def deliveries(desk: Desk, logs: dict[Receiver, list[Entry]]) -> Damage:
    """Compare each log with what its receiver took in, and in which order."""
    damage = Damage()
    for receiver, entries in logs.items():
        asked = "SELECT message_id FROM received_message ORDER BY sequence"
        received = [row["message_id"] for row in desk.rows(receiver.removeprefix("agencies/"), asked)]
        sent = [entry.letter.message_id for entry in entries]
        found, times = Counter(received), Counter(sent)
        for message in {*sent, *received}:
            damage.count(f"message {message} to {receiver}", found[message], times[message])
            damage.count(f"message {message} in the log of {receiver}", times[message])
        if received != sent and sorted(received) == sorted(sent):
            damage.disordered.append(f"messages to {receiver}")
    return damage


def tamperings_missed(receiver: Receiver, entries: Sequence[Entry], chance: Random) -> dict[str, int]:
    """How many forgeries of each kind the chain does not tell. The head is in hand: a receipt of the last message."""
    log = [*entries[:LONGEST_TAMPERED]]
    head = Head(log[-1].sequence, log[-1].digest)
    return {
        name: sum(holds(receiver, forged, head) for forged in _forgeries(tamper, log, chance))
        for name, tamper in TAMPERINGS.items()
    }


def _forgeries(tamper: Tamper, log: Sequence[Entry], chance: Random) -> Iterator[list[Entry]]:
    for _ in range(TAMPERINGS_OF_A_KIND):
        yield tamper([*log], chance)


def _flip(log: list[Entry], chance: Random) -> list[Entry]:
    """One bit of one message."""
    place = chance.randrange(len(log))
    content = bytearray(log[place].letter.content)
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    log[place] = replace(log[place], letter=replace(log[place].letter, content=bytes(content)))
    return log


def _delete(log: list[Entry], chance: Random) -> list[Entry]:
    del log[chance.randrange(len(log))]
    return log


def _insert(log: list[Entry], chance: Random) -> list[Entry]:
    log.insert(chance.randrange(len(log) + 1), chance.choice(log))
    return log


def _swap(log: list[Entry], chance: Random) -> list[Entry]:
    one, other = chance.sample(range(len(log)), 2)
    log[one], log[other] = log[other], log[one]
    return log


def _truncate(log: list[Entry], chance: Random) -> list[Entry]:
    return log[: chance.randrange(len(log))]


TAMPERINGS: dict[str, Tamper] = {
    "flip": _flip,
    "delete": _delete,
    "insert": _insert,
    "swap": _swap,
    "truncate": _truncate,
}
