"""What all services behind the platform do alike: a token, a JSON body, and an outcome for whatever ends early."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from starlette.responses import JSONResponse

from lienthong_emulator.edge.bodies import Fields, UnreadableBody, fields_of
from lienthong_emulator.edge.doors import Asker
from lienthong_emulator.edge.platform.bearer import let_in
from lienthong_emulator.edge.platform.denials import Denied
from lienthong_emulator.edge.testers.faults import broken_way
from lienthong_emulator.edge.worlds import visitor_of
from lienthong_emulator.reference.tables import records_in
from lienthong_emulator.runtime.refusals import Kind, PeerRefusal

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from lienthong_emulator.edge.doors import Doors
    from lienthong_emulator.edge.platform.grants import Grants

_OUTCOMES: Final = Path(__file__).with_name("data") / "outcomes.csv"


class Outcome(StrEnum):
    """What a question comes to."""

    FOUND = auto()
    NOBODY = auto()
    SEVERAL = auto()
    INCOMPLETE = auto()
    """A field is missing."""
    MALFORMED = auto()
    """A field cannot be what it says."""
    PLACE_UNKNOWN = auto()
    UNREADABLE = auto()
    WITHHELD = auto()
    """The access rules do not let the caller see it."""


class Codes(NamedTuple):
    """How an outcome is told: `trangThai` and `errorCode`."""

    state: str
    error_code: str


class Ended(Exception):
    """A question that comes to something else than an answer."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a caller asks whose token holds."""

    asker: Asker
    fields: Fields

    def needed(self, name: str) -> str:
        """Raises `Ended` where the field is missing or empty."""
        if text := self.fields.text(name):
            return text
        raise Ended(Outcome.INCOMPLETE)


class Service(ABC):
    """One path. Every key is in every answer, empty where there is nothing to tell."""

    scope: ClassVar[str]
    keys: ClassVar[tuple[str, ...]]

    def __init__(self, doors: Doors, grants: Grants) -> None:
        self._doors = doors
        self._grants = grants

    @abstractmethod
    async def told(self, question: Question) -> Mapping[str, str]:
        """The answer but for how it went. Raises `Ended`, and as `ask` does."""

    async def __call__(self, request: Request) -> Response:
        if broken := broken_way(self._doors, request):
            return broken
        try:
            grant = await let_in(self._doors, self._grants, request, self.scope)
            fields = await _json_of(request)
            question = Question(asker=Asker(self._doors, visitor_of(request), grant.caller), fields=fields)
            return self._answer(Outcome.FOUND, await self.told(question))
        except Denied as no:
            return no.response()
        except UnreadableBody:
            return self._answer(Outcome.UNREADABLE, status=400)
        except Ended as end:
            return self._answer(end.outcome)
        except PeerRefusal as no:
            return self._answer(_outcome_of(no))

    def _answer(self, outcome: Outcome, found: Mapping[str, str] | None = None, status: int = 200) -> Response:
        codes = codes_of(outcome)
        values = {"trangThai": codes.state, "errorCode": codes.error_code, **(found or {})}
        return JSONResponse({key: values.get(key, "") for key in self.keys}, status)


def codes_of(outcome: Outcome) -> Codes:
    return _codes()[outcome.name]


@cache
def _codes() -> Mapping[str, Codes]:
    return {row["outcome"]: Codes(row["state"], row["error_code"]) for row in records_in(_OUTCOMES)}


async def _json_of(request: Request) -> Fields:
    fields = await fields_of(request)
    if fields.is_form:
        raise UnreadableBody("Chỉ nhận JSON.")
    return fields


def _outcome_of(no: PeerRefusal) -> Outcome:
    """A refusal that the shapes have no word for (no such world, an agency at a loss) is told as HTTP tells it."""
    if no.reason == "PARTICIPANT_NOT_FOUND":
        return Outcome.NOBODY
    if no.reason == "ACCESS_NOT_PERMITTED":
        return Outcome.WITHHELD
    if no.status.code == Kind.INVALID_ARGUMENT.value:
        return Outcome.MALFORMED
    raise no
