"""The card gateway, as a hospital's own system asks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import md5
from types import TracebackType
from typing import Final, Self

import httpx

from lienthong.gateway import answers
from lienthong.gateway.answers import CardCheck, CoPayments, Told, Treatments
from lienthong.gateway.errors import GatewayUnavailable, OfficerRefused, RequestRefused, TokenRefused
from lienthong.gateway.keys import Key, Keys, key_from
from lienthong.gateway.sending import Reply, Request, send
from lienthong.gateway.texts import birth_text, utc_now

SECONDS_TO_ANSWER: Final = 30.0
NOT_LET_IN: Final = {401, 403}
TOKEN_CODES: Final = {"401", "403", "501"}
TOKEN_NOTES: Final = ("token không đúng", "token hết hạn")
OFFICER_CODES: Final = {"054", "055"}
REQUEST_CODES: Final = {"205", "400"}
AT_A_LOSS: Final = {"100", "101", "500", "999"}


@dataclass(frozen=True, slots=True)
class Officer:
    """Who looks: one whom the facility registered with the gateway."""

    full_name: str
    personal_number: str


class Gateway:
    """One account at the gateway; use it with `async with`, from as many tasks as you like.

    `password` is the plain one: the gateway is sent its MD5. Every call raises `SignInRefused`, `TokenRefused`,
    `OfficerRefused`, `RequestRefused` and `GatewayUnavailable`.
    """

    def __init__(
        self,
        base_url: str,
        *,
        username: str,
        password: str,
        officer: Officer,
        http: httpx.AsyncClient | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """`http` is a client of your own (proxies, certificates) and stays yours; `clock` says when a token is over."""
        self._base_url = base_url
        self._account = {"username": username, "password": md5(password.encode()).hexdigest().upper()}
        self._officer = officer
        self._clock = clock
        self._open = AsyncExitStack()
        self._http_is_ours = http is None
        self._http = httpx.AsyncClient(timeout=SECONDS_TO_ANSWER) if http is None else http
        self._keys = Keys(self._signed_in, clock)

    async def __aenter__(self) -> Self:
        if self._http_is_ours:
            await self._open.enter_async_context(self._http)
        self._open.push_async_callback(self._keys.close)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def check_card(
        self, number: str, full_name: str, birth_date: date | str, *, officer: Officer | None = None
    ) -> CardCheck:
        """What a card is good for (`KQNhanLichSuKCB2024`).

        `number` is a card, a social-insurance number or a personal number; `birth_date` a day, or MM/yyyy or yyyy where
        no more is known. `officer` is who looks, where it is not the one given at the start.
        """
        body = {**_bearer(number, full_name, birth_date), **_shown(officer or self._officer)}
        told = await self._asked(lambda key: self._in_query(key, "KQNhanLichSuKCB2024", body))
        return answers.card_check(told)

    async def treatments(
        self, number: str, full_name: str, birth_date: date | str, *, officer: Officer | None = None
    ) -> Treatments:
        """Where a card's holder was treated (`Lskcb2025`)."""
        body = {**_bearer(number, full_name, birth_date), **_shown(officer or self._officer)}
        told = await self._asked(lambda key: self._in_query(key, "Lskcb2025", body))
        return answers.treatments(told)

    async def co_payments(self, number: str, full_name: str, birth_date: date | str) -> CoPayments:
        """What a card's holder paid this year beside insurance (`TraCuuTienMCCT`)."""
        body = {"username": self._account["username"], **_bearer(number, full_name, birth_date)}
        told = await self._asked(lambda key: self._in_headers(key, "/api/TraCuuCCT/TraCuuTienMCCT", body))
        return answers.co_payments(told)

    async def _asked(self, request: Callable[[Key], Request]) -> Told:
        """Ask; where the token does not hold, ask again with another."""
        key = await self._keys.current()
        reply = await send(self._http, self._base_url, request(key))
        if _is_of_the_token(reply):
            key = await self._keys.instead_of(key)
            reply = await send(self._http, self._base_url, request(key))
        if _is_of_the_token(reply):
            raise TokenRefused(reply.code, reply.note)
        return _answer(reply)

    async def _signed_in(self) -> Key:
        reply = await send(self._http, self._base_url, Request(path="/api/token/take", form=self._account))
        return key_from(reply, self._clock())

    def _in_query(self, key: Key, name: str, body: Mapping[str, str]) -> Request:
        shown = {"token": key.access_token, "id_token": key.id_token, **self._account}
        return Request(path=f"/api/egw/{name}", query=shown, form=body)

    def _in_headers(self, key: Key, path: str, body: Mapping[str, str]) -> Request:
        shown = {"accessToken": key.access_token, "tokenId": key.id_token, "passwordHash": self._account["password"]}
        return Request(path=path, headers=shown, json=body)


def _bearer(number: str, full_name: str, birth_date: date | str) -> dict[str, str]:
    return {"maThe": number, "hoTen": full_name, "ngaySinh": birth_text(birth_date)}


def _shown(officer: Officer) -> dict[str, str]:
    return {"hoTenCb": officer.full_name, "cccdCb": officer.personal_number}


def _is_of_the_token(reply: Reply) -> bool:
    """In every shape in which a family of paths tells it: by HTTP, with a body or without, or in a body of HTTP 200."""
    note = reply.note.lower()
    return reply.status in NOT_LET_IN or reply.code in TOKEN_CODES or any(said in note for said in TOKEN_NOTES)


def _answer(reply: Reply) -> Told:
    """What is told of a card. Raises where it is something else."""
    if reply.code in OFFICER_CODES:
        raise OfficerRefused(reply.code, reply.note)
    if reply.code in REQUEST_CODES:
        raise RequestRefused(reply.code, reply.note)
    if reply.told is None or not reply.told.text("maKetQua") or reply.code in AT_A_LOSS:
        raise GatewayUnavailable(reply.code, reply.note)
    return reply.told
