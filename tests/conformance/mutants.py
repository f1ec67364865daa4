"""Servers with one deliberate fault each, such as a team might build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

import grpc
from google.protobuf.message import DecodeError, Message
from google.rpc import error_details_pb2, status_pb2
from tests.conformance.proxy import Ask, Asked, Fault, Told, no_fault

from lienthong.control.v1.clock_service_pb2 import AdvanceClockResponse
from lienthong.insurance.v1.card_check_pb2 import (
    CARD_CHECK_RESULT_BIRTH_DATE_WRONG,
    CARD_CHECK_RESULT_NAME_WRONG,
    CheckCardResponse,
)
from lienthong.insurance.v1.card_pb2 import Card
from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest, RenderCardRequest
from lienthong.justice.v1.civil_status_service_pb2 import ListBirthDossiersRequest
from lienthong.population.v1.citizen_pb2 import Citizen
from lienthong.population.v1.citizen_service_pb2 import (
    IssuePersonalNumberRequest,
    VerifyCitizenRequest,
    VerifyCitizenResponse,
)
from lienthong.tax.v1.taxpayer_service_pb2 import ListIncomePaymentsRequest
from lienthong.type.v1.person_pb2 import SEX_UNDETERMINED

CARDS, CITIZENS, TAXPAYERS = "insurance.CardService", "population.CitizenService", "tax.TaxpayerService"
BIRTHS, CLOCK, REGISTRY = "justice.CivilStatusService", "control.ClockService", "insurance.RegistryService"
SENTENCE = error_details_pb2.LocalizedMessage.DESCRIPTOR.full_name
REASON = error_details_pb2.ErrorInfo.DESCRIPTOR.full_name
FIELDS = error_details_pb2.BadRequest.DESCRIPTOR.full_name
IDS = count(1)
Sent = TypeVar("Sent", bound=Message)


@dataclass(frozen=True, slots=True)
class Mutant:
    """What is wrong with it, and the service in which that must be seen."""

    name: str
    service: str
    fault: Fault = no_fault
    drops_frames: bool = False


def asking_otherwise(call: str, kind: type[Sent], change: Callable[[Sent], None]) -> Fault:
    """The server does not hear what was asked."""

    async def fault(asked: Asked, ask: Ask) -> Told:
        if asked.call != call or not _is_message(asked.body, kind):
            return await ask(asked)
        request = kind.FromString(asked.body)
        change(request)
        return await ask(replace(asked, body=request.SerializeToString()))

    return fault


def answering_otherwise(call: str, kind: type[Sent], change: Callable[[Sent], None]) -> Fault:
    """The server does not say what it found."""

    async def fault(asked: Asked, ask: Ask) -> Told:
        told = await ask(asked)
        if asked.call != call or told.code is not grpc.StatusCode.OK:
            return told
        answer = kind.FromString(told.body)
        change(answer)
        return replace(told, body=answer.SerializeToString())

    return fault


def refusing_otherwise(change: Callable[[status_pb2.Status], None]) -> Fault:
    """The server's no says something else."""

    async def fault(asked: Asked, ask: Ask) -> Told:
        told = await ask(asked)
        if told.code is grpc.StatusCode.OK:
            return told
        status = status_pb2.Status.FromString(told.details)
        change(status)
        return replace(told, details=status.SerializeToString())

    return fault


def answering_instead(reason: str, answer: Message) -> Fault:
    """The server answers what it must refuse."""

    async def fault(asked: Asked, ask: Ask) -> Told:
        told = await ask(asked)
        return Told(answer.SerializeToString()) if reason_of(told) == reason else told

    return fault


def refusing(call: str, kind: type[Sent], too_strict: Callable[[Sent], bool], instead: Sent) -> Fault:
    """The server refuses, as it does `instead`, what is well formed."""

    async def fault(asked: Asked, ask: Ask) -> Told:
        is_meant = asked.call == call and _is_message(asked.body, kind) and too_strict(kind.FromString(asked.body))
        return await ask(replace(asked, body=instead.SerializeToString()) if is_meant else asked)

    return fault


def reason_of(told: Told) -> str:
    info = error_details_pb2.ErrorInfo()
    found = [detail for detail in status_pb2.Status.FromString(told.details).details if detail.Unpack(info)]
    return info.reason if found else ""


def _is_message(body: bytes, kind: type[Message]) -> bool:
    try:
        kind.FromString(body)
    except DecodeError:
        return False
    return True


def _drop(name: str) -> Callable[[status_pb2.Status], None]:
    def change(status: status_pb2.Status) -> None:
        kept = [detail for detail in status.details if not detail.type_url.endswith(name)]
        del status.details[:]
        status.details.extend(kept)

    return change


def _rename(kind: type[Any], change: Callable[[Any], None]) -> Callable[[status_pb2.Status], None]:
    def renamed(status: status_pb2.Status) -> None:
        for detail in status.details:
            held = kind()
            if detail.Unpack(held):
                change(held)
                detail.Pack(held)

    return renamed


async def _other_code(asked: Asked, ask: Ask) -> Told:
    told = await ask(asked)
    if told.code is not grpc.StatusCode.NOT_FOUND:
        return told
    return replace(told, code=grpc.StatusCode.UNKNOWN, details=_with_code(told.details, grpc.StatusCode.UNKNOWN))


