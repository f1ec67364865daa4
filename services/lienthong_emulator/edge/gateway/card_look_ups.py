"""Card look-ups: of 2024 with the officer who looks, of 2018 and 2019 with sex and facility, of 2017 in two digits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from lienthong_emulator.edge.gateway import answers
from lienthong_emulator.edge.gateway.answers import answer
from lienthong_emulator.edge.gateway.checks import Wrong, check_card, check_officer, presented, sex
from lienthong_emulator.edge.gateway.dates import day
from lienthong_emulator.edge.gateway.endpoint import Endpoint
from lienthong_emulator.edge.gateway.treatments import history
from lienthong_emulator.wire import full_date

if TYPE_CHECKING:
    from starlette.responses import Response

    from lienthong.insurance.v1.card_check_pb2 import CheckCardResponse
    from lienthong_emulator.edge.bodies import Fields
    from lienthong_emulator.edge.gateway.endpoint import Knock


class CardLookUp2024(Endpoint):
    """`KQNhanLichSuKCB2024`: says who looks. Where the holder was treated is told by `Lskcb2025` since 2025."""

    async def told(self, knock: Knock) -> Response:
        await check_officer(knock.asker, knock.session, knock.fields)
        found = await check_card(knock.asker, presented(knock.fields))
        return answer(answers.checked(found))

    def shape(self, code: str, note: str | None = None) -> Mapping[str, Any]:
        return answers.result(code, note)


class CardLookUp2018(Endpoint):
    """The look-ups before: sex and initial facility count where they are given, and treatments come along."""

    async def told(self, knock: Knock) -> Response:
        question = presented(knock.fields)
        question.sex = sex(knock.fields.text("gioiTinh"))
        question.initial_facility = knock.fields.text("maCSKCB")
        for field in ("ngayBD", "ngayKT"):
            _day(knock.fields, field)
        found = await check_card(knock.asker, question)
        if not found.HasField("card"):
            return answer(answers.checked(found))
        episodes = (await history(knock.asker, question)).episodes
        return answer(answers.checked(found, episodes))

    def shape(self, code: str, note: str | None = None) -> Mapping[str, Any]:
        return answers.result(code, note)


def _day(fields: Fields, field: str) -> date | None:
    """A day, None where none is given. Raises `Wrong`."""
    text = fields.text(field)
    found = day(text)
    if text and found is None:
        raise Wrong("205", f"{field} không đúng định dạng.")
    return found


LEGACY_KEYS: Final = ["hoTen", "gioiTinh", "diaChi", "maDKBD", "cqBHXH", "gtTheTu", "gtTheDen", "maKV", "ngayDu5Nam"]
LEGACY_DATA_WRONG: Final = "10"
TEXTS_OF_2017: Final = ("maThe", "hoTen", "ngaySinh", "maCSKCB", "ngayBD", "ngayKT")
# Our choice, as the list of 2017 knows no revoked cards and no wrong parts of a number: they cannot be used, or found.
LEGACY_CODES: Final = {
    **dict.fromkeys(("000", "001", "002", "004"), "00"),
    **dict.fromkeys(("003", "010", "110", "120", "121", "122", "123", "124"), "01"),
    **dict.fromkeys(("050", "051", "052", "053", "130"), "05"),
    **dict.fromkeys(("060", "061"), "06"),
    "070": "07",
    "080": "08",
    "090": "09",
    "205": LEGACY_DATA_WRONG,
    "100": LEGACY_DATA_WRONG,
    "101": "500",
}


@dataclass(frozen=True, slots=True)
class Stay:
    """From admission to discharge, as far as they are said."""

    admitted: date | None
    discharged: date | None

    def code(self, code: str, valid_from: date, valid_to: date) -> str:
        """What a stay makes of a card that is right (00) or expired (01).

        Our choice: `ngayBD` and `ngayKT` are those of the stay, as codes 02 to 04 tell of one.
        """
        if self.admitted is None or self.discharged is None:
            return code
        if self.admitted < valid_from:
            return "02"
        if self.admitted <= valid_to < self.discharged:
            return "03"
        return "04" if code == "01" and self.discharged <= valid_to else code


class LookUp2017(Endpoint):
    """`nhanLichSuKCB`: JSON alone, sex as a number, results of two digits."""

    async def told(self, knock: Knock) -> Response:
        fields = knock.fields
        given = fields.value("gioiTinh")
        if fields.is_form or not isinstance(given, int | None) or isinstance(given, bool) or _are_numbers(fields):
            raise Wrong(LEGACY_DATA_WRONG)
        question = presented(fields)
        question.sex = sex("" if given is None else str(given))
        question.initial_facility = fields.text("maCSKCB")
        stay = Stay(_day(fields, "ngayBD"), _day(fields, "ngayKT"))
        found = await check_card(knock.asker, question)
        told = answers.checked(found)
        episodes = (await history(knock.asker, question)).episodes if told["maThe"] else ()
        return answer(
            {
                **self.shape(_legacy_code(found, stay)),
                **{key: told[key] for key in LEGACY_KEYS},
                "dsLichSuKCB": [episode.to_json_of_2017() for episode in episodes] or None,
            }
        )

    def shape(self, code: str, note: str | None = None) -> Mapping[str, Any]:
        return {"maKetQua": LEGACY_CODES.get(code, code), **dict.fromkeys(LEGACY_KEYS), "dsLichSuKCB": None}


def _are_numbers(fields: Fields) -> bool:
    """Whether a number stands where text is due."""
    return any(isinstance(fields.value(name), int) for name in TEXTS_OF_2017)


def _legacy_code(found: CheckCardResponse, stay: Stay) -> str:
    code = LEGACY_CODES[found.code]
    first, last = full_date(found.card.valid_from), full_date(found.card.valid_to)
    return stay.code(code, first, last) if code in ("00", "01") and first and last else code
