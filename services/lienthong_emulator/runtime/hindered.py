"""A servicer's method, as a call finds it that planned faults may meet: of the same shape, for the wrapper to run."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from google.protobuf.message import Message

from lienthong.contract import message_class
from lienthong_emulator.runtime.standing_fault import Encounter

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.journal import Entry


def hindered(answer: Callable[[Any, Call], Awaitable[Message | bytes]], entry: Entry) -> Callable[..., Any]:
    """A method that answers once."""

    async def respond(request: Any, call: Call) -> Message:
        encounters = _encounters(request, call, entry)
        for encounter in encounters:
            await encounter.fault.effect.before(encounter)
        if encounters and not isinstance(request, Message):
            request = _cut(request, encounters)
        found = _read(await answer(request, call), entry)
        return _as_sent(found, encounters, is_last=True)

    return respond


def hindered_stream(
    answer: Callable[[Any, Call], AsyncGenerator[Message | bytes]], entry: Entry
) -> Callable[..., AsyncGenerator[Message]]:
    """A method that answers with a stream."""

    async def respond(request: Any, call: Call) -> AsyncGenerator[Message]:
        encounters = _encounters(request, call, entry)
        for encounter in encounters:
            await encounter.fault.effect.before(encounter)
        _pass(encounters, 0)
        async with aclosing(answer(request, call)) as frames:
            sent = 0
            async for frame in frames:
                yield _as_sent(_read(frame, entry), encounters, is_last=False)
                sent += 1
                _pass(encounters, sent)
        for encounter in encounters:
            encounter.fault.effect.after(encounter)

    return respond


def _encounters(request: Any, call: Call, entry: Entry) -> Sequence[Encounter]:
    def read() -> Message | None:
        return request if isinstance(request, Message) else None

    board = call.kit.faults
    found = board.met_by_call(call.kit.agency, entry.method, call.context, read, call.kit.now)
    return [Encounter(fault, call, entry) for fault in found]


def _as_sent(answer: Message, encounters: Sequence[Encounter], *, is_last: bool) -> Message:
    for encounter in encounters:
        answer = encounter.fault.effect.answer(encounter, answer)
        if is_last:
            encounter.fault.effect.after(encounter)
    return answer


async def _cut(requests: AsyncIterator[Any], encounters: Sequence[Encounter]) -> AsyncGenerator[Any]:
    _pass(encounters, 0)
    read = 0
    async for request in requests:
        yield request
        read += 1
        _pass(encounters, read)


def _pass(encounters: Sequence[Encounter], messages: int) -> None:
    for encounter in encounters:
        encounter.fault.effect.passes(encounter, messages)


def _read(answer: Message | bytes, entry: Entry) -> Message:
    """An answer that a servicer put together from parts, as the message that it is."""
    if isinstance(answer, Message):
        return answer
    return message_class(entry.method.answer_kind).FromString(answer)
