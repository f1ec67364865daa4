"""`people show`: one person on a page, as population and insurance hold them."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import print_json

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from lienthong import Client
    from lienthong.insurance.v1.participant_pb2 import Participant
    from lienthong.population.v1.citizen_pb2 import Citizen

    Answer = TypeVar("Answer", bound=Message)

PERSONAL_NUMBER, CMND, SI_NUMBER, CARD = 12, 9, 10, 15
TYPES = {
    PERSONAL_NUMBER: "IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER",
    CMND: "IDENTITY_NUMBER_TYPE_CMND",
    SI_NUMBER: "IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE",
    CARD: "IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD",
}
"""Kinds of numbers by their length."""


def show(
    number: Annotated[
        str,
        typer.Argument(help="Personal number, CMND, social-insurance number or card, old ones too."),
    ],
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Show what population and insurance hold of a person today, group by group."""
    finish(lambda: run(_show(number.replace(" ", "").upper(), json, target, world)), json=json)


async def _show(number: str, json: bool, target: str, world: str) -> Ending:
    if len(number) not in TYPES or not (number.isascii() and number.isalnum()):
        raise Stopped(Ending.USAGE, f"a number has 9, 10, 12 or 15 characters, not {number!r}")
    async with client_of(parse_target(target), world) as client:
        citizen, participant = await _held(client, number)
    if citizen is None and participant is None:
        raise Stopped(Ending.REFUSED, f"neither population nor insurance holds {number}")
    if json:
        print_json({"citizen": _as_json(citizen), "participant": _as_json(participant)})
    else:
        _print(citizen, participant)
    return Ending.DONE


async def _held(client: Client, number: str) -> tuple[Citizen | None, Participant | None]:
    """By the number, and where one of them does not hold it, by the current number that the other has."""
    participant = await _participant(client, number)
    citizen = await _citizen(client, number) if len(number) in (PERSONAL_NUMBER, CMND) else None
    if citizen is None and participant is not None:
        citizen = await _first_citizen(client, participant)
    if participant is None and citizen is not None:
        participant = await _participant(client, citizen.identity_numbers[0].value)
    return citizen, participant


async def _first_citizen(client: Client, participant: Participant) -> Citizen | None:
    for held in participant.basic.identity_numbers:
        if len(held.value) in (PERSONAL_NUMBER, CMND) and (citizen := await _citizen(client, held.value)):
            return citizen
    return None


async def _participant(client: Client, number: str) -> Participant | None:
    from lienthong.insurance.v1.registry_service_pb2 import GetParticipantRequest
    from lienthong.type.v1.identity_pb2 import IdentityNumber, IdentityNumberType

    asked = IdentityNumber(type=IdentityNumberType.Value(TYPES[len(number)]), value=number)
    answer = client.registry.GetParticipant(GetParticipantRequest(identity_number=asked))
    return await _unless(answer, "PARTICIPANT_NOT_FOUND")


async def _citizen(client: Client, number: str) -> Citizen | None:
    from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest
    from lienthong.type.v1.identity_pb2 import IdentityNumber, IdentityNumberType

    asked = IdentityNumber(type=IdentityNumberType.Value(TYPES[len(number)]), value=number)
    return await _unless(client.citizens.GetCitizen(GetCitizenRequest(identity_number=asked)), "CITIZEN_NOT_FOUND")


async def _unless(answer: Awaitable[Answer], reason: str) -> Answer | None:
    from lienthong import Refused, refused

    try:
        with refused():
            return await answer
    except Refused as no:
        if no.reason != reason:
            raise
        return None


def _as_json(message: Message | None) -> object:
    from google.protobuf.json_format import MessageToDict

    return MessageToDict(message, preserving_proto_field_name=True) if message is not None else None


def _print(citizen: Citizen | None, participant: Participant | None) -> None:
    from lienthong_emulator.cli.pages import page_of

    print("\n".join([*page_of("Population", citizen), "", *page_of("Insurance", participant)]))
