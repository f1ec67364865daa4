"""The population database's side of the contract."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from lienthong.population.v1 import citizen_pb2, citizen_service_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, IdentityNumber
from lienthong.type.v1.person_pb2 import SEX_UNDETERMINED
from lienthong.type.v1.verification_pb2 import Verification
from lienthong_emulator.access.errors import AccessNotPermitted
from lienthong_emulator.access.record import note_access
from lienthong_emulator.access.rules import Group, rule_for
from lienthong_emulator.discrepancies.source_of_truth import refuse_unless_source
from lienthong_emulator.matching import PERSON_FIELDS, PartialDate, is_name
from lienthong_emulator.papers import number_asked
from lienthong_emulator.population.citizens.convert import (
    card_payload_of,
    citizen_name,
    citizen_to_proto,
    newborn_from_proto,
    withhold_insurance,
)
from lienthong_emulator.population.citizens.domain import (
    Citizen,
    HeldNumber,
    citizen_card_issued,
    is_same_child,
    issued_number,
    number_stem,
)
from lienthong_emulator.population.citizens.errors import (
    CitizenNotFound,
    ImpossibleBirthDate,
    NoCitizenCard,
    NotAName,
    NumberAmbiguous,
    ProvinceNotFound,
    SexHasNoNumber,
)
from lienthong_emulator.population.citizens.register import CitizenRegister
from lienthong_emulator.population.citizens.store import CitizenQuestions, CitizenStore
from lienthong_emulator.qr_codes.citizen_card import encode
from lienthong_emulator.reference.administrative_units import find_commune
from lienthong_emulator.reference.identity_numbers import Sex
from lienthong_emulator.runtime.calls import Call
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.kit import Kit, Tx, instant
from lienthong_emulator.verification.batches import claims_written
from lienthong_emulator.verification.by_fingerprint import FingerprintDesk
from lienthong_emulator.verification.claims import claim_from_proto
from lienthong_emulator.verification.desk import Desk
from lienthong_emulator.wire import citizen_card_qr_to_proto, full_date, identity, kind_of_number

FIRST_KEY_OF_NEWBORNS = 1_000_000_000
"""Our choice: keys below belong to the people a world begins with."""

SOURCE = "agencies/population"
CITIZENS = "citizens/"
DESK = Desk(
    claim_from_proto,
    lambda claim: claim.identity_number.value,
    lambda claim: claim,
    claims_written,
    {field: field for field in PERSON_FIELDS},
)
FINGERPRINTS = FingerprintDesk(CitizenQuestions, CitizenStore)
Answer = citizen_service_pb2.VerifyCitizenResponse
Batch = citizen_service_pb2.VerifyCitizensResponse

IssueRequest = citizen_service_pb2.IssuePersonalNumberRequest
IssueResponse = citizen_service_pb2.IssuePersonalNumberResponse


class CitizenServicer:
    async def GetCitizen(self, request: citizen_service_pb2.GetCitizenRequest, call: Call) -> citizen_pb2.Citizen:
        citizens = CitizenQuestions(call.kit.lookups)
        citizen = await _seen(call, citizens, request.identity_number)
        told = await _told_with_parents(call.kit, citizens, citizen)
        if Group.BASIC in (seen := rule_for(call.context).seen):
            withhold_insurance(told, seen)
        return told

    async def VerifyCitizen(self, request: citizen_service_pb2.VerifyCitizenRequest, call: Call) -> bytes:
        register = CitizenRegister(call.kit.lookups)
        found = await DESK.verify(request.claim, request.compare_mask, call, register, _one)
        return found + Answer(source_system=SOURCE, as_of_time=instant(call.time)).SerializeToString()

    async def VerifyCitizens(
        self, requests: AsyncIterator[citizen_service_pb2.VerifyCitizensRequest], call: Call
    ) -> AsyncGenerator[bytes]:
        register = CitizenRegister(call.kit.lookups)
        async for request in requests:
            now = call.kit.now()
            found = await DESK.verify_all(request, call, register, now, _one_of_many)
            rest = Batch(batch_id=request.batch_id, source_system=SOURCE, as_of_time=instant(now))
            yield found + rest.SerializeToString()

    async def VerifyFingerprints(
        self, requests: AsyncIterator[citizen_service_pb2.VerifyFingerprintsRequest], call: Call
    ) -> AsyncGenerator[citizen_service_pb2.VerifyFingerprintsResponse]:
        async for request in requests:
            now = call.kit.now()
            yield citizen_service_pb2.VerifyFingerprintsResponse(
                batch_id=request.batch_id,
                unconfirmed=await FINGERPRINTS.unconfirmed(request, call, now),
                source_system=SOURCE,
                as_of_time=instant(now),
            )

    async def IssuePersonalNumber(self, request: IssueRequest, call: Call) -> IssueResponse:
        refuse_unless_source("full_name", call.context.caller)
        stem = _stem(request, call)

        async def act(tx: Tx) -> IssueResponse:
            return await _issue(tx, request, stem)

        response = await once(call, request, IssueResponse, act)
        reach("population.issue.committed")
        return response

    async def DrawCitizenCardQr(
        self, request: citizen_service_pb2.DrawCitizenCardQrRequest, call: Call
    ) -> citizen_service_pb2.DrawCitizenCardQrResponse:
        # Imported with the first that is drawn: nobody who starts the house should wait for it.
        from lienthong_emulator.qr_codes.drawing import qr_png, qr_svg

        citizens = CitizenQuestions(call.kit.lookups)
        citizen = await _seen(call, citizens, request.identity_number)
        issued = citizen_card_issued(citizen.birth_date, call.kit.today())
        if issued is None or not citizen.personal_number or citizen.sex == SEX_UNDETERMINED:
            raise NoCitizenCard(field="identity_number", today=call.kit.today().isoformat())
        payload = card_payload_of(citizen, await citizens.numbers_of(citizen.citizen_key), issued)
        text = encode(payload)
        return citizen_service_pb2.DrawCitizenCardQrResponse(
            qr_text=text,
            payload=citizen_card_qr_to_proto(payload),
            svg=await asyncio.to_thread(qr_svg, text),
            png=await asyncio.to_thread(qr_png, text),
        )


async def _seen(call: Call, citizens: CitizenQuestions, asked: IdentityNumber) -> Citizen:
    """The citizen of a number, where the caller may see them; the access is noted."""
    sees_others = Group.BASIC in rule_for(call.context).seen
    if not (sees_others or call.context.caller.startswith(CITIZENS)):
        raise AccessNotPermitted(caller=call.context.caller)
    number = number_asked(asked, "identity_number")
    found = await citizens.carriers_of(number.kind, number.value)
    if not sees_others:
        found = [carrier for carrier in found if citizen_name(call.kit, carrier[0].citizen_key) == call.context.caller]
    if not found:
        # To somebody who may see only themself, others and nobody are the same.
        raise CitizenNotFound(field="identity_number")
    if len(found) > 1:
        raise NumberAmbiguous(field="identity_number")
    note_access(call, [found[0][0].citizen_key])
    return found[0][0]


def _one(found: Verification) -> bytes:
    return Answer(verification=found).SerializeToString()


def _one_of_many(found: Verification) -> bytes:
    return Batch(verifications=[found]).SerializeToString()


def _stem(request: IssueRequest, call: Call) -> str:
    """The first six digits of the number, once everything they say is known to be right."""
    if not is_name(request.full_name):
        raise NotAName(field="full_name")
    commune = find_commune(request.registration_commune)
    if commune is None:
        raise ProvinceNotFound(field="registration_commune", commune=request.registration_commune)
    if request.sex == SEX_UNDETERMINED:
        raise SexHasNoNumber(field="sex")
    born = full_date(request.birth_date)
    if born is None or born > call.kit.today() or born.year < 1900:
        raise ImpossibleBirthDate(field="birth_date", today=call.kit.today().isoformat())
    return number_stem("" if request.registered_abroad else commune.province_code, Sex(request.sex), born.year)


async def _issue(tx: Tx, request: IssueRequest, stem: str) -> IssueResponse:
    citizens = CitizenStore(tx.db)
    parents = (await _key_of(citizens, request.mother), await _key_of(citizens, request.father))
    held = await _child_held(citizens, request, parents)
    if held is not None:
        _note(tx, "personal-number-held", "The register holds this child already", held)
        return IssueResponse(citizen=await _told(tx.kit, citizens, held), already_held=True)
    number = issued_number(stem, await tx.next_number(f"personal-number/{stem}"))
    key = FIRST_KEY_OF_NEWBORNS + await tx.next_number("citizen")
    child = newborn_from_proto(request, citizen_key=key, personal_number=number, parents=parents)
    held_number = HeldNumber(IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, number, superseded=False)
    citizens.add(child)
    citizens.add_number(child.citizen_key, held_number)
    _note(tx, "personal-number-issued", f"Personal number {number} issued", child)
    reach("population.issue.before-commit")
    return IssueResponse(citizen=citizen_to_proto(tx.kit, child, [held_number], None))


async def _child_held(citizens: CitizenStore, request: IssueRequest, parents: tuple[int, int]) -> Citizen | None:
    born = PartialDate(request.birth_date.year, request.birth_date.month, request.birth_date.day)
    children = await citizens.children_of(*parents, born)
    return next((child for child in children if is_same_child(child, request.full_name, request.sex)), None)


async def _key_of(citizens: CitizenStore, number: IdentityNumber) -> int:
    """The parent's key, 0 where the number is none, unknown or shared."""
    if not number.value:
        return 0
    found = await citizens.keys_of_carriers(kind_of_number(number), number.value)
    return found[0] if len(found) == 1 else 0


async def _told(kit: Kit, citizens: CitizenQuestions, citizen: Citizen) -> citizen_pb2.Citizen:
    numbers = await citizens.numbers_of(citizen.citizen_key)
    return citizen_to_proto(kit, citizen, numbers, await citizens.insurance_facts_of(citizen.citizen_key))


async def _told_with_parents(kit: Kit, citizens: CitizenQuestions, citizen: Citizen) -> citizen_pb2.Citizen:
    told = await _told(kit, citizens, citizen)
    for key, number in ((citizen.mother_key, told.mother_number), (citizen.father_key, told.father_number)):
        held = await citizens.numbers_of(key) if key else ()
        if held and not held[0].superseded:
            number.CopyFrom(identity(held[0].kind, held[0].value))
    return told


def _note(tx: Tx, kind: str, title: str, child: Citizen) -> None:
    tx.step(kind, title, led_to=tx.context.caller, details={"personal_number": child.personal_number})
