"""What a tester may have the gateway do in a world: shapes of its failures, the clock of its tokens, and faults."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

MOST_FAULTS: Final = 100
MOST_TIMES: Final = 1_000_000


class Failure(StrEnum):
    """How a token that does not hold is told where the gateway is known to do both."""

    BODY = "body"
    """HTTP 200, and code 401 in the body."""
    STATUS = "status"
    """HTTP 401, with the same body."""


class TokenClock(StrEnum):
    """By which clock tokens live."""

    WALL = "wall"
    WORLD = "world"


DROP: Final = "drop"
BAD_GATEWAY: Final = "502"
RESTRICTED: Final = "restricted"
ONLY_AT: Final = {RESTRICTED: "tracuutienmcct"}
"""What one endpoint alone can answer: to clients of all others it would be no code."""
ON_THE_WAY: Final = (DROP, BAD_GATEWAY)
"""What any path may meet: it befalls an answer before anybody has given one."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """What happens instead of an answer: `drop`, `502`, or a result code, to the next `times` calls of an endpoint."""

    answer: str
    endpoint: str = ""
    """The last part of a path, such as `KQNhanLichSuKCB2024`; empty for any."""
    times: int = 1

    def befalls(self, endpoint: str) -> bool:
        """Whether it waits for this endpoint, which is in small letters."""
        return self.endpoint.lower() in ("", endpoint) and ONLY_AT.get(self.answer, endpoint) == endpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """Of one world."""

    failure: Failure = Failure.BODY
    clock: TokenClock = TokenClock.WALL
    faults: Sequence[Fault] = field(default_factory=tuple[Fault, ...])

    def meet(self, path: str, among: Collection[str] | None = None) -> str:
        """The answer of the first fault that waits for a call of this path, and is now met; empty where none does.

        `among` are the answers that the path can give, None for all.
        """
        endpoint = path.removesuffix("/").rpartition("/")[2].lower()
        for fault in self.faults:
            if fault.times and fault.befalls(endpoint) and (among is None or fault.answer in among):
                fault.times -= 1
                return fault.answer
        return ""


class SwitchBoard:
    """The switches of every world that somebody touched."""

    def __init__(self) -> None:
        self._worlds: dict[str, Switches] = {}

    def of(self, world: str) -> Switches:
        return self._worlds.get(world, UNTOUCHED)

    def put(self, world: str, switches: Switches) -> None:
        self._worlds[world] = replace(switches, faults=[fault for fault in switches.faults if fault.times])


UNTOUCHED: Final = Switches()
