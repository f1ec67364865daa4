"""Every path of the card gateway."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from lienthong_emulator.edge.gateway.card_look_ups import CardLookUp2018, CardLookUp2024, LookUp2017
from lienthong_emulator.edge.gateway.history_look_ups import ClaimDetail, CoPaymentLookUp, History2025
from lienthong_emulator.edge.gateway.token import TakeToken
from lienthong_emulator.edge.gateway.treatments import Treatments

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from lienthong_emulator.edge.doors import Doors

    Answer = Callable[[Request], Awaitable[Response]]


class AnyCase(Route):
    """A route whose path may be written in any case, as the gateway's server takes them."""

    def __init__(self, path: str, answer: Answer) -> None:
        async def endpoint(request: Request) -> Response:
            return await answer(request)

        super().__init__(path, endpoint, methods=["POST"])
        self.path_regex: Any = re.compile(self.path_regex.pattern, re.IGNORECASE)


def routes(doors: Doors) -> Sequence[Route]:
    return [AnyCase(path, answer) for path, answer in _answers(doors).items()]


def _answers(doors: Doors) -> Mapping[str, Answer]:
    claims = Treatments(doors)
    before = CardLookUp2018(doors, claims)
    return {
        "/api/egw/KQNhanLichSuKCB2024": CardLookUp2024(doors),
        "/api/token/take": TakeToken(doors),
        "/api/egw/KQNhanLichSuKCB2019": before,
        "/api/egw/KQNhanLichSuKCB2018": before,
        "/api/egw/NhanLichSuKCB2018": before,
        "/api/egw/KQNhanLichSuKCB595": before,
        "/api/egw/Lskcb2025": History2025(doors, claims),
        "/api/egw/nhanLichSuKCB": LookUp2017(doors, claims),
        "/api/egw/nhanHoSoKCBChiTiet": ClaimDetail(doors, claims),
        "/api/TraCuuCCT/TraCuuTienMCCT": CoPaymentLookUp(doors, claims),
    }
