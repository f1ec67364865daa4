"""Sections 5 and 6 of the gateway: claims in the forms of 130 and 4210, documents of 2025."""

from __future__ import annotations

import asyncio
import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from lienthong.insurance.v1.submission_pb2 import FileKind
from lienthong_emulator.edge.bodies import BodyTooLarge, Fields, UnreadableBody
from lienthong_emulator.edge.gateway.answers import answer
from lienthong_emulator.edge.gateway.checks import Wrong
from lienthong_emulator.edge.gateway.endpoint import FORMAT_WRONG, INSURANCE_FAILED, SILENT, TOKEN_WRONG, Endpoint
from lienthong_emulator.edge.gateway.files.bodies import fields_beside
from lienthong_emulator.edge.gateway.files.json_bodies import BARE, read_json
from lienthong_emulator.edge.gateway.files.sending import (
    TOO_LARGE,
    TOO_LARGE_NOTE,
    Header,
    codes,
    received,
    refuse_unreadable,
    sent,
)
from lienthong_emulator.edge.gateway.files.spool import Spool
from lienthong_emulator.edge.gateway.files.zips import unpack

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from lienthong.insurance.v1.submission_pb2 import Submission
    from lienthong_emulator.edge.gateway.endpoint import Knock
    from lienthong_emulator.edge.gateway.reception import Reception
    from lienthong_emulator.edge.testers.switches import Failure

CLAIMS, DOCUMENTS, CATALOGUES = "claims", "documents", "catalogues"
FACILITY: Final = re.compile("[0-9]{5}")
TAKEN: Final = "200"


class FileDoor(Endpoint):
    """A path that takes a file of one of some kinds, which a number tells."""

    file_names: Sequence[str]
    family: str

    def __init__(self, reception: Reception, kinds: Mapping[str, FileKind.ValueType]) -> None:
        super().__init__(reception)
        self._kinds = kinds

    async def __call__(self, request: Request) -> Response:
        with Spool() as spool:
            request.state.spool = spool
            return await super().__call__(request)

    async def fields(self, request: Request) -> Fields:
        return await fields_beside(request, self.file_names, _spool(request))

    async def told(self, knock: Knock) -> Response:
        submission = await sent(knock.asker, self.header(knock), _spool(knock.request))
        return answer(self.taken(submission))

    def failed(self, code: str, note: str | None = None, status: int = 200) -> Response:
        """These lists of codes have no 101: what insurance cannot do is the server's failure."""
        return super().failed(SILENT if code == INSURANCE_FAILED else code, note, status)

    def unreadable(self, error: UnreadableBody) -> Response:
        if isinstance(error, BodyTooLarge):
            return self.failed(codes()[TOO_LARGE][self.family], TOO_LARGE_NOTE)
        return super().unreadable(error)

    @abstractmethod
    def header(self, knock: Knock) -> Header:
        """What the file is, and of whom. Raises `Wrong`."""

    @abstractmethod
    def taken(self, submission: Submission) -> Mapping[str, Any]:
        """The answer to a file that was taken in."""

    def header_of(self, number: str, facility: str, province: str = "") -> Header:
        kind = self._kinds.get(number)
        if kind is None:
            raise Wrong(FORMAT_WRONG, f"Loại hồ sơ {number[:20]} không đúng.")
        if not FACILITY.fullmatch(facility) or province not in ("", facility[:2]):
            raise Wrong("402", "Mã CSKCB hoặc mã tỉnh không đúng.")
        return Header(kind, facility, self.family)


class Claims130(FileDoor):
    """`qd130`: tokens in headers, the rest in a form or in JSON."""

    file_names = ("fileHSBase64",)
    family = CLAIMS

    def header(self, knock: Knock) -> Header:
        fields = knock.fields
        return self.header_of(fields.text("loaiHoSo"), fields.text("maCSKCB"), fields.text("maTinh"))

    def taken(self, submission: Submission) -> Mapping[str, Any]:
        told = {"maGiaoDich": submission.transaction_code, "thoiGianTiepNhan": received(submission)}
        return {"maKetQua": TAKEN, **told, "thongDiep": "Tiếp nhận hồ sơ thành công."}

    def shape(self, code: str, note: str | None = None) -> Mapping[str, Any]:
        return {"maKetQua": code, "maGiaoDich": None, "thoiGianTiepNhan": None, "thongDiep": _note(code, note)}


class Files12(Claims130):
    """`DanhMucGW`, `HoSoTongHop7980` and `HSDCTT12` of Circular 12/2026: as `qd130`, but for the name of a number."""

    family = CATALOGUES

    def header(self, knock: Knock) -> Header:
        fields = knock.fields
        return self.header_of(fields.text("loaiHs"), fields.text("maCSKCB"), fields.text("maTinh"))

    def turned_away(self, failure: Failure) -> Response:
        return answer(self.shape(TOKEN_WRONG))


class Documents2025(FileDoor):
    """`chungtugw` and `hososuckhoe`: all in a form, keys with capitals, and HTTP 200 whatever a token is worth."""

    file_names = ("fileBase64Str",)
    family = DOCUMENTS

    def header(self, knock: Knock) -> Header:
        return self.header_of(knock.fields.text("loaiHs"), knock.fields.text("maCskcb"))

    def taken(self, submission: Submission) -> Mapping[str, Any]:
        return {
            "MaKetQua": TAKEN,
            "MaGD": submission.transaction_code,
            "ThoiGianTiepNhan": received(submission),
        }

    def turned_away(self, failure: Failure) -> Response:
        return answer(self.shape(TOKEN_WRONG))

    def shape(self, code: str, note: str | None = None) -> Mapping[str, Any]:
        return {"MaKetQua": code, "MaGD": None, "ThoiGianTiepNhan": None, "message": _note(code, note)}


class Claims4210(FileDoor):
    """`guiHoSoGiamDinh`: all in the query; the body is the file as JSON, base64 or a number for each byte."""

    file_names = ()
    family = CLAIMS

    async def fields(self, request: Request) -> Fields:
        await read_json(request, [BARE], _spool(request))
        _spool(request).end()
        return Fields()

    def header(self, knock: Knock) -> Header:
        query = {name.lower(): value for name, value in knock.request.query_params.items()}
        return self.header_of(query.get("loaihoso", ""), query.get("macskcb", ""), query.get("matinh", ""))

    def taken(self, submission: Submission) -> Mapping[str, Any]:
        return {"maKetQua": TAKEN, "maGiaoDich": submission.transaction_code}

    def shape(self, code: str, note: str | None = None) -> Mapping[str, Any]:
        return {"maKetQua": code, "maGiaoDich": None}


class Claims4210InZip(Claims4210):
    """`SendFileHoSoGiamDinh_zip4210`: a form whose one field is the file, packed or not."""

    file_names = ("FileHoSoJson",)

    async def fields(self, request: Request) -> Fields:
        return await fields_beside(request, self.file_names, _spool(request))

    async def told(self, knock: Knock) -> Response:
        refuse_unreadable(_spool(knock.request), self.family)
        with Spool() as unpacked:
            await asyncio.to_thread(unpack, _spool(knock.request), unpacked)
            return answer(self.taken(await sent(knock.asker, self.header(knock), unpacked)))


def _spool(request: Request) -> Spool:
    return cast("Spool", request.state.spool)


_NOTES: Final = {
    TOKEN_WRONG: "Token không đúng.",
    "500": "Có lỗi hệ thống xảy ra trong quá trình xử lý!",
}


def _note(code: str, note: str | None) -> str:
    return note if note is not None else _NOTES.get(code, "")
