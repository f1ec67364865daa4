"""What became of files in the form of 4210: by day, file by file, and the faults of one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from lienthong.insurance.v1 import submission_service_pb2 as pb
from lienthong.insurance.v1.submission_pb2 import FILE_KIND_CLAIM_4210
from lienthong_emulator.edge.gateway.answers import answer
from lienthong_emulator.edge.gateway.checks import Wrong
from lienthong_emulator.edge.gateway.dates import day
from lienthong_emulator.edge.gateway.endpoint import FORMAT_WRONG, Endpoint
from lienthong_emulator.edge.gateway.files.sending import submissions
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.wire import date_to_proto

if TYPE_CHECKING:
    from starlette.responses import Response

    from lienthong.insurance.v1.submission_pb2 import Submission
    from lienthong_emulator.edge.gateway.endpoint import Knock

FOUND, NOTHING = "200", "204"
PAGE: Final = 500


class SentFiles(Endpoint):
    """A question about the facility's own files. A file with a fault was never taken in: none is told of here."""

    key: str

    async def told(self, knock: Knock) -> Response:
        return answer({"maKetQua": FOUND, self.key: await self.rows(knock)})

    def shape(self, code: str, note: str | None = None) -> Mapping[str, Any]:
        return {"maKetQua": code, self.key: None}

    @abstractmethod
    async def rows(self, knock: Knock) -> Sequence[Mapping[str, Any]]:
        """What is told. Raises `Wrong`, and as `ask` does."""


class SentByDay(SentFiles):
    """`nhanKQTiepNhanHS4210`: from `tuNgay` to `denNgay`."""

    key = "dsKQGuiHoSoNgay"

    async def rows(self, knock: Knock) -> Sequence[Mapping[str, Any]]:
        found = await _files(knock, _day(knock, "tuNgay"), _day(knock, "denNgay"))
        return [_of_day(text, list(files)) for text, files in groupby(found, _day_text)]


class SentOnDay(SentFiles):
    """`nhanChiTietHSNgay4210`: on `ngayGui`."""

    key = "dsHoSo"

    async def rows(self, knock: Knock) -> Sequence[Mapping[str, Any]]:
        sent = _day(knock, "ngayGui")
        return [_of_file(file) for file in await _files(knock, sent, sent)]


class FaultsOfFile(SentFiles):
    """`nhanChiTietLoiHS4210`: of `maGiaoDich`."""

    key = "dsLoi"

    async def rows(self, knock: Knock) -> Sequence[Mapping[str, Any]]:
        code = _said(knock, "maGiaoDich")
        if all(file.transaction_code != code for file in await _files(knock, None, None)):
            raise Wrong(NOTHING)
        return []


async def _files(knock: Knock, first: date | None, last: date | None) -> Sequence[Submission]:
    """The facility's files of 4210, the latest first."""
    request = pb.ListSubmissionsRequest(
        facility=knock.session.facility_code,
        kind=FILE_KIND_CLAIM_4210,
        first_day=date_to_proto(first) if first else None,
        last_day=date_to_proto(last) if last else None,
        page_size=PAGE,
    )
    found: list[Submission] = []
    listing = submissions(knock.asker.doors).ListSubmissions
    while True:
        page = await knock.asker.ask(listing, request)
        found += page.submissions
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token


def _said(knock: Knock, name: str) -> str:
    """In the query or in the body."""
    query = {key.lower(): value for key, value in knock.request.query_params.items()}
    return query.get(name.lower(), "").strip() or knock.fields.text(name)


def _day(knock: Knock, name: str) -> date:
    found = day(_said(knock, name))
    if found is None or found.year < 1900:
        raise Wrong(FORMAT_WRONG)
    return found


def _day_text(file: Submission) -> str:
    return f"{file.receive_time.ToDatetime(HANOI):%d/%m/%Y}"


def _of_day(text: str, files: Sequence[Submission]) -> Mapping[str, Any]:
    dossiers = sum(file.dossiers for file in files)
    money = sum(file.total_cost for file in files)
    return {"ngayGui": text, "tongSo": dossiers, "soHSThanhCong": dossiers, "soHSLoi": 0, "tongTien": money}


def _of_file(file: Submission) -> Mapping[str, Any]:
    return {
        "ngayGui": _day_text(file),
        "maGiaoDich": file.transaction_code,
        "soLuongHoSo": file.dossiers,
        "slHoSoDung": file.dossiers,
        "slHoSoLoi": 0,
        "tongTien": file.total_cost,
        "mieuTa": "",
    }
