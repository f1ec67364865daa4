"""Where somebody was treated (`Lskcb2025`), what a claim said (`nhanHoSoKCBChiTiet`), what was paid (`TraCuuCCT`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from lienthong_emulator.edge.gateway.answers import answer, sentence
from lienthong_emulator.edge.gateway.checks import Wrong, check_officer, presented
from lienthong_emulator.edge.gateway.endpoint import FORMAT_WRONG, Endpoint
from lienthong_emulator.edge.gateway.treatments import claim_of, co_payments, history
from lienthong_emulator.edge.testers.switches import RESTRICTED

if TYPE_CHECKING:
    from starlette.responses import Response

    from lienthong_emulator.edge.gateway.endpoint import Knock
    from lienthong_emulator.edge.gateway.treatments import CoPayments
    from lienthong_emulator.edge.testers.switches import Failure

CORRECT: Final = "000"
SOMEBODY_ELSES: Final = {"050", "051", "052", "053", "060", "061", "070", "080", "090", "130"}
LENGTHS: Final = (10, 12, 15)
LARGEST_NUMBER: Final = 2**63 - 1


class History2025(Endpoint):
    """`Lskcb2025`: forms alone, without dates of eight digits. An expired card's holder was treated all the same."""

    async def told(self, knock: Knock) -> Response:
        if knock.fields.values and not knock.fields.is_form:
            raise Wrong(FORMAT_WRONG, status=400)
        await check_officer(knock.asker, knock.session, knock.fields)
        question = presented(knock.fields, eight_digits=False)
        found = await history(knock.asker, question)
        if found.code in SOMEBODY_ELSES:
            return answer(self.shape(found.code, found.sentence))
        episodes = [episode.to_json() for episode in found.episodes] or None
        return answer({**self.shape(CORRECT, ""), "dsLichSuKCB2025": episodes})

    def shape(self, code: str, note: str | None = None) -> Mapping[str, Any]:
        return {"maKetQua": code, "ghiChu": sentence(code) if note is None else note, "dsLichSuKCB2025": None}


class ClaimDetail(Endpoint):
    """`nhanHoSoKCBChiTiet`: all in the query, the body empty."""

    NOTHING: Final = "204"
    """Our choice: nobody has seen what the gateway says of a number that it does not know."""

    async def told(self, knock: Knock) -> Response:
        query = {name.lower(): value for name, value in knock.request.query_params.items()}
        text = query.get("mahoso", "")
        if not (text.isascii() and text.isdecimal() and int(text[:20]) <= LARGEST_NUMBER):
            raise Wrong(FORMAT_WRONG)
        claim = await claim_of(knock.asker, int(text))
        return answer({"maKetQua": "200", "hoSoKCB": claim} if claim else self.shape(self.NOTHING))

    def shape(self, code: str, note: str | None = None) -> Mapping[str, Any]:
        return {"maKetQua": code, "hoSoKCB": None}


class CoPaymentLookUp(Endpoint):
    """`TraCuuTienMCCT`: HTTP's own codes, keys with capitals, and nothing at all where a token does not hold."""

    FOUND, NOTHING = "200", "204"
    SENTENCES: Final = {
        NOTHING: "Không tìm thấy thông tin.",
        "400": "Các tham số đầu vào không chính xác!",
        RESTRICTED: "Có lỗi xảy ra trong quá trình tra cứu!",
        "500": "Có lỗi hệ thống xảy ra trong quá trình xử lý!",
    }

    async def told(self, knock: Knock) -> Response:
        if knock.fields.is_form:
            raise Wrong(FORMAT_WRONG)
        if len(knock.fields.text("maThe")) not in LENGTHS:
            raise Wrong(FORMAT_WRONG)
        question = presented(knock.fields, eight_digits=False)
        paid = await co_payments(knock.asker, question)
        return answer(_found(paid) if paid.rows else self.shape(self.NOTHING))

    def turned_away(self, failure: Failure) -> Response:
        return answer(None, 401)

    def failed(self, code: str, note: str | None = None, status: int = 200) -> Response:
        meant = {FORMAT_WRONG: "400", RESTRICTED: RESTRICTED}.get(code, "500")
        return answer(self.shape(meant), 400 if meant == "400" else 500)

    def shape(self, code: str, note: str | None = None) -> Mapping[str, Any]:
        told = "500" if code == RESTRICTED else code
        return {"MaKetQua": told, "GhiChu": self.SENTENCES[code], "DataCCT": None, "ThongTinSoThe": None}


def _found(paid: CoPayments) -> Mapping[str, Any]:
    return {
        "MaKetQua": CoPaymentLookUp.FOUND,
        "GhiChu": paid.source,
        "DataCCT": paid.rows,
        "ThongTinSoThe": paid.holder,
    }
