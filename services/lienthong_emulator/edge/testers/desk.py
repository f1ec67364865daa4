"""The tester's own page of the gateway: `GET` and `PATCH /lienthong/gateway`, in the world of the request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from starlette.responses import JSONResponse
from starlette.routing import Route

from lienthong_emulator.edge.bodies import UnreadableBody, fields_of_json
from lienthong_emulator.edge.testers.switches import (
    MOST_FAULTS,
    MOST_TIMES,
    Failure,
    Fault,
    Switches,
    TokenClock,
)
from lienthong_emulator.edge.tokens.clock import refuse_no_world
from lienthong_emulator.edge.worlds import visitor_of
from lienthong_emulator.runtime.handlers import MalformedRequest
from lienthong_emulator.runtime.refusals import Kind, Refusal

if TYPE_CHECKING:
    from enum import StrEnum

    from starlette.requests import Request
    from starlette.responses import Response

    from lienthong_emulator.edge.bodies import Fields
    from lienthong_emulator.edge.doors import Doors

PATH = "/lienthong/gateway"

ANSWER = re.compile("drop|restricted|[0-9]{2,4}")

Choice = TypeVar("Choice", bound="StrEnum")


class UnknownSwitch(Refusal):
    """A field that there is not, or a value that it cannot have."""

    kind = Kind.INVALID_ARGUMENT
    reason = "UNKNOWN_SWITCH"
    english = "{field} is no switch, or cannot be that; docs/gateway.md lists them."
    vietnamese = "{field} không phải là công tắc, hoặc không nhận giá trị này; xem docs/gateway.md."


class MalformedSwitches(MalformedRequest):
    english = "The body is no JSON that can be read."
    vietnamese = "Nội dung không phải là JSON đọc được."


def routes(doors: Doors) -> Sequence[Route]:
    return [
        Route(PATH, partial(_show, doors), methods=["GET"]),
        Route(PATH, partial(_change, doors), methods=["PATCH"]),
    ]


async def _show(doors: Doors, request: Request) -> Response:
    await refuse_no_world(doors, visitor_of(request))
    return _shown(doors, visitor_of(request).world)


async def _change(doors: Doors, request: Request) -> Response:
    await refuse_no_world(doors, visitor_of(request))
    world = visitor_of(request).world
    try:
        fields = await fields_of_json(request)
    except UnreadableBody as error:
        raise MalformedSwitches from error
    doors.switches.put(world, _changed(doors.switches.of(world), fields))
    return _shown(doors, world)


def _shown(doors: Doors, world: str) -> Response:
    return JSONResponse({"world": world, **asdict(doors.switches.of(world))})


def _changed(switches: Switches, fields: Fields) -> Switches:
    if unknown := set(fields.values) - set(asdict(switches)) - {"world"}:
        raise UnknownSwitch(field=min(unknown))
    if "failure" in fields.values:
        switches = replace(switches, failure=_choice(Failure, fields, "failure"))
    if "clock" in fields.values:
        switches = replace(switches, clock=_choice(TokenClock, fields, "clock"))
    if "faults" in fields.values:
        switches = replace(switches, faults=_faults(fields.value("faults")))
    return switches


def _choice(kind: type[Choice], fields: Fields, name: str) -> Choice:
    try:
        return kind(fields.value(name))
    except ValueError as error:
        raise UnknownSwitch(field=name) from error


def _faults(given: Any) -> Sequence[Fault]:
    if not isinstance(given, list) or len(cast("list[Any]", given)) > MOST_FAULTS:
        raise UnknownSwitch(field="faults")
    return [_fault(row, f"faults[{place}]") for place, row in enumerate(cast("list[Any]", given))]


def _fault(given: Any, field: str) -> Fault:
    if not isinstance(given, dict):
        raise UnknownSwitch(field=field)
    row = cast("dict[str, Any]", given)
    known = {"answer": str, "endpoint": str, "times": int}
    for name, value in row.items():
        if name not in known or type(value) is not known[name]:
            raise UnknownSwitch(field=f"{field}.{name}")
    fault = Fault(answer=row.get("answer", ""), endpoint=row.get("endpoint", ""), times=row.get("times", 1))
    if not ANSWER.fullmatch(fault.answer):
        raise UnknownSwitch(field=f"{field}.answer")
    if not 1 <= fault.times <= MOST_TIMES:
        raise UnknownSwitch(field=f"{field}.times")
    return fault
