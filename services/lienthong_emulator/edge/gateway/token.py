"""`POST /api/token/take`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lienthong.insurance.v1 import facility_service_pb2
from lienthong_emulator.edge.bodies import UnreadableBody, fields_of
from lienthong_emulator.edge.gateway.answers import answer
from lienthong_emulator.edge.gateway.endpoint import SILENT, TOKEN_WRONG, code_of_refusal
from lienthong_emulator.edge.gateway.sessions import Session, expiry_text
from lienthong_emulator.edge.testers.faults import met_fault
from lienthong_emulator.edge.testers.switches import Failure
from lienthong_emulator.edge.worlds import visitor_of
from lienthong_emulator.runtime.refusals import AgencyUnavailable, PeerRefusal

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from lienthong_emulator.edge.doors import Visitor
    from lienthong_emulator.edge.gateway.reception import Reception

LOCKED = str(facility_service_pb2.SIGN_IN_RESULT_LOCKED)
FACILITY_WRONG = str(facility_service_pb2.SIGN_IN_RESULT_FACILITY_WRONG)


class TakeToken:
    """Gives an account a token, or says by a code why not."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._doors = reception.doors

    async def __call__(self, request: Request) -> Response:
        visitor = visitor_of(request)
        if broken := met_fault(self._doors, request):
            return broken if not isinstance(broken, str) else self._refused(visitor, broken)
        try:
            fields = await fields_of(request)
            username, password = fields.text("username"), fields.text("password")
            taken = await self._reception.take_token(visitor, username, password)
        except UnreadableBody:
            return answer(_no(SILENT), 400)  # our choice: the list of codes has none for what cannot be read
        except AgencyUnavailable:
            return self._refused(visitor, SILENT)
        except PeerRefusal as no:
            code = code_of_refusal(no)
            return self._refused(visitor, SILENT if code != "205" else TOKEN_WRONG)
        return answer(_key(taken)) if isinstance(taken, Session) else self._refused(visitor, str(taken))

    def _refused(self, visitor: Visitor, code: str) -> Response:
        by_status = self._doors.switches.of(visitor.world).failure is Failure.STATUS
        statuses = {TOKEN_WRONG: 401, FACILITY_WRONG: 401, LOCKED: 403}
        return answer(_no(code), statuses.get(code, 500) if by_status else 200)


def _key(session: Session) -> dict[str, Any]:
    return {
        "maKetQua": "200",
        "APIKey": {
            "access_token": session.access_token,
            "id_token": session.id_token,
            "token_type": "Bearer",
            "username": session.username,
            "expires_in": expiry_text(session.expire_time),
        },
    }


def _no(code: str) -> dict[str, Any]:
    return {"maKetQua": code, "APIKey": None}
