"""What an agency is, seen from outside: a name, its tables, its services, and the staff that does the work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from google.protobuf.descriptor import ServiceDescriptor
    from google.protobuf.message import Message

    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Kit, Tx
    from lienthong_emulator.runtime.node import Node
    from lienthong_emulator.runtime.peers import Peers
    from lienthong_emulator.runtime.waits import Waiting

Fire = Callable[["Tx", str], Awaitable[None]]
Settled = Callable[[Any, "Kit"], Awaitable["Stillness"]]


@dataclass(frozen=True, slots=True)
class Stillness:
    """Whether nothing is under way, but for what waits for parties that are `silent`."""

    settled: bool
    silent: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Receives:
    """A kind of message that an agency takes in: the event in its body, and what is done with it.

    The event has passed its shape rules; the sender is the caller of the transaction's context.
    """

    event: type[Message]
    take_in: Callable[[Tx, Any], Awaitable[None]]


class Desk(Protocol):
    """Carries durable rows of one kind on."""

    async def advance(self, kit: Kit, key: str, /) -> bool:
        """Take one step, and say whether more can be done now."""
        ...


@dataclass(frozen=True, kw_only=True)
class Work:
    """Durable rows of one kind that a worker carries on, step by step.

    `pending` lists the keys of rows that are under way. A process makes its `desk` when the first has to be carried on.
    `at_once` bounds how many rows are carried on side by side.
    """

    pending: Callable[[Reader], Awaitable[Sequence[str]]]
    desk: Callable[[Peers], Desk]
    at_once: int = 64


def keys_in(statement: str) -> Callable[[Reader], Awaitable[Sequence[str]]]:
    """Lists the keys that a statement gives: a start asks for them, and need not import whose rows they are."""

    async def keys(db: Reader) -> Sequence[str]:
        return [key for (key,) in await db.fetch_tuples(statement)]

    return keys


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Who does an agency's work: a servicer for each service by its name, and what messages, timers and rows lead to.

    `settled` says of a servicer whether nothing is under way in a world that the runtime does not know of; a service
    without it leaves nothing under way. `waiting` names every kind of row that waits for somebody.
    """

    servicers: Mapping[str, Callable[[Node], Any]] = field(default_factory=dict[str, "Callable[[Node], Any]"])
    settled: Mapping[str, Settled] = field(default_factory=dict[str, "Settled"])
    inbox: Mapping[str, Receives] = field(default_factory=dict[str, Receives])
    timers: Mapping[str, Fire] = field(default_factory=dict[str, Fire])
    work: Mapping[str, Work] = field(default_factory=dict[str, Work])
    waiting: Callable[[], Sequence[Waiting]] = tuple


@dataclass(frozen=True, kw_only=True)
class Agency:
    """A party with its own database and, when split, its own process.

    `rows` names what fills its tables when a world is built, as `module:function`: a pure function of a `Nation` that
    yields `Rows`, imported only then; empty for an agency that starts empty. `first_timers` likewise names what is due
    from the beginning. `staff` imports what does the work: with
    the first call, or a moment after the start. `control` is not `in_worlds`: it has no database in any of them; its
    servicers' methods take `(request, context)`.
    """

    name: str
    schema: str
    services: Sequence[ServiceDescriptor]
    staff: Callable[[], Staff] = Staff
    rows: str = ""
    first_timers: str = ""
    has_inbox: bool = False
    in_worlds: bool = True
