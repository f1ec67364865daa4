"""Where somebody was treated and what they paid: what the gateway asks of whoever keeps claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from lienthong_emulator.edge.gateway.checks import check_card

if TYPE_CHECKING:
    from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest
    from lienthong_emulator.edge.doors import Doors, Visitor
    from lienthong_emulator.edge.sessions.tokens import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One stay or visit. Moments are yyyyMMddHHmm, codes as in look-ups."""

    number: int
    facility: str
    admitted: str
    discharged: str
    diagnosis: str
    discharge_kind: str
    result: str
    visit_reason: str

    def to_json(self) -> dict[str, str]:
        return {
            "maHoSo": str(self.number),
            "maCSKCB": self.facility,
            "ngayVao": self.admitted,
            "ngayRa": self.discharged,
            "tenBenh": self.diagnosis,
            "tinhTrang": self.discharge_kind,
            "kqDieuTri": self.result,
            "lyDoVV": self.visit_reason,
        }

    def to_json_of_2017(self) -> dict[str, str | int]:
        """The number as a number, days without hours."""
        return {
            "maHoSo": self.number,
            "maCSKCB": self.facility,
            "tuNgay": _day_of(self.admitted),
            "denNgay": _day_of(self.discharged),
            "tenBenh": self.diagnosis,
            "tinhTrang": self.discharge_kind,
            "kqDieuTri": self.result,
        }


def _day_of(minute: str) -> str:
    """dd/MM/yyyy of yyyyMMddHHmm."""
    return f"{minute[6:8]}/{minute[4:6]}/{minute[:4]}" if minute else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the card is found to be, in a code and a sentence, and the episodes of its holder, the latest first."""

    code: str
    sentence: str
    episodes: Sequence[Episode] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoPayments:
    """What a holder paid beside insurance this year: rows and holder as the look-up tells them, None for none."""

    rows: Sequence[Mapping[str, Any]] | None = None
    holder: Mapping[str, Any] | None = None
    source: str = ""
    """Where the figures come from, and as of when."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, about whom."""

    visitor: Visitor
    session: Session
    presented: CheckCardRequest = field(repr=False)


class Treatments(Protocol):
    """Whoever keeps claims."""

    async def history(self, asked: Asked) -> History:
        """Judge a card, and give its holder's episodes where it is theirs."""
        ...

    async def episodes(self, asked: Asked) -> Sequence[Episode]:
        """The episodes of a holder whose card was judged before."""
        ...

    async def episode(self, asked: Asked, number: int) -> Mapping[str, Any] | None:
        """The parts of a claim by the number that look-ups tell, None where there is none."""
        ...

    async def co_payments(self, asked: Asked) -> CoPayments: ...


class NoClaims:
    """Nobody keeps claims yet: a card is judged, and nothing was ever treated or paid."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def history(self, asked: Asked) -> History:
        found = await check_card(self._doors, asked.visitor, asked.session, asked.presented)
        return History(code=found.code, sentence=found.message_vi)

    async def episodes(self, asked: Asked) -> Sequence[Episode]:
        return ()

    async def episode(self, asked: Asked, number: int) -> Mapping[str, Any] | None:
        return None

    async def co_payments(self, asked: Asked) -> CoPayments:
        await check_card(self._doors, asked.visitor, asked.session, asked.presented)
        return CoPayments()
