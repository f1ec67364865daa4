"""Every path that takes files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lienthong.insurance.v1 import submission_pb2 as pb
from lienthong_emulator.edge.files.endpoints import Claims130, Claims4210, Documents2025
from lienthong_emulator.edge.gateway.routes import AnyCase

if TYPE_CHECKING:
    from starlette.routing import Route

    from lienthong_emulator.edge.doors import Doors
    from lienthong_emulator.edge.files.endpoints import FileDoor


def routes(doors: Doors) -> Sequence[Route]:
    return [AnyCase(path, door) for path, door in _doors(doors).items()]


def _doors(doors: Doors) -> Mapping[str, FileDoor]:
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
        "/api/chungtugw/GuiHoSoChungTu2025": Documents2025(doors, {"39": pb.FILE_KIND_CERTIFICATE}),
        "/api/hososuckhoe/guiGiayToDienTu": notices,
    }
