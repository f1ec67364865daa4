"""What the gateway asks of insurance: may this officer look, and what of this card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lienthong.insurance.v1 import card_service_pb2
from lienthong.insurance.v1 import facility_service_pb2 as facilities
from lienthong.insurance.v1.card_service_pb2_grpc import CardServiceStub
from lienthong.insurance.v1.facility_service_pb2_grpc import FacilityServiceStub
from lienthong.type.v1 import person_pb2
from lienthong_emulator.edge.gateway.dates import birth_date

if TYPE_CHECKING:
    from lienthong.insurance.v1.card_check_pb2 import CheckCardResponse
    from lienthong_emulator.edge.bodies import Fields
    from lienthong_emulator.edge.doors import Asker
    from lienthong_emulator.edge.gateway.sessions import Session

CARD_NUMBER_LENGTH, LONG_CARD_NUMBER_LENGTH = 15, 17
OFFICER_FAULTS: Final = {
    facilities.OFFICER_RESULT_NOT_REGISTERED: "054",
    facilities.OFFICER_RESULT_NAME_DIFFERS: "055",
}


class Wrong(Exception):
    """What the gateway itself finds wrong: a code, and a sentence where that of the code is not meant."""

    def __init__(self, code: str, note: str | None = None, status: int = 200) -> None:
        super().__init__(code)
        self.code = code
        self.note = note
        self.status = status


async def check_card(asker: Asker, presented: card_service_pb2.CheckCardRequest) -> CheckCardResponse:
    """What insurance says of a card; it notes who asked."""
    return await asker.ask(asker.doors.stub(CardServiceStub).CheckCard, presented)


async def check_officer(asker: Asker, session: Session, fields: Fields) -> None:
    """Raise `Wrong` unless the officer who looks is registered with the facility."""
    name, number = fields.text("hoTenCb"), fields.text("cccdCb")
    for field, given in (("hoTenCb", name), ("cccdCb", number)):
        if not given:
            raise Wrong("205", f"Null {field}")
    if (number, name) in session.officers:
        return
    request = facilities.CheckOfficerRequest(
        facility_code=session.facility_code, personal_number=number, full_name=name
    )
    answer = await asker.ask(asker.doors.stub(FacilityServiceStub).CheckOfficer, request)
    if fault := OFFICER_FAULTS.get(answer.result):
        raise Wrong(fault)
    session.officers.add((number, name))


def presented(fields: Fields, *, eight_digits: bool = True) -> card_service_pb2.CheckCardRequest:
    """What a client says of a card and its bearer. Raises `Wrong`."""
    name, born = fields.text("hoTen"), birth_date(fields.text("ngaySinh"), eight_digits=eight_digits)
    if not name:
        raise Wrong("205", "Null hoTen")
    if born is None:
        raise Wrong("205", "ngaySinh không đúng định dạng.")
    return card_service_pb2.CheckCardRequest(
        card_number=card_number(fields.text("maThe")), full_name=name, birth_date=born
    )


def card_number(text: str) -> str:
    """Our choice: of 17 characters the first 15 are the card's number; nobody says what the others are."""
    joined = "".join(text.split())
    return joined[:CARD_NUMBER_LENGTH] if len(joined) == LONG_CARD_NUMBER_LENGTH else joined


def sex(given: str) -> person_pb2.Sex.ValueType:
    """`1` is a man, `2` a woman; empty is not said. Raises `Wrong`."""
    try:
        return {"": person_pb2.SEX_UNSPECIFIED, "1": person_pb2.SEX_MALE, "2": person_pb2.SEX_FEMALE}[given]
    except KeyError:
        raise Wrong("205", "gioiTinh không đúng định dạng.") from None
