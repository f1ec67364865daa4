"""What all look-ups do alike: faults on request, tokens, and what is answered where no answer can be had."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lienthong_emulator.edge.bodies import Fields, UnreadableBody, fields_of
from lienthong_emulator.edge.doors import Asker
from lienthong_emulator.edge.gateway.answers import answer
from lienthong_emulator.edge.gateway.checks import Wrong
from lienthong_emulator.edge.gateway.reception import credentials_of
from lienthong_emulator.edge.testers.faults import met_fault
from lienthong_emulator.edge.testers.switches import Failure
from lienthong_emulator.edge.worlds import visitor_of
from lienthong_emulator.runtime.refusals import AgencyUnavailable, Kind, PeerRefusal

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from lienthong_emulator.edge.doors import Visitor
    from lienthong_emulator.edge.gateway.reception import Reception
    from lienthong_emulator.edge.gateway.sessions import Session

TOKEN_WRONG, FORMAT_WRONG, INSURANCE_FAILED, SILENT = "401", "205", "101", "500"


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """A request that was let in."""

    asker: Asker
    session: Session
    fields: Fields
    request: Request


class Endpoint(ABC):
    """One path of the gateway."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._doors = reception.doors

    @abstractmethod
    async def told(self, knock: Knock) -> Response:
        """The answer to who was let in. Raises `Wrong`, and as `ask` does."""

    @abstractmethod
    def shape(self, code: str, note: str | None = None) -> Mapping[str, Any]:
        """The body that tells a code and nothing else."""

    async def fields(self, request: Request) -> Fields:
        """What a body says. Raises `UnreadableBody`."""
        return await fields_of(request)

    def turned_away(self, failure: Failure) -> Response:
        """To who shows no token that holds."""
        return answer(self.shape(TOKEN_WRONG), 200 if failure is Failure.BODY else 401)

    def failed(self, code: str, note: str | None = None, status: int = 200) -> Response:
        return answer(self.shape(code, note), status)

    def unreadable(self, error: UnreadableBody) -> Response:
        """To a body that cannot be read."""
        return self.failed(FORMAT_WRONG, str(error), 400)

    async def __call__(self, request: Request) -> Response:
        visitor = visitor_of(request)
        if broken := met_fault(self._doors, request):
            return broken if not isinstance(broken, str) else self._as_planned(broken, visitor)
        try:
            return await self._answered(visitor, request)
        except Wrong as wrong:
            return self.failed(wrong.code, wrong.note, wrong.status)
        except UnreadableBody as error:
            return self.unreadable(error)
        except AgencyUnavailable:
            return self.failed(SILENT)
        except PeerRefusal as no:
            return self.failed(code_of_refusal(no))

    def _as_planned(self, code: str, visitor: Visitor) -> Response:
        return self._turned_away(visitor) if code == TOKEN_WRONG else self.failed(code)

    def _turned_away(self, visitor: Visitor) -> Response:
        return self.turned_away(self._doors.switches.of(visitor.world).failure)

    async def _answered(self, visitor: Visitor, request: Request) -> Response:
        """Tokens count before what is wrong with a body."""
        unreadable = None
        try:
            fields = await self.fields(request)
        except UnreadableBody as error:
            fields, unreadable = Fields(), error
        session = await self._reception.admitted(visitor, credentials_of(request, fields))
        if session is None:
            return self._turned_away(visitor)
        if unreadable:
            raise unreadable
        asker = Asker(self._doors, visitor, session.caller)
        return await self.told(Knock(asker=asker, session=session, fields=fields, request=request))


def code_of_refusal(no: PeerRefusal) -> str:
    """A request that insurance cannot read is the client's fault; a world that is not there must not look like one."""
    if no.reason == "WORLD_NOT_FOUND":
        raise no
    return FORMAT_WRONG if no.status.code == Kind.INVALID_ARGUMENT.value else INSURANCE_FAILED
