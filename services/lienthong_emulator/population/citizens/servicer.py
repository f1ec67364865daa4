"""The population database's side of the contract."""

from lienthong.population.v1 import citizen_pb2, citizen_service_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, IdentityNumber
from lienthong.type.v1.person_pb2 import SEX_UNDETERMINED
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.population.citizens.convert import (
    citizen_to_proto,
    claim_from_proto,
    newborn_from_proto,
    verdict_to_proto,
)
from lienthong_emulator.population.citizens.domain import (
    Citizen,
    HeldNumber,
    compare,
    is_same_child,
    issued_number,
    judge,
    number_stem,
)
from lienthong_emulator.population.citizens.errors import (
    CitizenNotFound,
    ImpossibleBirthDate,
    ProvinceNotFound,
    SexHasNoNumber,
)
from lienthong_emulator.population.citizens.store import CitizenQuestions, CitizenStore
from lienthong_emulator.reference.administrative_units import find_commune
from lienthong_emulator.reference.identity_numbers import Sex
from lienthong_emulator.runtime.calls import Call
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.kit import Kit, Tx
from lienthong_emulator.wire import full_date, kind_of_number

FIRST_KEY_OF_NEWBORNS = 1_000_000_000
"""Our choice: keys below belong to the people a world begins with."""

IssueRequest = citizen_service_pb2.IssuePersonalNumberRequest
IssueResponse = citizen_service_pb2.IssuePersonalNumberResponse


class CitizenServicer:
    async def GetCitizen(  # noqa: N802 - the contract names it
        self, request: citizen_service_pb2.GetCitizenRequest, call: Call
    ) -> citizen_pb2.Citizen:
        citizens = CitizenQuestions(call.kit.lookups)
        found = await citizens.carriers_of(kind_of_number(request.identity_number), request.identity_number.value)
        if not found:
            raise CitizenNotFound(field="identity_number")
        return await _told(call.kit, citizens, found[0][0])

    async def VerifyCitizen(  # noqa: N802 - the contract names it
        self, request: citizen_service_pb2.VerifyCitizenRequest, call: Call
    ) -> citizen_service_pb2.VerifyCitizenResponse:
        citizens = CitizenQuestions(call.kit.lookups)
        found = await citizens.carriers_of(kind_of_number(request.identity_number), request.identity_number.value)
        fields = compare(claim_from_proto(request), found[0][0]) if len(found) == 1 else {}
        return verdict_to_proto(judge(found), fields)

    async def IssuePersonalNumber(self, request: IssueRequest, call: Call) -> IssueResponse:  # noqa: N802 - as above
        stem = _stem(request, call)

        async def act(tx: Tx) -> IssueResponse:
            return await _issue(tx, request, stem)

        response = await once(call, request, IssueResponse, act)
        reach("population.issue.committed")
        return response


def _stem(request: IssueRequest, call: Call) -> str:
    """The first six digits of the number, once everything they say is known to be right."""
    commune = find_commune(request.registration_commune)
    if commune is None:
        raise ProvinceNotFound(field="registration_commune", commune=request.registration_commune)
    if request.sex == SEX_UNDETERMINED:
        raise SexHasNoNumber(field="sex")
    born = full_date(request.birth_date)
    if born is None or born > call.kit.today() or born.year < 1900:
        raise ImpossibleBirthDate(field="birth_date", today=call.kit.today().isoformat())
    return number_stem(commune.province_code, Sex(request.sex), born.year)


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
    return citizen_to_proto(kit, citizen, numbers, await citizens.insurance_facts_of(citizen.personal_number))


def _note(tx: Tx, kind: str, title: str, child: Citizen) -> None:
    tx.step(kind, title, led_to=tx.context.caller, details={"personal_number": child.personal_number})
