"""A call that is repeated has its effect once (AIP-155)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from lienthong_emulator.runtime.refusals import Kind, Refusal

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Tx

Answer = TypeVar("Answer", bound="Message")


class RequestIdReused(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "REQUEST_ID_REUSED"
    english = "The request id was used before with another request."
    vietnamese = "Mã yêu cầu này đã được dùng cho một yêu cầu khác."


async def once(
    call: Call,
    request: Message,
    answer_type: type[Answer],
    act: Callable[[Tx], Awaitable[Answer]],
    *,
    id_field: str = "request_id",
) -> Answer:
    """Act in one transaction, unless the same caller made the same request before: then answer as the first time.

    Only success is remembered. A request without an id, whose path is `id_field`, always acts.
    """
    request_id: str = attrgetter(id_field)(request)
    async with call.kit.write(call.context) as tx:
        first = await _first_answer(tx.db, call, request, request_id, id_field) if request_id else None
        if first is not None:
            call.replayed = True
            return answer_type.FromString(first)
        answer = await act(tx)
        if request_id:
            _remember(tx, call, request, request_id, answer)
    return answer


async def answered_before(call: Call, request: Message, answer_type: type[Answer]) -> Answer | None:
    """What the same request was answered the first time, for a call that asks others before it acts.

    None where it has to ask: `once` looks again when it acts.
    """
    request_id: str = attrgetter("request_id")(request)
    first = await _first_answer(call.kit.lookups, call, request, request_id, "request_id") if request_id else None
    if first is None:
        return None
    call.replayed = True
    return answer_type.FromString(first)


async def _first_answer(db: Reader, call: Call, request: Message, request_id: str, id_field: str) -> bytes | None:
    row = await db.fetch_one(
        """
        SELECT digest, answer FROM answered_request
        WHERE caller = :caller AND method = :method AND request_id = :request_id
        """,
        caller=call.context.caller,
        method=call.method,
        request_id=request_id,
    )
    if row is None:
        return None
    if bytes(row["digest"]) != _digest(request):
        raise RequestIdReused(field=id_field)
    return bytes(row["answer"])


def _remember(tx: Tx, call: Call, request: Message, request_id: str, answer: Message) -> None:
    tx.db.execute(
        """
        INSERT INTO answered_request (caller, method, request_id, digest, answer)
        VALUES (:caller, :method, :request_id, :digest, :answer)
        """,
        caller=call.context.caller,
        method=call.method,
        request_id=request_id,
        digest=_digest(request),
        answer=answer.SerializeToString(),
    )


def _digest(request: Message) -> bytes:
    return blake2b(request.SerializeToString(deterministic=True), digest_size=16).digest()
