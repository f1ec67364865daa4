"""`/apiBHXH/*`: what provinces and ministries ask of social insurance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from google.protobuf.field_mask_pb2 import FieldMask

from lienthong.insurance.v1.registry_service_pb2 import GetParticipantRequest
from lienthong.insurance.v1.registry_service_pb2_grpc import RegistryServiceStub
from lienthong.type.v1 import identity_pb2
from lienthong_emulator.edge.platform.descriptions import address_text, birth_texts, description
from lienthong_emulator.edge.platform.service import Ended, Outcome, Service
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.administrative_units import find_commune

if TYPE_CHECKING:
    from lienthong.insurance.v1.participant_pb2 import BasicData, Participant
    from lienthong.insurance.v1.registry_service_pb2 import FindParticipantsRequest, ParticipantFound
    from lienthong.insurance.v1.registry_service_pb2_grpc import RegistryServiceAsyncStub
    from lienthong_emulator.edge.platform.service import Question

SOCIAL_INSURANCE = identity_pb2.IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE
CARD = identity_pb2.IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD


class OfInsurance(Service):
    """A service of social insurance."""

    scope = "apiBHXH"


class PersonByNumber(OfInsurance):
    """`getTraCuuTtHgdByMaSoBhxh`: who has a social-insurance number, and where the birth was registered."""

    keys: ClassVar = (
        *("hoTen", "soSoCu", "ngaySinh", "loaiNgaySinh", "gioiTinh"),
        *("maTinhKs", "maHuyenKs", "maXaKs", "trangThai"),
    )

    async def told(self, question: Question) -> Mapping[str, str]:
        number = identity_pb2.IdentityNumber(type=SOCIAL_INSURANCE, value=question.needed("maSoBhxh"))
        basic = (await _participant(question, number, "basic")).basic
        commune = find_commune(basic.birth_registration_commune)
        return {
            **_person(basic),
            "soSoCu": _old_number(basic),
            "maTinhKs": commune.province_code if commune else "",
            "maHuyenKs": commune.district_code if commune else "",
            "maXaKs": basic.birth_registration_commune,
        }


class NumberByDescription(OfInsurance):
    """`getMaSoBhxhTheoTieuChi`: the social-insurance number of somebody."""

    keys: ClassVar = ("maSoBhxh", "trangThai", "errorCode")

    async def told(self, question: Question) -> Mapping[str, str]:
        fields = question.fields
        place = Address(question.needed("maTinhKs"), fields.text("maHuyenKs"), fields.text("maXaKs"))
        found = _the_only(await _found(question, description(question, place)))
        return {"maSoBhxh": found.social_insurance_number}


class HouseholdByDescription(OfInsurance):
    """`getTraCuuThongTinHgd`: somebody with their household.

    Our choice: `soSo` is a social-insurance number, old or new; it and `maThe` may be empty, and one that is given must
    be that of the person described.
    """

    keys: ClassVar = ("maSo", "hoTen", "ngaySinh", "loaiNgaySinh", "gioiTinh", "maHo", "diaChi", "trangThai")

    async def told(self, question: Question) -> Mapping[str, str]:
        found = await _found(question, description(question, Address(question.needed("maTinh"))))
        for field, kind in (("soSo", SOCIAL_INSURANCE), ("maThe", CARD)):
            if value := question.fields.text(field):
                whose = await _participant(question, identity_pb2.IdentityNumber(type=kind, value=value), "basic")
                found = [one for one in found if one.name == whose.name]
        number = _the_only(found).social_insurance_number
        participant = await _participant(
            question, identity_pb2.IdentityNumber(type=SOCIAL_INSURANCE, value=number), "basic", "household"
        )
        household = participant.household
        return {
            **_person(participant.basic),
            "maSo": number,
            "maHo": household.household_code,
            "diaChi": address_text(household.address),
        }


async def _participant(question: Question, number: identity_pb2.IdentityNumber, *groups: str) -> Participant:
    """Some groups of who carries a number. Raises `Ended` where the caller may not see one of them."""
    request = GetParticipantRequest(identity_number=number, read_mask=FieldMask(paths=groups))
    participant = await question.asker.ask(_registry(question).GetParticipant, request)
    if participant.withheld_groups:
        raise Ended(Outcome.WITHHELD)
    return participant


async def _found(question: Question, asked: FindParticipantsRequest) -> Sequence[ParticipantFound]:
    return (await question.asker.ask(_registry(question).FindParticipants, asked)).participants


def _registry(question: Question) -> RegistryServiceAsyncStub:
    return question.asker.doors.stub(RegistryServiceStub)


def _the_only(found: Sequence[ParticipantFound]) -> ParticipantFound:
    if not found:
        raise Ended(Outcome.NOBODY)
    if len(found) > 1:
        raise Ended(Outcome.SEVERAL)
    return found[0]


def _person(basic: BasicData) -> Mapping[str, str]:
    born, kind = birth_texts(basic.birth_date)
    return {
        "hoTen": basic.full_name,
        "ngaySinh": born,
        "loaiNgaySinh": kind,
        "gioiTinh": str(basic.sex or ""),
    }


def _old_number(basic: BasicData) -> str:
    """A social-insurance number that was theirs before the current one, which stands first."""
    _, *old = [number.value for number in basic.identity_numbers if number.type == SOCIAL_INSURANCE]
    return old[0] if old else ""
