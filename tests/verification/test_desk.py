"""Claims of calls that are worked on together come to what each comes to alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from google.rpc.error_details_pb2 import BadRequest
from google.rpc.status_pb2 import Status
from google.type.date_pb2 import Date
from tests.journeys.claiming import LAN, born, called

from lienthong.population.v1 import citizen_service_pb2 as contract
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong_emulator.emulator import Emulator, emulate
from lienthong_emulator.population.citizens.servicer import CitizenServicer
from lienthong_emulator.runtime.company import Company
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.handlers import handlers_for
from lienthong_emulator.runtime.in_process import Aborted, CallContext
from lienthong_emulator.setup import Setup
from lienthong_emulator.verification.attempts import attempts_a_day
from lienthong_emulator.verification.rights import rights_of

BANK = "banks/vcb"
Handle = Callable[..., Any]
CLAIMS = [
    PersonClaim(identity_number=LAN, full_name="Nguyễn Thị Lan", birth_date=Date(year=1993, month=5, day=17)),
    called("nguyen thi lan"),
    PersonClaim(identity_number=IdentityNumber(value="901055000156"), birth_date=Date(year=1955)),
    called("Ai đó", IdentityNumber(value="901999999999")),
    called("x" * 1_000, IdentityNumber(value="901193000059")),
    PersonClaim(identity_number=IdentityNumber(type=IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, value="1"), full_name="Lan"),
    born(1993),
]


@pytest.fixture
async def emulator() -> Any:
    async with emulate(Setup()) as emulator:
        yield emulator


def _handle(emulator: Emulator) -> Handle:
    service = contract.DESCRIPTOR.services_by_name["CitizenService"]
    handlers = handlers_for(service, CitizenServicer(), emulator.node.entrance_of("population"))
    return handlers.by_method["VerifyCitizen"].unary_unary


async def _answer(
    handle: Handle, company: Company | None, claim: PersonClaim, caller: str = "agencies/insurance", *mask: str
) -> contract.VerifyCitizenResponse | Status:
    request = contract.VerifyCitizenRequest(claim=claim, compare_mask=FieldMask(paths=mask))
    try:
        data = await handle(request.SerializeToString(), CallContext([("lienthong-caller", caller)]), company)
    except Aborted as no:
        found = dict(no.trailers)["grpc-status-details-bin"]
        assert isinstance(found, bytes)
        return Status.FromString(found)
    return contract.VerifyCitizenResponse.FromString(data)


Ask = tuple[PersonClaim, str, Sequence[str]]
"""A claim, who makes it, and the fields that are to be compared."""


async def _alone(handle: Handle, asked: Sequence[Ask]) -> Sequence[object]:
    return [await _answer(handle, None, claim, caller, *mask) for claim, caller, mask in asked]


async def _together(handle: Handle, asked: Sequence[Ask]) -> Sequence[object]:
    company = Company()
    return await asyncio.gather(*(_answer(handle, company, claim, caller, *mask) for claim, caller, mask in asked))


@pytest.mark.parametrize("mask", [(), ("full_name",), ("mother", "full_name")])
async def test_together_each_is_told_what_it_is_told_alone(emulator: Emulator, mask: tuple[str, ...]) -> None:
    handle, asked = _handle(emulator), [(claim, "agencies/insurance", mask) for claim in CLAIMS]

    assert await _together(handle, asked) == await _alone(handle, asked)


async def test_callers_who_may_know_different_things_are_told_apart(emulator: Emulator) -> None:
    handle, callers = _handle(emulator), ("agencies/insurance", BANK, "agencies/tax", "anonymous")
    asked = [(CLAIMS[0], caller, ()) for caller in callers]

    assert await _together(handle, asked) == await _alone(handle, asked)


async def test_a_refusal_names_the_field_of_its_own_request(emulator: Emulator) -> None:
    handle, company = _handle(emulator), Company()

    _, no = await asyncio.gather(_answer(handle, company, CLAIMS[1]), _answer(handle, company, CLAIMS[4]))

    assert isinstance(no, Status)
    found = BadRequest()
    assert any(detail.Unpack(found) for detail in no.details)
    assert [violation.field for violation in found.field_violations] == ["claim.full_name"]


async def test_a_burst_that_is_worked_on_together_is_no_way_around_the_budget(emulator: Emulator) -> None:
    handle, company = _handle(emulator), Company()

    found = await asyncio.gather(*(_answer(handle, company, born(year), BANK) for year in range(1950, 1993)))

    refused = [isinstance(one, Status) for one in found]
    assert refused == sorted(refused)
    assert refused.count(False) == attempts_a_day(rights_of(Context(caller=BANK)).tier)


async def test_everybody_can_read_who_asked_about_them(emulator: Emulator) -> None:
    handle, company = _handle(emulator), Company()
    await asyncio.gather(*(_answer(handle, company, claim) for claim in CLAIMS[:3]))

    kit = await emulator.node.worlds.kit("population", "default")
    await kit.later.written()
    rows = await kit.lookups.fetch_all("SELECT method, caller FROM access JOIN asking USING (asking_key)")
    assert [(row["method"], row["caller"]) for row in rows] == [("VerifyCitizen", "agencies/insurance")] * 3
