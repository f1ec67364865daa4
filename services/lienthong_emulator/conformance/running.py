"""Runs cases one after the other, and tells what came of each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from time import perf_counter
from typing import TYPE_CHECKING, Any, cast

from lienthong_emulator.conformance.calling import parsed
from lienthong_emulator.conformance.judging import faults_of
from lienthong_emulator.conformance.places import place_of, put, value_at
from lienthong_emulator.conformance.services import service_named
from lienthong_emulator.conformance.values import Values

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from lienthong_emulator.conformance.calling import Lines, Reply
    from lienthong_emulator.conformance.cases import Case, Step

CALLER = "testers/conformance"


class Outcome(Enum):
    """What became of a case."""

    PASSED = "passed"
    FAILED = "failed"
    KNOWN = "failed, as is known"
    MENDED = "passed, and is listed as failing"
    LEFT_OUT = "left out: it writes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one case. `reached` has each call with a reason that it was refused with, or `""` for an answer."""

    case: Case
    outcome: Outcome
    faults: Sequence[str] = ()
    seconds: float = 0.0
    reached: frozenset[tuple[str, str]] = field(default_factory=frozenset[tuple[str, str]])
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where cases are run: in which world, of which year; empty where the target picks it."""

    lines: Lines
    world: str
    year: int
    reads_only: bool = False
    known: Mapping[str, str] = field(default_factory=dict[str, str])
    """Cases that are known to fail, each with the reason."""


async def run_cases(cases: Sequence[Case], setting: Setting) -> AsyncIterator[Result]:
    for case in cases:
        if setting.reads_only and not case.reads_only:
            yield Result(case=case, outcome=Outcome.LEFT_OUT)
        else:
            yield await _run(case, setting)


async def _run(case: Case, setting: Setting) -> Result:
    begun = perf_counter()
    replies, faults = await _Attempt(case, setting).steps()
    reached = {(step.call, met) for step, reply in zip(case.steps, replies, strict=False) for met in _met(reply)}
    return Result(
        case=case,
        outcome=_outcome(bool(faults), case.case_id in setting.known),
        faults=faults,
        seconds=perf_counter() - begun,
        reached=frozenset(reached),
        note=setting.known.get(case.case_id, ""),
    )


def _met(reply: Reply) -> Iterator[str]:
    """The reason of a refusal, and those that an answer tells of its parts; `""` for an answer."""
    if reply.refused:
        yield reply.refused.reason
    elif reply.code == "OK":
        yield ""
        yield from _reasons_in(list(reply.answers))


def _reasons_in(value: Any) -> Iterator[str]:
    """The field `reason`, however deep."""
    if isinstance(value, dict):
        held = cast(dict[str, Any], value)
        if "reason" in held:
            yield held["reason"]
        value = list(held.values())
    if isinstance(value, list):
        for element in cast(list[Any], value):
            yield from _reasons_in(element)


def _outcome(fails: bool, is_known: bool) -> Outcome:
    if fails:
        return Outcome.KNOWN if is_known else Outcome.FAILED
    return Outcome.MENDED if is_known else Outcome.PASSED


class _Attempt:
    """One run of one case."""

    def __init__(self, case: Case, setting: Setting) -> None:
        self._case, self._lines = case, setting.lines
        self._service = service_named(case.service)
        self._values = Values(case_id=case.case_id, world=setting.world, year=setting.year)
        self._metadata = {"lienthong-caller": CALLER, **({"lienthong-world": setting.world} if setting.world else {})}

    async def steps(self) -> tuple[list[Reply], list[str]]:
        """What came of each step, up to the first that is not as it must be, and what is wrong with that."""
        replies: list[Reply] = []
        for number, step in enumerate(self._case.steps):
            sent = self._requests(step)
            reply = await self._reply(step, sent)
            expected = self._values.fill_expected(step.expected)
            found = faults_of(reply, expected, sent, replies, self._service, step.call)
            found += self._keep(step, reply)
            replies.append(reply)
            if found:
                at = f"step {number}, {step.call}: " if len(self._case.steps) > 1 else ""
                return replies, [f"{at}{fault}" for fault in found]
        return replies, []

    async def _reply(self, step: Step, sent: Sequence[Message]) -> Reply:
        wire = [step.wire] if step.wire is not None else [message.SerializeToString() for message in sent]
        metadata = {**self._metadata, **step.metadata}
        for _ in range(step.times - 1):
            await self._lines.call(self._service, step.call, wire, metadata, step.frames)
        return await self._lines.call(self._service, step.call, wire, metadata, step.frames)

    def _requests(self, step: Step) -> list[Message]:
        kind = self._service.descriptor.methods_by_name[step.call].input_type
        filled = self._values.fill(step.request)
        for path, value in step.changes.items():
            filled = put(filled, place_of(path), self._values.fill(value))
        return [parsed(one, kind) for one in (cast(list[Any], filled) if isinstance(filled, list) else [filled])]

    def _keep(self, step: Step, reply: Reply) -> list[str]:
        """Keep for later steps what the case asks for; that it is not there is a fault."""
        for name, path in step.keep.items():
            value = value_at(reply.answer, place_of(path))
            if value is None:
                return [f"{path}: expected something, was nothing"]
            self._values.kept[name] = value
        return []
