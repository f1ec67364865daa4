"""The record of who asked about whom: one for each register, kept where its people are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from lienthong.access.v1 import access_pb2
from lienthong_emulator.runtime.database import columns_of, insert_of, reader_of
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.runtime.paging import page_token, place_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lienthong_emulator.runtime.calls import Call

PAGE, LARGEST_PAGE = 50, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Somebody asked about a person, who is known by the register's own key."""

    subject_key: int
    access_time: datetime
    caller: str
    on_behalf_of: str
    method: str
    purpose: str
    legal_basis: str
    case_id: str


NOTE_ACCESS: Final = insert_of("access", Access)


def note_access(call: Call, subject_keys: Iterable[int]) -> None:
    """Note that a caller asked about people: it is written a moment later."""
    asked = columns_of(
        Access(
            subject_key=0,
            access_time=call.kit.now().astimezone(UTC),
            caller=call.context.caller,
            on_behalf_of=call.context.on_behalf_of,
            method=call.method.rpartition("/")[2],
            purpose=call.context.purpose,
            legal_basis=call.context.legal_basis,
            case_id=call.context.case_id,
        )
    )
    call.kit.later.note(NOTE_ACCESS, *({**asked, "subject_key": key} for key in subject_keys))


async def list_accesses(
    call: Call, request: access_pb2.ListAccessesRequest, subject_key: int
) -> access_pb2.ListAccessesResponse:
    """A page of the record of one person, the latest first."""
    await call.kit.later.written()
    size, (skip,) = min(request.page_size or PAGE, LARGEST_PAGE), place_in(call, request, (0,))
    found = await _accesses_of(call, subject_key, skip=skip, most=size + 1)
    return access_pb2.ListAccessesResponse(
        accesses=map(_access_to_proto, found[:size]),
        next_page_token=page_token(call, request, skip + size) if len(found) > size else "",
    )


async def _accesses_of(call: Call, subject_key: int, *, skip: int, most: int) -> Sequence[Access]:
    rows = await call.kit.lookups.fetch_all(
        "SELECT * FROM access WHERE subject_key = :key ORDER BY position DESC LIMIT :most OFFSET :skip",
        key=subject_key,
        most=most,
        skip=skip,
    )
    return [reader_of(Access)(row) for row in rows]


def _access_to_proto(access: Access) -> access_pb2.Access:
    return access_pb2.Access(
        access_time=instant(access.access_time),
        caller=access.caller,
        on_behalf_of=access.on_behalf_of,
        method=access.method,
        purpose=access.purpose,
        legal_basis=access.legal_basis,
        case_id=access.case_id,
    )
