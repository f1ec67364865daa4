"""Every path of the card gateway."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from lienthong.insurance.v1 import submission_pb2 as pb
from lienthong_emulator.edge.gateway.card_look_ups import CardLookUp2018, CardLookUp2024, LookUp2017
from lienthong_emulator.edge.gateway.facility_look_up import FacilityLookUp
from lienthong_emulator.edge.gateway.files.endpoints import (
    Claims130,
    Claims4210,
    Claims4210InZip,
    Documents2025,
    Files12,
)
from lienthong_emulator.edge.gateway.files.look_ups import FaultsOfFile, SentByDay, SentOnDay
from lienthong_emulator.edge.gateway.history_look_ups import ClaimDetail, CoPaymentLookUp, History2025
from lienthong_emulator.edge.gateway.reception import Reception
from lienthong_emulator.edge.gateway.token import TakeToken

if TYPE_CHECKING:
    from lienthong_emulator.edge.doors import Doors
    from lienthong_emulator.edge.straight import Answer


def answers(doors: Doors) -> Mapping[str, Answer]:
    """What answers a `POST`, by path."""
    reception = Reception(doors)
    return {**_look_ups(reception), **_file_doors(reception)}


def _look_ups(reception: Reception) -> Mapping[str, Answer]:
    before = CardLookUp2018(reception)
    return {
        "/api/egw/KQNhanLichSuKCB2024": CardLookUp2024(reception),
        "/api/token/take": TakeToken(reception),
        "/api/egw/KQNhanLichSuKCB2019": before,
        "/api/egw/KQNhanLichSuKCB2018": before,
        "/api/egw/NhanLichSuKCB2018": before,
        "/api/egw/KQNhanLichSuKCB595": before,
        "/api/egw/Lskcb2025": History2025(reception),
        "/api/egw/nhanLichSuKCB": LookUp2017(reception),
        "/api/egw/nhanHoSoKCBChiTiet": ClaimDetail(reception),
        "/api/TraCuuCCT/TraCuuTienMCCT": CoPaymentLookUp(reception),
        "/api/egw/NhanThongTinCSKCB": FacilityLookUp(reception),
        "/api/his/checkLichSuKCB": before,
    }


def _file_doors(reception: Reception) -> Mapping[str, Answer]:
    check_in = Claims130(reception, {"0": pb.FILE_KIND_CHECK_IN})
    claims = Claims130(reception, {"130": pb.FILE_KIND_CLAIM})
    before = Claims4210(reception, OF_4210)
    notices = Documents2025(reception, {"60": pb.FILE_KIND_DEATH_NOTICE, "61": pb.FILE_KIND_BIRTH_NOTICE})
    return {
        "/api/qd130/checkInKcbQd130": check_in,
        "/api/qd130/checkInKcbQd4750": check_in,
        "/api/qd130/guiHoSoXmlQD130": claims,
        "/api/qd130/guiHoSoXmlQD4750": claims,
        "/api/qd130/guiHoSoXmlQD3176": claims,
        "/api/egw/guiHoSoGiamDinh": before,
        "/api/egw/guiHoSoGiamDinh4210": before,
        "/api/egw/SendFileHoSoGiamDinh_zip4210": Claims4210InZip(reception, OF_4210),
        "/api/egw/nhanKQTiepNhanHS4210": SentByDay(reception),
        "/api/egw/nhanChiTietHSNgay4210": SentOnDay(reception),
        "/api/egw/nhanChiTietLoiHS4210": FaultsOfFile(reception),
        "/api/chungtugw/GuiHoSoChungTu2025": Documents2025(reception, {"39": pb.FILE_KIND_CERTIFICATE}),
        "/api/hososuckhoe/guiGiayToDienTu": notices,
        **{path: Files12(reception, kinds) for path, kinds in OF_12.items()},
    }


OF_4210: Final[Mapping[str, pb.FileKind.ValueType]] = {
    "3": pb.FILE_KIND_CLAIM_4210,
    "5": pb.FILE_KIND_SUMMARY_7980,
    "6": pb.FILE_KIND_SUMMARY_19,
    "7": pb.FILE_KIND_SUMMARY_20,
    "8": pb.FILE_KIND_SUMMARY_21,
    "9": pb.FILE_KIND_REFERRAL,
}
OF_12: Final[Mapping[str, Mapping[str, pb.FileKind.ValueType]]] = {
    "/api/DanhMucGW/GuiDanhMuc01_BPCMKBCB": {"70": pb.FILE_KIND_DEPARTMENTS},
    "/api/DanhMucGW/GuiDanhMuc02_NLKCB": {"71": pb.FILE_KIND_PRACTITIONERS},
    "/api/DanhMucGW/GuiDanhMuc03_DMTHUOC": {"10": pb.FILE_KIND_MEDICINES},
    "/api/DanhMucGW/GuiDanhMuc04_DMVTYT": {"11": pb.FILE_KIND_SUPPLIES},
    "/api/DanhMucGW/GuiDanhMuc05_DVKT": {"12": pb.FILE_KIND_SERVICES},
    "/api/DanhMucGW/GuiDanhMuc06_DMTBYT": {"72": pb.FILE_KIND_EQUIPMENT},
    "/api/HoSoTongHop7980/GuiHoSoTongHop01BH": {"5": pb.FILE_KIND_SUMMARY_01BH},
    "/api/HSDCTT12/GuiHoSoDieuChinh09BH": {"73": pb.FILE_KIND_CORRECTIONS_09BH},
}
