"""Tokens that a door gave, by world: kept while they hold, and no longer than the process lives."""

from __future__ import annotations

import uuid
from datetime import datetime
from hashlib import blake2b
from typing import Final, Generic, Protocol, TypeVar

MOST_TOKENS: Final = 100_000
"""Our choice: of one kind, in all worlds together; the oldest gives way."""


class Token(Protocol):
    """Its times are on the world's clock where `on_world_clock`, else on the wall's."""

    @property
    def world(self) -> str: ...
    @property
    def access_token(self) -> str: ...
    @property
    def on_world_clock(self) -> bool: ...
    @property
    def issue_time(self) -> datetime: ...
    @property
    def expire_time(self) -> datetime: ...


Kept = TypeVar("Kept", bound=Token)


class TokenStore(Generic[Kept]):
    """Every token of one kind. Who has one may take another: a new token does not end the one before."""

    def __init__(self) -> None:
        self._tokens: dict[tuple[str, str], Kept] = {}
        self._given = 0

    def __len__(self) -> int:
        return len(self._tokens)

    def find(self, world: str, access_token: str) -> Kept | None:
        return self._tokens.get((world, access_token))

    def end(self, token: Kept) -> None:
        self._tokens.pop((token.world, token.access_token), None)

    def _new_guid(self, world: str, taker: str, now: datetime) -> str:
        """Unlike any before, and the same on every machine."""
        self._given += 1
        given = f"{world}/{taker}/{self._given}/{now.isoformat()}".encode()
        return str(uuid.UUID(bytes=blake2b(given, digest_size=16).digest(), version=4))

    def _keep(self, token: Kept) -> None:
        """Keep a token after all others, so that they stand in the order in which they were given."""
        while self._tokens:
            oldest = next(iter(self._tokens.values()))
            if not _is_over(oldest, token) and len(self._tokens) < MOST_TOKENS:
                break
            self.end(oldest)
        self._tokens[token.world, token.access_token] = token


def _is_over(oldest: Token, newest: Token) -> bool:
    """By the wall's clock, if both are on it: those on a world's end when they are shown again."""
    return not (oldest.on_world_clock or newest.on_world_clock) and oldest.expire_time <= newest.issue_time
