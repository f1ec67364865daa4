"""Changes of citizens over the wire, at population alone: what is answered and what is kept."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.type.date_pb2 import Date
from tests.journeys.registrars import JUSTICE, correction, death, move, new_number, revocation

from lienthong.discrepancy.v1.discrepancy_pb2 import DISCREPANCY_STATE_CORRECTED
from lienthong.discrepancy.v1.requests_pb2 import GetDiscrepancyRequest
from lienthong.exchange.v1.message_pb2 import Message
from lienthong.population.v1.citizen_change_service_pb2 import ChangeGrounds
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from conftest import Refusing
    from population.changes.conftest import Register

LAN, HOA, KHOA, LANS_DAUGHTER = "901193000017", "999000456", "902087000178", "901319000101"
REQUEST_ID = str(uuid.UUID(int=4, version=4))
OTHER = "Nguyễn Thị Lan Hương"


def grounds(**given: Any) -> ChangeGrounds:
    return ChangeGrounds(**given)


async def test_a_change_and_its_event_and_its_message_are_one(register: Register) -> None:
    made = await register.change(correction(LAN, grounds(basis="QĐ 12/2022"), full_name=OTHER))

    assert await register.citizen() == made.citizen
    [kept] = register.rows("change_event")
    assert (kept["event_id"], kept["subject_sequence"]) == (made.event.event_id, 1)
    assert (kept["kind"], kept["fields"], kept["basis"]) == ("CORRECTED", "full_name", "QĐ 12/2022")
    assert (kept["caused_by"], made.event.caused_by) == (JUSTICE, JUSTICE)
    assert register.told() == [made.event]


async def test_changes_of_a_citizen_are_counted_without_gaps_and_their_messages_are_about_the_citizen(
    register: Register,
) -> None:
    for request in (death(LAN), revocation(LAN), move(LAN)):
        await register.change(request)

    assert [row["subject_sequence"] for row in register.rows("change_event")] == [1, 2, 3]
    messages = [Message.FromString(row["message"]) for row in register.rows("outbox")]
    assert {message.subject for message in messages} == {(await register.citizen()).name}
    assert len({event.event_id for event in register.told()}) == 3


async def test_what_is_only_checked_is_answered_and_changes_nothing(register: Register) -> None:
    before = await register.citizen()
    checked = await register.change(
        correction(LAN, grounds(validate_only=True, request_id=REQUEST_ID), full_name=OTHER)
    )

    assert checked.citizen.full_name == OTHER
    assert await register.citizen() == before
    kept = [
        row for table in ("change_event", "outbox", "case_step", "answered_request") for row in register.rows(table)
    ]
    assert kept == []


async def test_what_is_only_checked_is_refused_as_the_change_would_be(register: Register, refusal: Refusing) -> None:
    no = await refusal(register.change(death(KHOA, grounds=grounds(validate_only=True))))

    assert no.reason == "ALREADY_DEAD"


async def test_an_etag_holds_until_the_next_change(register: Register, refusal: Refusing) -> None:
    read = await register.citizen()
    made = await register.change(move(LAN, grounds=grounds(etag=read.etag)))
    no = await refusal(register.change(death(LAN, grounds=grounds(etag=read.etag))))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.ABORTED, "ETAG_STALE", "grounds.etag")
    assert made.citizen.etag != read.etag
    await register.change(death(LAN, grounds=grounds(etag=made.citizen.etag)))


REPEATED = grounds(request_id=REQUEST_ID)


@pytest.mark.parametrize(
    ("request_", "other"),
    [
        pytest.param(
            correction(LAN, REPEATED, full_name=OTHER), correction(LAN, REPEATED, full_name="Lan"), id="correct"
        ),
        pytest.param(move(LAN, grounds=REPEATED), move(LAN, Address(), REPEATED), id="move"),
        pytest.param(new_number(HOA, REPEATED), new_number(LAN, REPEATED), id="replace the number"),
        pytest.param(death(LAN, grounds=REPEATED), death(HOA, grounds=REPEATED), id="record a death"),
        pytest.param(revocation(KHOA, REPEATED), revocation(LAN, REPEATED), id="revoke a death"),
    ],
)
async def test_a_request_id_serves_one_request(
    register: Register, refusal: Refusing, request_: Any, other: Any
) -> None:
    first = await register.change(request_)
    assert await register.change(request_) == first
    no = await refusal(register.change(other))

    assert (no.reason, no.field) == ("REQUEST_ID_REUSED", "grounds.request_id")
    assert (len(register.rows("change_event")), len(register.rows("outbox"))) == (1, 1)


async def test_a_change_ends_the_discrepancy_that_it_names(register: Register, refusal: Refusing) -> None:
    reported = await register.report()
    made = await register.change(correction(LAN, grounds(discrepancy=reported.name), full_name=OTHER))
    ended = await register.client.population_discrepancies.GetDiscrepancy(
        GetDiscrepancyRequest(name=reported.name), metadata=(("lienthong-caller", "agencies/population"),)
    )

    assert (ended.state, ended.change_event) == (DISCREPANCY_STATE_CORRECTED, made.event.event_id)
    again = correction(LAN, grounds(discrepancy=reported.name), full_name="Nguyễn Thị Lan")
    assert (await refusal(register.change(again))).reason == "DISCREPANCY_STATE_FORBIDS"
    assert (await register.citizen()).full_name == OTHER


async def test_a_discrepancy_about_somebody_else_is_none_here(register: Register, refusal: Refusing) -> None:
    reported = await register.report()
    no = await refusal(register.change(death("901090000029", grounds=grounds(discrepancy=reported.name))))

    assert (no.reason, no.field) == ("DISCREPANCY_NOT_FOUND", "grounds.discrepancy")


async def test_whose_sex_is_undetermined_gets_no_number(register: Register, refusal: Refusing) -> None:
    await register.change(correction(HOA, sex=3))

    assert (await refusal(register.change(new_number(HOA)))).reason == "SEX_HAS_NO_NUMBER"


async def test_numbers_may_run_out(register: Register, refusal: Refusing) -> None:
    await register.citizen()
    register.write("INSERT INTO counter (kind, value) VALUES ('personal-number/902188', 100000)")

    assert (await refusal(register.change(new_number(HOA)))).reason == "SERIALS_EXHAUSTED"


async def test_a_number_of_an_old_name_leads_to_nobody_else(register: Register) -> None:
    """The shared CMND would lead insurance to somebody else: it is not told."""
    made = await register.change(move("901070000289"))

    assert [known.value for known in made.event.known_by] == ["901070000289"]


async def test_a_default_birthday_that_is_confirmed_is_a_change(register: Register) -> None:
    """Of Nguyễn Hòa only the year was known, and 1 January stood for it: now it is known to be right."""
    made = await register.change(correction("901179000201", birth_date=Date(year=1979, month=1, day=1)))

    assert list(made.event.fields) == ["birth_date"]


async def test_parents_are_corrected_by_any_number_of_theirs_and_told_by_the_current_one(register: Register) -> None:
    mother = IdentityNumber(value=HOA)
    made = await register.change(correction(LANS_DAUGHTER, mother=mother, father=IdentityNumber()))

    assert list(made.event.fields) == ["mother", "father"]
    assert (made.citizen.mother != "", made.citizen.father) == (True, "")
    assert made.event.mother.identity_number.value == HOA
    assert not made.event.HasField("father")


async def test_a_parent_whom_nobody_knows_is_refused(register: Register, refusal: Refusing) -> None:
    no = await refusal(register.change(correction(LANS_DAUGHTER, mother=IdentityNumber(value="901199999999"))))

    assert (no.reason, no.field) == ("PARENT_UNKNOWN", "values.mother")
