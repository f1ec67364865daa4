"""The card gateway's side of the contract: facilities, who signs in for them, and who checks cards."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

from lienthong.insurance.v1 import facility_service_pb2 as pb
from lienthong_emulator.access.rules import keeps_register
from lienthong_emulator.insurance.facilities.convert import facility_to_proto
from lienthong_emulator.insurance.facilities.domain import account_of, check_officer, officers_of, sign_in
from lienthong_emulator.insurance.facilities.errors import FacilityNotFound
from lienthong_emulator.reference.facilities import facilities_of, find_facility
from lienthong_emulator.runtime.paging import page_size, page_token, place_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.insurance.facilities.domain import Officer
    from lienthong_emulator.reference.facilities import Facility
    from lienthong_emulator.runtime.calls import Call


class FacilityServicer:
    async def GetFacility(self, request: pb.GetFacilityRequest, call: Call) -> pb.Facility:
        facility = _found(request.facility_code)
        if keeps_register(call.context, "insurance"):
            return facility_to_proto(facility, account_of(facility.code), _officers(call, facility.code))
        if call.context.caller == f"facilities/{facility.code}":
            return facility_to_proto(facility, officers=_officers(call, facility.code))
        return facility_to_proto(facility)

    async def ListFacilities(self, request: pb.ListFacilitiesRequest, call: Call) -> pb.ListFacilitiesResponse:
        size, (skip,) = page_size(request), place_in(call, request, (0,))
        found = list(islice(facilities_of(request.province_code), skip, skip + size + 1))
        return pb.ListFacilitiesResponse(
            facilities=map(facility_to_proto, found[:size]),
            next_page_token=page_token(call, request, skip + size) if len(found) > size else "",
        )

    async def SignIn(self, request: pb.SignInRequest, call: Call) -> pb.SignInResponse:
        result, account = sign_in(request.username, request.password_md5, call.kit.world.recipe.nation.seed)
        return pb.SignInResponse(
            result=cast("pb.SignInResult.ValueType", result.value),
            facility_code=account.facility_code if account else "",
            username=account.username if account else "",
        )

    async def CheckOfficer(self, request: pb.CheckOfficerRequest, call: Call) -> pb.CheckOfficerResponse:
        facility = _found(request.facility_code)
        result = check_officer(_officers(call, facility.code), request.personal_number, request.full_name)
        return pb.CheckOfficerResponse(result=cast("pb.OfficerResult.ValueType", result.value))


def _found(code: str) -> Facility:
    facility = find_facility(code)
    if facility is None:
        raise FacilityNotFound(field="facility_code", code=code)
    return facility


def _officers(call: Call, facility_code: str) -> Sequence[Officer]:
    return officers_of(call.kit.world.recipe.nation.seed, facility_code)
