"""Files as hospital software writes them, about the personas."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncGenerator, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from lienthong.insurance.v1.submission_pb2 import FileKind
from lienthong.insurance.v1.submission_service_pb2 import FileHeader, SubmitFileRequest

if TYPE_CHECKING:
    from lienthong.client import Client
    from lienthong.insurance.v1.submission_pb2 import Submission

HOSPITAL = "01019"
CHECK_IN, CLAIM, CLAIM_4210 = FileKind.FILE_KIND_CHECK_IN, FileKind.FILE_KIND_CLAIM, FileKind.FILE_KIND_CLAIM_4210
CERTIFICATE = FileKind.FILE_KIND_CERTIFICATE
DEATH_NOTICE, BIRTH_NOTICE = FileKind.FILE_KIND_DEATH_NOTICE, FileKind.FILE_KIND_BIRTH_NOTICE
STEP = 100_000
Values = Mapping[str, object]

LOC: Values = {
    "MA_LK": "LK-1",
    "HO_TEN": "Nguyễn Văn Lộc",
    "SO_CCCD": "901055000156",
    "NGAY_SINH": "195506300000",
    "GIOI_TINH": "1",
    "MA_THE_BHYT": "HT3010195000156",
    "MA_DKBD": "01019",
    "MA_DOITUONG_KCB": "1.1",
    "CHAN_DOAN_RV": "Viêm phổi",
    "MA_BENH_CHINH": "J18",
    "NGAY_VAO": "202201030800",
    "NGAY_RA": "202201041600",
    "KET_QUA_DTRI": "1",
    "MA_LOAI_RV": "1",
    "T_TONGCHI_BV": "2500000.00",
    "T_BHTT": "2375000",
    "T_BNCCT": "125000",
    "MA_CSKCB": HOSPITAL,
}
"""A pensioner's stay of two days: table XML1."""
HANHS_SON: Values = {
    "MA_LK": "LK-9",
    "MA_BHXH_NND": "0118000312",
    "MA_THE_NND": "DN4010118000312",
    "HO_TEN_NND": "Vi Thị Hạnh",
    "NGAYSINH_NND": "19960711",
    "SO_CCCD_NND": "901196000312",
    "NOI_CU_TRU_NND": "Hà Nội",
    "HO_TEN_CHA": "",
    "MA_THE_TAM": "TE1010122555512",
    "HO_TEN_CON": "Vi Gia Hưng",
    "GIOI_TINH_CON": "1",
    "SO_CON": "1",
    "CAN_NANG_CON": "3200",
    "NGAY_SINH_CON": "202201030415",
    "NOI_SINH_CON": "Bệnh viện số 19",
    "NGAY_CT": "20220104",
    "SO": "GCS.01019.2022.000021",
    "QUYEN_SO": "1",
}
"""A birth that nobody has registered: table XML9."""
GIANGS_LEAVE: Values = {
    "MA_LK": "LK-11",
    "SO_CT": "CT07.01019.2022.000003",
    "SO_SERI": "AB 000123",
    "MA_BHXH": "0107000351",
    "MA_THE_BHYT": "CH4010107000351",
    "DON_VI": "Trường Tiểu học Chim Sẻ",
    "CHAN_DOAN_RV": "Cúm mùa",
    "SO_NGAY_NGHI": "3",
    "TU_NGAY": "20220104",
    "DEN_NGAY": "20220106",
    "NGAY_CT": "20220104",
}
"""A teacher's leave: table XML11."""
CHINS_NOTICE: Values = {
    "maGbt": "GBT.01019.2022.000002",
    "hoTen": "Nguyễn Văn Lộc",
    "ngaySinh": "19550630",
    "maThe": "HT3010195000156",
    "soGiayTo": "901055000156",
    "ngayTv": "202201042210",
    "nguyenNhanTv": "Suy hô hấp",
    "benhIcd10Id": "J96",
    "maCskcb": HOSPITAL,
}
"""A pensioner's death: document 60."""


def element(tag: str, *inside: str) -> str:
    return f"<{tag}>{''.join(inside)}</{tag}>"


def values(found: Values, **changes: object) -> str:
    """Elements of values; one whose value is `...` is left out."""
    said = {**found, **changes}
    return "".join(element(tag, escape(str(value))) for tag, value in said.items() if value is not ...)


def table(kind: str, content: str | bytes) -> str:
    """A file in a file."""
    data = content if isinstance(content, bytes) else content.encode()
    return element("FILEHOSO", element("LOAIHOSO", kind), element("NOIDUNGFILE", b64encode(data).decode()))


def summary(**changes: object) -> str:
    """Table XML1 of the pensioner's stay."""
    return table("XML1", element("TONG_HOP", values(LOC, **changes)))


