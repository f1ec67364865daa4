"""Every path of the card gateway."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from lienthong.insurance.v1 import submission_pb2 as pb
from lienthong_emulator.edge.gateway.card_look_ups import CardLookUp2018, CardLookUp2024, LookUp2017
from lienthong_emulator.edge.gateway.files.endpoints import Claims130, Claims4210, Documents2025
from lienthong_emulator.edge.gateway.files.look_ups import FaultsOfFile, SentByDay, SentOnDay
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
    """A route whose path may be written in any case and end in a slash, as the gateway's server takes them."""

    def __init__(self, path: str, answer: Answer) -> None:
        async def endpoint(request: Request) -> Response:
            return await answer(request)

        super().__init__(path, endpoint, methods=["POST"])
        self.path_regex: Any = re.compile(self.path_regex.pattern.removesuffix("$") + "/?$", re.IGNORECASE)


def routes(doors: Doors) -> Sequence[Route]:
    return [AnyCase(path, answer) for path, answer in {**_answers(doors), **_file_doors(doors)}.items()]


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


def _file_doors(doors: Doors) -> Mapping[str, Answer]:
    check_in = Claims130(doors, {"0": pb.FILE_KIND_CHECK_IN})
    claims = Claims130(doors, {"130": pb.FILE_KIND_CLAIM})
    before = Claims4210(doors, {"3": pb.FILE_KIND_CLAIM_4210})
    notices = Documents2025(doors, {"60": pb.FILE_KIND_DEATH_NOTICE, "61": pb.FILE_KIND_BIRTH_NOTICE})
    return {
        "/api/qd130/checkInKcbQd130": check_in,
        "/api/qd130/checkInKcbQd4750": check_in,
        "/api/qd130/guiHoSoXmlQD130": claims,
        "/api/qd130/guiHoSoXmlQD4750": claims,
        "/api/qd130/guiHoSoXmlQD3176": claims,
        "/api/egw/guiHoSoGiamDinh": before,
        "/api/egw/guiHoSoGiamDinh4210": before,
        "/api/egw/nhanKQTiepNhanHS4210": SentByDay(doors),
        "/api/egw/nhanChiTietHSNgay4210": SentOnDay(doors),
        "/api/egw/nhanChiTietLoiHS4210": FaultsOfFile(doors),
        "/api/chungtugw/GuiHoSoChungTu2025": Documents2025(doors, {"39": pb.FILE_KIND_CERTIFICATE}),
        "/api/hososuckhoe/guiGiayToDienTu": notices,
    }
