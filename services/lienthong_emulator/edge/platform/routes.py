"""Every path of the platform.

A further service of the same kind is one more class in `services`; one that speaks SOAP is a route beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from starlette.routing import Route

from lienthong_emulator.edge.platform.grants import Grants
from lienthong_emulator.edge.platform.insurance import HouseholdByDescription, NumberByDescription, PersonByNumber
from lienthong_emulator.edge.platform.token import TakeToken

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from lienthong_emulator.edge.doors import Doors
    from lienthong_emulator.edge.platform.service import Service

    Answer = Callable[[Request], Awaitable[Response]]

TOKEN = "/token"


def routes(doors: Doors) -> Sequence[Route]:
    grants = Grants()
    answers: dict[str, Answer] = {TOKEN: TakeToken(doors, grants)}
    answers |= {f"/{kind.scope}/{name}": kind(doors, grants) for name, kind in services().items()}
    return [_route(path, answer) for path, answer in answers.items()]


def services() -> Mapping[str, type[Service]]:
    """By the last part of their path; the first is the scope that opens it."""
    return {
        "getTraCuuTtHgdByMaSoBhxh": PersonByNumber,
        "getMaSoBhxhTheoTieuChi": NumberByDescription,
        "getTraCuuThongTinHgd": HouseholdByDescription,
    }


def _route(path: str, answer: Answer) -> Route:
    async def endpoint(request: Request) -> Response:
        return await answer(request)

    return Route(path, endpoint, methods=["POST"])
