"""Whether a card can be used: asked of Vietnam Social Security, over gRPC or through its HTTP gateway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import grpc
from google.type.date_pb2 import Date

from lienthong import Client, Refused, refused
from lienthong.gateway import Gateway, GatewayUnavailable, RequestRefused
from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest

SECONDS_AT_THE_DESK = 5.0
"""Nobody stands longer at the desk; who has no answer by then is looked after first."""
ASK_LATER = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.DEADLINE_EXCEEDED}


@dataclass(frozen=True, slots=True)
class Presented:
    """What somebody presents and says. `birth` is YYYY-MM-DD, or YYYY-MM or YYYY where no more is known."""

    card_number: str
    full_name: str
    birth: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A result code of three digits, and the sentence for it in Vietnamese."""

    code: str
    sentence: str


class NoAnswer(Exception):
    """Nobody answers now: ask again later."""


class NotReadable(Exception):
    """What was typed can be nobody's, such as a 30 February."""


class CardDesk(Protocol):
    async def check(self, presented: Presented) -> Checked:
        """Raises `NoAnswer` and `NotReadable`."""
        ...


@dataclass(frozen=True, slots=True)
class GrpcDesk:
    """Asks `CardService`. The client says who asks, and asks again by itself where it was opened with `retry=True`."""

    client: Client

    async def check(self, presented: Presented) -> Checked:
        request = CheckCardRequest(
            card_number=presented.card_number,
            full_name=presented.full_name,
            birth_date=Date(**dict(zip(("year", "month", "day"), _parts(presented.birth), strict=False))),
        )
        try:
            with refused():
                answer = await self.client.cards.CheckCard(request, timeout=SECONDS_AT_THE_DESK)
        except Refused as no:
            raise (NoAnswer if no.code in ASK_LATER else NotReadable)(no.message_vi) from no
        except grpc.RpcError as error:
            raise NoAnswer(str(error)) from error
        return Checked(answer.code, answer.message_vi)


@dataclass(frozen=True, slots=True)
class GatewayDesk:
    """Asks the card gateway, as the hospital's account there."""

    gateway: Gateway

    async def check(self, presented: Presented) -> Checked:
        birth = "/".join(f"{part:02}" for part in reversed(_parts(presented.birth)))
        try:
            answer = await self.gateway.check_card(presented.card_number, presented.full_name, birth)
        except GatewayUnavailable as no:
            raise NoAnswer(no.note) from no
        except RequestRefused as no:
            raise NotReadable(no.note) from no
        return Checked(answer.code, answer.note)


def _parts(birth: str) -> list[int]:
    """Year, month and day, or as much of it as is known."""
    try:
        return [int(part) for part in birth.split("-")][:3]
    except ValueError as error:
        raise NotReadable(f"Không đọc được ngày sinh {birth!r}") from error
