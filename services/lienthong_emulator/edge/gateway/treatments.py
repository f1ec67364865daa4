"""Where somebody was treated and what they paid: what the gateway asks of whoever keeps claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lienthong.insurance.v1 import treatment_service_pb2 as pb
from lienthong.insurance.v1.treatment_service_pb2_grpc import TreatmentServiceStub
from lienthong_emulator.edge.gateway.answers import sentence
from lienthong_emulator.edge.gateway.claim_parts import claim_json
from lienthong_emulator.edge.gateway.dates import day_text, minute_text
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.refusals import PeerRefusal

if TYPE_CHECKING:
    from google.protobuf.timestamp_pb2 import Timestamp

    from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest
    from lienthong.insurance.v1.treatment_pb2 import CoPayment, Treatment
    from lienthong_emulator.edge.doors import Asker


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


async def history(asker: Asker, presented: CheckCardRequest) -> History:
    """Judge a card, and give its holder's episodes where it is theirs."""
    request = pb.ListTreatmentsRequest(presented=_presented(presented), page_size=MOST_EPISODES)
    found = await asker.ask(asker.doors.stub(TreatmentServiceStub).ListTreatments, request)
    return History(
        code=found.code,
        sentence=sentence(found.code),
        episodes=[_episode(treatment) for treatment in found.treatments if treatment.HasField("discharge_time")],
    )


async def claim_of(asker: Asker, number: int) -> Mapping[str, Any] | None:
    """The parts of a claim by the number that look-ups tell, None where the facility has none."""
    try:
        found = await asker.ask(asker.doors.stub(TreatmentServiceStub).GetClaim, pb.GetClaimRequest(number=number))
    except PeerRefusal as no:
        if no.reason in ("CLAIM_NOT_FOUND", "ACCESS_NOT_PERMITTED", "INVALID_REQUEST"):
            return None
        raise
    return claim_json(found)


async def co_payments(asker: Asker, presented: CheckCardRequest) -> CoPayments:
    """Of this year."""
    request = pb.GetCoPaymentsRequest(presented=_presented(presented))
    found = await asker.ask(asker.doors.stub(TreatmentServiceStub).GetCoPayments, request)
    if not found.year.co_payments:
        return CoPayments()
    as_of = found.as_of_time.ToDatetime(HANOI)
    rows = [_co_payment_row(one, day=f"{as_of:%d/%m/%Y}") for one in found.year.co_payments]
    source = f"Nguồn DL giám định BHYT tính đến: {as_of:%d/%m/%Y %H:%M}"
    return CoPayments(rows=rows, holder=_holder(found), source=source)


MOST_EPISODES: Final = 500
_SPARE: Final = {f"duPhong{number}": "" for number in range(1, 6)}


def _presented(said: CheckCardRequest) -> pb.PresentedCard:
    return pb.PresentedCard(card_number=said.card_number, full_name=said.full_name, birth_date=said.birth_date)


def _episode(treatment: Treatment) -> Episode:
    return Episode(
        number=treatment.number,
        facility=treatment.facility,
        admitted=minute_text(treatment.admit_time),
        discharged=minute_text(treatment.discharge_time),
        diagnosis=treatment.diagnosis,
        discharge_kind=_digit(treatment.discharge_kind),
        result=_digit(treatment.result),
        visit_reason=_digit(treatment.visit_reason),
    )


def _digit(code: int) -> str:
    return str(code) if code else ""


def _co_payment_row(one: CoPayment, day: str) -> Mapping[str, Any]:
    treatment = one.treatment
    return {
        "Id": treatment.number,
        "ngayTraCuu": day,
        "maThe": treatment.card_number,
        "maCskcb": treatment.facility,
        "ngayVao": _day(treatment.admit_time),
        "ngayRa": _day(treatment.discharge_time),
        "maDoiTuongKCB": treatment.route_code,
        "tBNCCTMCCT": treatment.co_payment,
        "tBNCCTLuyKe": one.running_total,
        "ngayNhanCong": _day(one.receive_time),
        "ngayNhan": _day(one.receive_time),
        **_SPARE,
    }


def _holder(found: pb.GetCoPaymentsResponse) -> Mapping[str, Any]:
    return {
        "hoTen": found.full_name,
        "ngaySinh": day_text(found.birth_date),
        "ngayKetThuc": day_text(found.valid_to),
        "maBhxh": found.social_insurance_number,
        **_SPARE,
    }


def _day(moment: Timestamp) -> str:
    return f"{moment.ToDatetime(HANOI):%d/%m/%Y}"
