"""Files as a hospital's system writes them, about somebody who is on record: what `claim sample` puts together."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from xml.sax.saxutils import escape

BORN_AGO, STAY, LEAVE_DAYS = timedelta(days=2), timedelta(days=1), 3
# Our choice: an invented bill of two days, of which the patient pays a twentieth.
TOTAL, INSURANCE_PAYS, CO_PAYMENT = 2_500_000, 2_375_000, 125_000
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """Whom a file is about, who sends it, and when.

    Numbers may be empty; a birth date is yyyymmdd, 00 for what is unknown.
    """

    full_name: str
    birth: str
    sex: int
    personal_number: str
    si_number: str
    card: str
    facility: str
    now: datetime

    @property
    def visit(self) -> str:
        """The same on the same day: a file that is made again is the same file."""
        return f"{self.now:%Y%m%d}-{self.si_number}"

    def paper(self, kind: str) -> str:
        return f"{kind}.{self.facility}.{self.now:%Y}.{self.si_number}"


def check_in(of: Sampled) -> bytes:
    came = _minute(of.now - timedelta(hours=1))
    found = {**_patient(of), "SO_CCCD": of.personal_number, "MA_THE_BHYT": of.card, "NGAY_VAO": came}
    return _file("CHI_TIEU_TRANG_THAI_KCB", _all("DSACH_TRANG_THAI_KCB", _all("TRANG_THAI_KCB", _tags(found))))


def claim(of: Sampled) -> bytes:
    bill = {"T_TONGCHI_BV": TOTAL, "T_BHTT": INSURANCE_PAYS, "T_BNCCT": CO_PAYMENT, "MA_DOITUONG_KCB": "1.1"}
    ill = {"CHAN_DOAN_RV": "Viêm phổi", "MA_BENH_CHINH": "J18", "KET_QUA_DTRI": 1, "MA_LOAI_RV": 1}
    numbers = {"SO_CCCD": of.personal_number, "MA_THE_BHYT": of.card}
    return _claim(of, {**_patient(of), **numbers, **_stay(of), **ill, **bill})


def claim_4210(of: Sampled) -> bytes:
    bill = {"T_TONGCHI": TOTAL, "T_BHTT": INSURANCE_PAYS, "T_BNCCT": CO_PAYMENT}
    ill = {"TEN_BENH": "Viêm phổi", "MA_BENH": "J18", "KET_QUA_DTRI": 1, "TINH_TRANG_RV": 1, "MA_LYDO_VVIEN": 1}
    return _claim(of, {**_patient(of), "MA_THE": of.card, **_stay(of), **ill, **bill})


def sick_leave(of: Sampled) -> bytes:
    last = of.now + timedelta(days=LEAVE_DAYS - 1)
    found = {
        "SO_CT": of.paper("CT07"),
        "MA_BHXH": of.si_number,
        "MA_THE_BHYT": of.card,
        "CHAN_DOAN_RV": "Cúm mùa",
        "SO_NGAY_NGHI": LEAVE_DAYS,
        "TU_NGAY": _day(of.now),
        "DEN_NGAY": _day(last),
        "NGAY_CT": _day(of.now),
    }
    return _file("HSCHUNGTU", _all("CT07", _tags(found)))


def birth_notice(of: Sampled) -> bytes:
    """Of a child of the person."""
    found = {
        "maGcs": of.paper("GCS"),
        "maBhxhNnd": of.si_number,
        "maTheNnd": of.card,
        "hotenNnd": of.full_name,
        "ngaysinhNnd": of.birth,
        "soCccdNnd": of.personal_number,
        "gioiTinhCon": 2,
        "soCon": 1,
        "canNangCon": 3_200,
        "ngaySinhCon": f"{of.now - BORN_AGO:%Y%m%d%H%M%S}",
        "ngayCt": _day(of.now),
    }
    return _file("HSDLGCS", _tags(found))


def death_notice(of: Sampled) -> bytes:
    found = {
        "maGbt": of.paper("GBT"),
        "hoTen": of.full_name,
        "ngaySinh": of.birth,
        "maThe": of.card,
        "soGiayTo": of.personal_number,
        "ngayTv": _minute(of.now - STAY),
        "nguyenNhanTv": "Suy hô hấp",
        "benhIcd10Id": "J96",
        "maCskcb": of.facility,
    }
    return _file("HSDLGBT", _tags(found))


SAMPLES: Final[Mapping[str, Callable[[Sampled], bytes]]] = {
    "claim": claim,
    "claim-4210": claim_4210,
    "check-in": check_in,
    "sick-leave": sick_leave,
    "birth-notice": birth_notice,
    "death-notice": death_notice,
}
NEEDS_CARD: Final = ("claim-4210",)


def _patient(of: Sampled) -> Values:
    birth = of.birth.ljust(12, "0")
    found = {"MA_LK": of.visit, "HO_TEN": of.full_name, "NGAY_SINH": birth, "GIOI_TINH": of.sex}
    return {**found, "MA_CSKCB": of.facility}


def _stay(of: Sampled) -> Values:
    return {"NGAY_VAO": _minute(of.now - BORN_AGO), "NGAY_RA": _minute(of.now - STAY)}


def _claim(of: Sampled, summary: Values) -> bytes:
    table = b64encode(_file("TONG_HOP", _tags(summary))).decode()
    held = _all("FILEHOSO", _tags({"LOAIHOSO": "XML1", "NOIDUNGFILE": table}))
    head = _tags({"NGAYLAP": _day(of.now), "SOLUONGHOSO": 1})
    dossiers = _all("THONGTINHOSO", head, _all("DANHSACHHOSO", _all("HOSO", held)))
    return _file("GIAMDINHHS", _all("THONGTINDONVI", _tags({"MACSKCB": of.facility})), dossiers)


def _file(root: str, *inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{_all(root, *inside)}\n'.encode()


def _all(tag: str, *inside: str) -> str:
    return f"<{tag}>{''.join(inside)}</{tag}>"


def _tags(values: Values) -> str:
    """What is empty is left out."""
    return "".join(_all(tag, escape(str(value))) for tag, value in values.items() if value != "")


def _day(moment: datetime) -> str:
    return f"{moment:%Y%m%d}"


def _minute(moment: datetime) -> str:
    return f"{moment:%Y%m%d%H%M}"