def birth_table(**changes: object) -> str:
    found = element("DU_LIEU_GIAY_CHUNG_SINH", values(HANHS_SON, **changes))
    return table("XML9", element("CHI_TIEU_DU_LIEU_GIAY_CHUNG_SINH", element("DSACH_GIAYCHUNGSINH", found)))


def leave_table(**changes: object) -> str:
    return table("XML11", element("CHI_TIEU_NGHI_VIEC", element("NGHI_VIEC", values(GIANGS_LEAVE, **changes))))


def claim(*dossiers: str, facility: str = HOSPITAL, count: object = None) -> bytes:
    """GIAMDINHHS with dossiers, each as its tables."""
    held = "".join(element("HOSO", dossier) for dossier in dossiers)
    stated = len(dossiers) if count is None else count
    about = element("SOLUONGHOSO", str(stated)) + element("DANHSACHHOSO", held)
    unit = element("THONGTINDONVI", element("MACSKCB", facility))
    whole = element("GIAMDINHHS", unit, element("THONGTINHOSO", element("NGAYLAP", "20220105"), about))
    return ('<?xml version="1.0" encoding="utf-8"?>' + whole).encode()


def check_in(**changes: object) -> bytes:
    kept = (
        "MA_LK",
        "HO_TEN",
        "SO_CCCD",
        "NGAY_SINH",
        "GIOI_TINH",
        "MA_THE_BHYT",
        "MA_DOITUONG_KCB",
        "NGAY_VAO",
        "MA_CSKCB",
    )
    found = element("TRANG_THAI_KCB", values({tag: LOC[tag] for tag in kept}, **changes))
    return element("CHI_TIEU_TRANG_THAI_KCB", element("DSACH_TRANG_THAI_KCB", found)).encode()


def death_notice(**changes: object) -> bytes:
    return element("HSDLGBT", values(CHINS_NOTICE, **changes)).encode()


def birth_notice(**changes: object) -> bytes:
    """Document 61, with the tags of 2025."""
    tags = {
        "maGcs": "SO",
        "maBhxhNnd": "MA_BHXH_NND",
        "maTheNnd": "MA_THE_NND",
        "hotenNnd": "HO_TEN_NND",
        "ngaysinhNnd": "NGAYSINH_NND",
        "soCccdNnd": "SO_CCCD_NND",
        "noiCuTruNnd": "NOI_CU_TRU_NND",
        "tenCon": "HO_TEN_CON",
        "gioiTinhCon": "GIOI_TINH_CON",
        "canNangCon": "CAN_NANG_CON",
        "noiSinhCon": "NOI_SINH_CON",
    }
    found = {tag: HANHS_SON[name] for tag, name in tags.items()} | {"ngaySinhCon": "20220103041500"}
    return element("HSDLGCS", values(found, **changes)).encode()


def certificates(**changes: object) -> bytes:
    """Document 39 with one CT07."""
    return element("HSCHUNGTU", element("CT07", values(GIANGS_LEAVE, **changes))).encode()


def claim_4210(**changes: object) -> bytes:
    """The stay in the form before 130."""
    names = {
        "MA_LK": "MA_LK",
        "HO_TEN": "HO_TEN",
        "NGAY_SINH": "NGAY_SINH",
        "MA_THE": "MA_THE_BHYT",
        "TEN_BENH": "CHAN_DOAN_RV",
        "MA_BENH": "MA_BENH_CHINH",
        "NGAY_VAO": "NGAY_VAO",
        "NGAY_RA": "NGAY_RA",
        "KET_QUA_DTRI": "KET_QUA_DTRI",
        "TINH_TRANG_RV": "MA_LOAI_RV",
        "T_TONGCHI": "T_TONGCHI_BV",
        "T_BHTT": "T_BHTT",
        "MA_CSKCB": "MA_CSKCB",
    }
    found = {tag: LOC[name] for tag, name in names.items()} | {"MA_LYDO_VVIEN": "2"}
    return claim(table("XML1", element("TONG_HOP", values(found, **changes))))


def parts(kind: Any, data: bytes, facility: str = HOSPITAL) -> Iterator[SubmitFileRequest]:
    yield SubmitFileRequest(header=FileHeader(kind=kind, facility=facility))
    for start in range(0, len(data), STEP):
        yield SubmitFileRequest(chunk=data[start : start + STEP])


async def submitted(client: Client, kind: Any, data: bytes, facility: str = HOSPITAL) -> Submission:
    """Send a file part by part."""

    async def sending() -> AsyncGenerator[SubmitFileRequest]:
        for part in parts(kind, data, facility):
            yield part

    return await client.submissions.SubmitFile(sending())
