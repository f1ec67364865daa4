"""The record of who asked about whom: one for each register, kept where its people are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from lienthong.access.v1 import access_pb2
from lienthong_emulator.access.many import askings_of_many, is_about_many, keep_many
from lienthong_emulator.runtime.database import insert_of, reader_of
from lienthong_emulator.runtime.kit import instant_of_micros, micros
from lienthong_emulator.runtime.paging import page_size, page_token, place_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.database import Reader, Transaction
    from lienthong_emulator.runtime.kit import Kit

_AFTER_ALL = 1 << 62
"""A key beyond those of all askings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Somebody asked, at a moment of the world's clock in microseconds since 1970."""

    asking_key: int
    asking_time: int
    caller: str
    on_behalf_of: str
    method: str
    purpose: str
    legal_basis: str
    case_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """About whom somebody asked, by the register's own key, and what it came to."""

    subject_key: int
    asking_key: int
    result: int


class _Asked(NamedTuple):
    """An asking that is not written yet; `results` of each subject, in their order, or of none."""

    time: datetime
    context: Context
    method: str
    subject_keys: Sequence[int]
    results: Sequence[int]


def note_access(call: Call, subject_keys: Sequence[int], results: Sequence[int] = ()) -> None:
    """Note that a caller asked about people, and what it came to for each: it is written a moment later."""
    if subject_keys:
        asked = _Asked(call.time, call.context, call.method, subject_keys, results)
        call.kit.later.note(_keep, asked, subject_keys)


def note_results(call: Call, results: Iterable[tuple[int, int]]) -> None:
    """Note one asking about several people by their keys, with what each is told of it; who is there twice, twice."""
    once, again = dict[int, int](), list[tuple[int, int]]()
    for subject, result in results:
        if subject in once:
            again.append((subject, result))
        else:
            once[subject] = result
    note_access(call, [*once], [*once.values()])
    if again:
        note_results(call, again)


async def _keep(tx: Transaction, noted: Sequence[_Asked]) -> None:
    row = await tx.fetch_one("SELECT coalesce(max(asking_key), 0) AS last FROM asking")
    numbered = list(enumerate(noted, 1 + int(row["last"] if row else 0)))
    tx.execute_many(insert_of("asking", Asking), [_asking(key, asked) for key, asked in numbered])
    _keep_few(tx, [(key, asked) for key, asked in numbered if not is_about_many(asked.subject_keys, asked.results)])
    for key, asked in numbered:
        if is_about_many(asked.subject_keys, asked.results):
            keep_many(tx, key, asked.subject_keys)


def _keep_few(tx: Transaction, numbered: Sequence[tuple[int, _Asked]]) -> None:
    accesses = {
        (subject, key): result
        for key, asked in numbered
        for subject, result in zip(asked.subject_keys, asked.results or repeat(0), strict=False)
    }
    # In the order of the table: then each of its pages is looked for once.
    rows = [
        {"subject_key": subject, "asking_key": key, "result": accesses[subject, key]}
        for subject, key in sorted(accesses)
    ]
    tx.execute_many(insert_of("access", Access), rows)


def _asking(key: int, asked: _Asked) -> dict[str, str | int]:
    context = asked.context
    return {
        "asking_key": key,
        "asking_time": micros(asked.time),
        "caller": context.caller,
        "on_behalf_of": context.on_behalf_of,
        "method": asked.method.rpartition("/")[2],
        "purpose": context.purpose,
        "legal_basis": context.legal_basis,
        "case_id": context.case_id,
    }


async def list_accesses(
    call: Call, request: access_pb2.ListAccessesRequest, subject_key: int
) -> access_pb2.ListAccessesResponse:
    """A page of the record of one person, the latest first."""
    await call.kit.later.written()
    size, (before,) = page_size(request), place_in(call, request, (_AFTER_ALL,))
    found = await _askings_about(call, subject_key, before=before, most=size + 1)
    return access_pb2.ListAccessesResponse(
        accesses=map(_access_to_proto, found[:size]),
        next_page_token=page_token(call, request, found[size - 1].asking_key) if len(found) > size else "",
    )


async def _askings_about(call: Call, subject_key: int, *, before: int, most: int) -> Sequence[Asking]:
    """The latest first."""
    db = call.kit.lookups
    of_few = await db.fetch_tuples(
        """
        SELECT asking_key FROM access WHERE subject_key = :key AND asking_key < :before
        ORDER BY asking_key DESC LIMIT :most
        """,
        key=subject_key,
        before=before,
        most=most,
    )
    of_many = await askings_of_many(call.kit.scans, subject_key, before=before, most=most)
    wanted = sorted((*(key for (key,) in of_few), *of_many), reverse=True)[:most]
    rows = await db.fetch_all(
        "SELECT * FROM asking WHERE asking_key IN (:wanted*) ORDER BY asking_key DESC", wanted=wanted
    )
    return [reader_of(Asking)(row) for row in rows]


class Result(NamedTuple):
    """What an asking about somebody came to: when, in microseconds since 1970, who asked, and the method's number."""

    time: int
    caller: str
    result: int


async def latest_results(kit: Kit, subject_keys: Collection[int], most: int) -> Mapping[int, Sequence[Result]]:
    """Of people, those that are told to who asks after, the latest first: of each of whom there are any."""
    if kit.later.concerns(subject_keys):
        await kit.later.written()
    return await _latest_results(kit.lookups, {*subject_keys}, most) if subject_keys else {}


async def _latest_results(db: Reader, subject_keys: Collection[int], most: int) -> Mapping[int, Sequence[Result]]:
    """People are asked about one by one where there is more than is told: some have thousands."""
    limit = most * len(subject_keys)
    rows = await db.fetch_tuples(
        """
        SELECT subject_key, asking_time, caller, result FROM access JOIN asking ON asking.asking_key = access.asking_key
        WHERE subject_key IN (:keys*) AND result <> 0 ORDER BY access.asking_key DESC LIMIT :limit
        """,
        keys=[*subject_keys],
        limit=limit,
    )
    if len(rows) == limit and len(subject_keys) > 1:
        return {key: found for one in subject_keys for key, found in (await _latest_results(db, [one], most)).items()}
    found: defaultdict[int, list[Result]] = defaultdict(list)
    for key, *result in rows:
        found[key].append(Result(*result))
    return found


def _access_to_proto(asking: Asking) -> access_pb2.Access:
    return access_pb2.Access(
        access_time=instant_of_micros(asking.asking_time),
        caller=asking.caller,
        on_behalf_of=asking.on_behalf_of,
        method=asking.method,
        purpose=asking.purpose,
        legal_basis=asking.legal_basis,
        case_id=asking.case_id,
    )
