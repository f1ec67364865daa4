"""The tax service's side of the contract on changes of taxpayers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from lienthong.tax.v1 import taxpayer_change_service_pb2 as contract
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.access.rights import refuse_unless_keeper
from lienthong_emulator.papers import number_claimed
from lienthong_emulator.readable import refuse_unreadable
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.tax.changes.domain import (
    Kind,
    active_status,
    changed,
    check_place,
    merged,
    moved,
    past_day,
    standing,
)
from lienthong_emulator.tax.changes.errors import NotOfItsKind
from lienthong_emulator.tax.changes.making import keep, new_key, organisation_of, taxpayer_of, told
from lienthong_emulator.tax.identity_differences.handling import end_what_is_corrected
from lienthong_emulator.tax.taxpayers.convert import status_from_proto
from lienthong_emulator.tax.taxpayers.domain import EconomicType, Organisation, Person, code_of
from lienthong_emulator.tax.taxpayers.store import TaxpayerStore
from lienthong_emulator.wire import address_from_proto, full_date

if TYPE_CHECKING:
    from datetime import date

    from google.type.date_pb2 import Date

    from lienthong.type.v1.address_pb2 import Address
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.kit import Tx

Change = contract.TaxpayerChange
OF_PERSONS = ("identity_number",)
OF_ORGANISATIONS = ("business_line",)
NUMBERS: dict[int, str] = {PERSONAL_NUMBER: "personal_number", CMND: "cmnd"}


class TaxpayerChangeServicer:
    async def RegisterOrganisation(self, request: contract.RegisterOrganisationRequest, call: Call) -> Change:
        async def act(tx: Tx) -> Change:
            _refuse_unreadable(request, request.head_office)
            founded = _day(request, request.founding_date, "founding_date", tx)
            new = _organisation(request, await new_key(tx, request.head_tax_code), founded)
            TaxpayerStore(tx.db).add(new)
            return told(tx, new, Kind.REGISTERED, founded)

        return await _changed(call, request, act)

    async def ChangeTaxpayerStatus(self, request: contract.ChangeTaxpayerStatusRequest, call: Call) -> Change:
        async def act(tx: Tx) -> Change:
            before = await organisation_of(tx, request.tax_code, request.etag)
            since = _day(request, request.event_date, "event_date", tx)
            return keep(tx, standing(before, status_from_proto(request.status), since), Kind.STATUS, since)

        return await _changed(call, request, act)

    async def MergeTaxCode(self, request: contract.MergeTaxCodeRequest, call: Call) -> Change:
        async def act(tx: Tx) -> Change:
            before = await organisation_of(tx, request.tax_code, request.etag)
            into = await organisation_of(tx, request.into_tax_code, field="into_tax_code")
            after = merged(before, into, tx.now.date())
            TaxpayerStore(tx.db).merge(before.taxpayer_key, into.taxpayer_key)
            return keep(tx, after, Kind.MERGED, tx.now.date(), code_of(into.taxpayer_key))

        return await _changed(call, request, act)

    async def MoveHeadOffice(self, request: contract.MoveHeadOfficeRequest, call: Call) -> Change:
        async def act(tx: Tx) -> Change:
            before = await organisation_of(tx, request.tax_code, request.etag)
            refuse_unreadable({}, {}, printed={"head_office.detail": request.head_office.detail})
            return keep(tx, moved(before, address_from_proto(request.head_office)), Kind.MOVED, tx.now.date())

        return await _changed(call, request, act)

    async def CorrectTaxpayer(self, request: contract.CorrectTaxpayerRequest, call: Call) -> Change:
        async def act(tx: Tx) -> Change:
            before = await taxpayer_of(tx, request.tax_code, request.etag)
            _refuse_unreadable(request)
            after = changed(before, **_corrections(request, before))
            corrected = keep(tx, after, Kind.CORRECTED, tx.now.date())
            await end_what_is_corrected(tx, after)
            return corrected

        return await _changed(call, request, act)


async def _changed(call: Call, request: Any, act: Callable[[Tx], Awaitable[Change]]) -> Change:
    """Make a change once, for the tax service itself."""
    refuse_unless_keeper(call)
    return await once(call, request, Change, act)


def _refuse_unreadable(
    request: contract.RegisterOrganisationRequest | contract.CorrectTaxpayerRequest, place: Address | None = None
) -> None:
    """What is given, by its field. Refused with `INVALID_REQUEST`."""
    names = {"display_name": request.display_name} if request.display_name else {}
    texts = {field: getattr(request, field) for field in ("business_line", "phone", "email")}
    if place is not None:
        texts["head_office.detail"] = place.detail
    refuse_unreadable(names, texts, printed=names | texts)


def _day(request: Any, found: Date, field: str, tx: Tx) -> date:
    """The day that a request names, today where it names none."""
    today = tx.now.date()
    return past_day(full_date(found), today, field) if request.HasField(field) else today


def _organisation(request: contract.RegisterOrganisationRequest, key: int, founded: date) -> Organisation:
    head_office, economic_type = address_from_proto(request.head_office), EconomicType(request.economic_type)
    check_place(head_office)
    return Organisation(
        taxpayer_key=key,
        full_name=request.display_name,
        head_office=head_office,
        business_line=request.business_line,
        economic_type=economic_type,
        phone=request.phone,
        email=request.email,
        status=active_status(economic_type),
        founded=founded,
        ended=None,
        headcount=0,
    )


def _corrections(request: contract.CorrectTaxpayerRequest, before: Organisation | Person) -> dict[str, str]:
    """What is given, by the attribute that it is of. Refused with `NOT_OF_ITS_KIND` and `MALFORMED_NUMBER`."""
    given = {descriptor.name for descriptor, _ in request.ListFields()}
    foreign = given.intersection(OF_PERSONS if isinstance(before, Organisation) else OF_ORGANISATIONS)
    if foreign:
        raise NotOfItsKind(field=min(foreign))
    said = {"full_name": request.display_name, "phone": request.phone, "email": request.email}
    said["business_line"] = request.business_line
    values = {attribute: value for attribute, value in said.items() if value}
    return values | _number(request) if "identity_number" in given else values


def _number(request: contract.CorrectTaxpayerRequest) -> dict[str, str]:
    number = number_claimed(request.identity_number, "identity_number")
    if number.kind not in NUMBERS:
        raise NotOfItsKind(field="identity_number.type")
    return {NUMBERS[number.kind]: number.value}
