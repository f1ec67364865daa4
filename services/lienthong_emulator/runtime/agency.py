"""What an agency is, seen from outside: a name, its tables, its services, and what it does with messages and timers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from google.protobuf.descriptor import ServiceDescriptor
    from google.protobuf.message import Message

    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Kit, Tx
    from lienthong_emulator.runtime.node import Node
    from lienthong_emulator.runtime.peers import Peers

Fire = Callable[["Tx", str], Awaitable[None]]


async def _always(_servicer: object, _kit: Kit) -> bool:
    """A service that leaves nothing under way."""
    return True


@dataclass(frozen=True, kw_only=True)
class Service:
    """One gRPC service of an agency and how its servicer is made.

    `settled` says of the servicer whether nothing is under way in a world that the runtime does not know of.
    """

    descriptor: ServiceDescriptor
    servicer: Callable[[Node], Any]
    settled: Callable[[Any, Kit], Awaitable[bool]] = _always


@dataclass(frozen=True, slots=True)
class Receives:
    """A kind of message that an agency takes in: the event in its body, and what is done with it.

    The event has passed its shape rules; the sender is the caller of the transaction's context.
    """

    event: type[Message]
    take_in: Callable[[Tx, Any], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Work:
    """Durable rows of one kind that a worker carries on, step by step.

    `pending` lists the keys of rows that are under way. `advance` takes one step and says whether more can be done now.
    `at_once` bounds how many rows are carried on side by side.
    """

    pending: Callable[[Reader], Awaitable[Sequence[str]]]
    advance: Callable[[Peers], Callable[[Kit, str], Awaitable[bool]]]
    at_once: int = 64


@dataclass(frozen=True, kw_only=True)
class Agency:
    """A party with its own database and, when split, its own process.

    `rows` names what fills its tables when a world is built, as `module:function`: a pure function of a `Nation` that
    yields `Rows`, imported only then; empty for an agency that starts empty. `control` is not `in_worlds`: it has no
    database in any of them; its servicers' methods take `(request, context)`.
    """

    name: str
    schema: str
    services: Sequence[Service]
    rows: str = ""
    inbox: Mapping[str, Receives] = field(default_factory=dict[str, Receives])
    timers: Mapping[str, Fire] = field(default_factory=dict[str, Fire])
    work: Mapping[str, Work] = field(default_factory=dict[str, Work])
    in_worlds: bool = True
