"""The side of the contract that persons care about: who may see my data, and who asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from typing import TYPE_CHECKING

from lienthong.access.v1.access_pb2 import ListAccessesRequest, ListAccessesResponse
from lienthong.insurance.v1 import access_service_pb2 as pb
from lienthong_emulator.access.record import list_accesses
from lienthong_emulator.access.rules import rules
from lienthong_emulator.insurance.access.convert import (
    consent_to_proto,
    groups_from_proto,
    rule_to_proto,
)
from lienthong_emulator.insurance.access.domain import Consent, letters_of
from lienthong_emulator.insurance.access.errors import ConsentNotFound, ConsentWithdrawn, EndsBeforeItBegins
from lienthong_emulator.insurance.access.sight import refuse_others
from lienthong_emulator.insurance.access.store import AccessQuestions, AccessStore
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.participants import find_participant
from lienthong_emulator.insurance.registry.errors import ParticipantNotFound
from lienthong_emulator.papers import number_asked
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.paging import page_size, page_token, place_in
from lienthong_emulator.verification.register import NOBODY
from lienthong_emulator.wire import full_date

if TYPE_CHECKING:
    from google.type import date_pb2

    from lienthong.type.v1.identity_pb2 import IdentityNumber
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.kit import Tx

LAST = (1 << 62,)


class AccessServicer:
    async def GrantConsent(self, request: pb.GrantConsentRequest, call: Call) -> pb.Consent:
        key = await _own_key(call, request.identity_number)
        today = call.kit.today()
        valid_from = _day(request.valid_from, "valid_from", today) if request.HasField("valid_from") else today
        valid_to = _day(request.valid_to, "valid_to", valid_from) if request.HasField("valid_to") else None

        async def act(tx: Tx) -> pb.Consent:
            consent = Consent(
                consent_number=await tx.next_number("consent"),
                participant_key=key,
                grantee=request.grantee,
                groups_seen=letters_of(groups_from_proto(request.information_groups)),
                purpose=request.purpose,
                valid_from=valid_from,
                valid_to=valid_to,
                create_time=tx.now.astimezone(UTC),
            )
            AccessStore(tx.db).add(consent)
            return consent_to_proto(consent, Names(call.kit.opaque_id))

        return await once(call, request, pb.Consent, act)

    async def WithdrawConsent(self, request: pb.WithdrawConsentRequest, call: Call) -> pb.Consent:
        async def act(tx: Tx) -> pb.Consent:
            consents = AccessStore(tx.db)
            number = request.name.removeprefix("consents/")
            held = await consents.find(int(number)) if number.isdecimal() else None
            refuse_others(call, held.participant_key if held else NOBODY)
            if held is None:
                raise ConsentNotFound(field="name", consent=request.name)
            if held.withdraw_time is not None:
                raise ConsentWithdrawn(field="name", day=held.withdraw_time.date().isoformat())
            withdrawn = replace(held, withdraw_time=tx.now.astimezone(UTC))
            consents.withdraw(withdrawn)
            return consent_to_proto(withdrawn, Names(call.kit.opaque_id))

        return await once(call, request, pb.Consent, act)

    async def ListConsents(self, request: pb.ListConsentsRequest, call: Call) -> pb.ListConsentsResponse:
        key = await _own_key(call, request.identity_number)
        size, (before,) = page_size(request), place_in(call, request, LAST)
        found = await AccessQuestions(call.kit.lookups).consents_of(key, before=before, most=size + 1)
        more = len(found) > size
        return pb.ListConsentsResponse(
            consents=[consent_to_proto(consent, Names(call.kit.opaque_id)) for consent in found[:size]],
            next_page_token=page_token(call, request, found[size - 1].consent_number) if more else "",
        )

    async def ListAccesses(self, request: ListAccessesRequest, call: Call) -> ListAccessesResponse:
        key = await _own_key(call, request.identity_number)
        return await list_accesses(call, request, key)

    async def GetAccessRules(self, _request: pb.GetAccessRulesRequest, _call: Call) -> pb.AccessRules:
        return pb.AccessRules(rules=map(rule_to_proto, rules()))


async def _own_key(call: Call, number: IdentityNumber) -> int:
    """The person under a number, where the caller is that person or insurance; to others none is as good."""
    number_asked(number, "identity_number")
    person = await find_participant(call.kit.lookups, number)
    refuse_others(call, person.participant_key if person else NOBODY)
    if person is None:
        raise ParticipantNotFound(field="identity_number")
    return person.participant_key


def _day(found: date_pb2.Date, field: str, from_day: date) -> date:
    day = full_date(found)
    if day is None or day < from_day:
        raise EndsBeforeItBegins(field=field, valid_from=from_day.isoformat())
    return day
