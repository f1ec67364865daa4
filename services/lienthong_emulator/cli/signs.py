"""`signs`: which units show signs of breaking the law of social insurance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import print_json

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from lienthong import Client
    from lienthong.insurance.v1.violation_sign_service_pb2 import ViolationSign

INSURANCE: Final = "agencies/insurance"
"""Nobody else may."""
PAGE: Final = 500


def signs(
    unit: Annotated[str, typer.Option("--unit", help="Code of the only unit to look at.")] = "",
    rule: Annotated[str, typer.Option("--rule", help="Code of the only rule to look by.")] = "",
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """List signs of violation, unit by unit, with the months and what is at stake.

    What the tax service holds counts after `reconcile tax`. With --json a line for each sign.
    """
    finish(lambda: run(_signs(unit, rule, json, target, world)), json=json)


async def _signs(unit: str, rule: str, json: bool, target: str, world: str) -> Ending:
    found = 0
    async with client_of(parse_target(target), world, INSURANCE) as client:
        async for sign in _listed(client, unit, rule):
            found += 1
            print_json(_as_json(sign)) if json else print(_line(sign))
    if not (found or json):
        print("No signs")
    return Ending.DONE


async def _listed(client: Client, unit: str, rule: str) -> AsyncGenerator[ViolationSign]:
    from lienthong.insurance.v1.violation_sign_service_pb2 import ListViolationSignsRequest

    request = ListViolationSignsRequest(unit_code=unit, rule_code=rule, page_size=PAGE)
    while True:
        page = await client.violation_signs.ListViolationSigns(request)
        for sign in page.signs:
            yield sign
        if not page.next_page_token:
            return
        request.page_token = page.next_page_token


def _line(sign: ViolationSign) -> str:
    first, last = (f"{month.year}-{month.month:02}" for month in (sign.first_month, sign.last_month))
    said = f"{sign.unit_code or sign.tax_code:<12}{sign.rule.code:<26}{first}..{last}{sign.amount:>18,} đ"
    return f"{said}  {sign.rule.english}"


def _as_json(sign: ViolationSign) -> Any:
    from google.protobuf.json_format import MessageToDict

    return MessageToDict(sign, preserving_proto_field_name=True)