def _with_code(details: bytes, code: Any) -> bytes:
    status = status_pb2.Status.FromString(details)
    status.code = code.value[0]
    return status.SerializeToString()


async def _everybody_is_a_tester(asked: Asked, ask: Ask) -> Told:
    return await ask(asked.saying(caller="testers/anybody"))


async def _any_world(asked: Asked, ask: Ask) -> Told:
    is_none = asked.metadata.get("lienthong-world") == "no-world-of-the-kit"
    return await ask(asked.saying(world="default") if is_none else asked)


async def _contradicting_itself(asked: Asked, ask: Ask) -> Told:
    told = await ask(asked)
    return replace(told, details=_with_code(told.details, grpc.StatusCode.ABORTED)) if told.details else told


async def _garbled(asked: Asked, ask: Ask) -> Told:
    told = await ask(asked)
    return replace(told, body=b"\xff") if told.code is grpc.StatusCode.OK and asked.call == "GetHousehold" else told


def _swap_results(answer: CheckCardResponse) -> None:
    if answer.result == CARD_CHECK_RESULT_BIRTH_DATE_WRONG:
        answer.result = CARD_CHECK_RESULT_NAME_WRONG


def _shorten(request: CheckCardRequest) -> None:
    request.full_name = request.full_name[:100]


def _known_sex(request: CheckCardRequest) -> None:
    request.sex = request.sex if request.sex < SEX_UNDETERMINED else 0  # type: ignore[assignment] # 0 is its number


def _always_another_id(request: IssuePersonalNumberRequest) -> None:
    request.request_id = str(UUID(int=UUID(request.request_id).int ^ next(IDS))) if request.request_id else ""


def _confirm(answer: VerifyCitizenResponse) -> None:
    answer.verification.confirmed = True


def _forget_token(request: ListIncomePaymentsRequest | ListBirthDossiersRequest) -> None:
    request.page_token = ""


MUTANTS = [
    Mutant("answers where there is no card", CARDS, answering_instead("CARD_NOT_FOUND", Card())),
    Mutant("gives no reason", CARDS, refusing_otherwise(_drop(REASON))),
    Mutant("speaks no Vietnamese", CARDS, refusing_otherwise(_drop(SENTENCE))),
    Mutant("names no field", CARDS, refusing_otherwise(_drop(FIELDS))),
    Mutant(
        "gives one reason for all",
        REGISTRY,
        refusing_otherwise(_rename(error_details_pb2.ErrorInfo, lambda info: setattr(info, "reason", "NOT_FOUND"))),
    ),
    Mutant(
        "has a domain of its own",
        REGISTRY,
        refusing_otherwise(_rename(error_details_pb2.ErrorInfo, lambda info: setattr(info, "domain", "example.vn"))),
    ),
    Mutant("has another code for what is not there", REGISTRY, _other_code),
    Mutant("contradicts itself", REGISTRY, _contradicting_itself),
    Mutant("garbles an answer", REGISTRY, _garbled),
    Mutant("takes what is not well formed", CARDS, answering_instead("INVALID_REQUEST", Card())),
    Mutant("cuts long names", CARDS, asking_otherwise("CheckCard", CheckCardRequest, _shorten)),
    Mutant("takes any sex", CARDS, asking_otherwise("CheckCard", CheckCardRequest, _known_sex)),
    Mutant(
        "takes one letter less than it must",
        CARDS,
        refusing("CheckCard", CheckCardRequest, lambda asked: len(asked.full_name) == 100, CheckCardRequest()),
    ),
    Mutant(
        "lacks a format",
        CARDS,
        refusing("RenderCard", RenderCardRequest, lambda asked: asked.format == 0, RenderCardRequest()),
    ),
    Mutant("mixes up two results", CARDS, answering_otherwise("CheckCard", CheckCardResponse, _swap_results)),
    Mutant("forgets until when", CARDS, answering_otherwise("GetCard", Card, lambda card: card.ClearField("valid_to"))),
    Mutant(
        "forgets the etag", CITIZENS, answering_otherwise("GetCitizen", Citizen, lambda one: one.ClearField("etag"))
    ),
    Mutant("confirms everything", CITIZENS, answering_otherwise("VerifyCitizen", VerifyCitizenResponse, _confirm)),
    Mutant(
        "does not see the mask",
        CITIZENS,
        asking_otherwise("VerifyCitizen", VerifyCitizenRequest, lambda asked: asked.ClearField("compare_mask")),
    ),
    Mutant("tells everybody", CITIZENS, _everybody_is_a_tester),
    Mutant("knows one world", CITIZENS, _any_world),
    Mutant(
        "does it again when asked again",
        CITIZENS,
        asking_otherwise("IssuePersonalNumber", IssuePersonalNumberRequest, _always_another_id),
    ),
    Mutant("loses a batch", CITIZENS, drops_frames=True),
    Mutant(
        "gives the first page for every page",
        TAXPAYERS,
        asking_otherwise("ListIncomePayments", ListIncomePaymentsRequest, _forget_token),
    ),
    Mutant("turns the clock back", CLOCK, answering_instead("CLOCK_SET_BACKWARDS", AdvanceClockResponse())),
]
