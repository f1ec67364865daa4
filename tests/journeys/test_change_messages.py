"""Messages about changes that come twice, that nobody knows anything of, or that cannot be taken in."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.message import Message as Event
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from tests.journeys.registrars import INSURANCE, POPULATION, Made, Registrars, correction, death, move, number
from tests.journeys.test_dead_letters import field_of

from lienthong.discrepancy.v1.events_pb2 import DiscrepancyReported
from lienthong.exchange.v1.exchange_service_pb2 import (
    ListDeadLettersRequest,
    RedeliverMessageRequest,
    SendMessagesRequest,
)
from lienthong.exchange.v1.message_pb2 import DeadLetter, Message
from lienthong.population.v1.citizen_service_pb2 import IssuePersonalNumberRequest
from lienthong.population.v1.events_pb2 import CITIZEN_CHANGE_KIND_CORRECTED, CitizenChanged
from lienthong.type.v1.person_pb2 import SEX_MALE

if TYPE_CHECKING:
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN, HUNG, KHOI = "901193000017", "901090000029", "901221900000"
OTHER = "Nguyễn Thị Lan Hương"
CHANGED = "population.citizen-changed"


@pytest_asyncio.fixture(loop_scope="session")
async def registrars(commune: Commune) -> Registrars:
    return Registrars(commune)


async def send(registrars: Registrars, kind: str, subject: str, body: Event) -> str:
    """Send to insurance in the name of population; return the id of the message."""
    message = Message(
        message_id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{registrars.commune.world}/{kind}/{subject}")),
        sender=POPULATION,
        receiver=INSURANCE,
        subject=subject,
        kind=kind,
        case_id="sent-by-hand",
        body=Packed(),
    )
    message.body.Pack(body)
    async with registrars.client(POPULATION) as client:
        await client.exchange.SendMessages(SendMessagesRequest(messages=[message]))
    await registrars.commune.settle()
    return message.message_id


async def dead_letters(registrars: Registrars) -> list[DeadLetter]:
    async with registrars.client() as client:
        listed = await client.exchange.ListDeadLetters(ListDeadLettersRequest(receiver=INSURANCE))
    return list(listed.dead_letters)


async def steps_by_hand(registrars: Registrars) -> list[str]:
    return [step.kind for step in await registrars.commune.steps("sent-by-hand")]


async def name_held(registrars: Registrars, value: str) -> str:
    return (await registrars.participant(value)).basic.full_name


async def test_an_event_that_is_told_again_under_another_message_changes_nothing(registrars: Registrars) -> None:
    first = await registrars.change(correction(LAN, full_name=OTHER))
    await registrars.change(correction(LAN, full_name="Nguyễn Thị Lan Anh"))
    before = await registrars.participant(LAN)
    await send(registrars, CHANGED, first.citizen.name, first.event)

    assert await registrars.participant(LAN) == before
    assert await steps_by_hand(registrars) == ["change-followed-before"]


async def test_a_change_of_whom_insurance_does_not_know_is_noted_and_nothing_else(registrars: Registrars) -> None:
    made = await _change_of_unknown(registrars)

    assert await registrars.steps(made) == [("population", "residence-moved"), ("insurance", "citizen-unknown")]
    assert await dead_letters(registrars) == []


async def _change_of_unknown(registrars: Registrars) -> Made:
    """Population gave a child its number, and its birth was never registered."""
    request = IssuePersonalNumberRequest(
        request_id=str(uuid.UUID(int=1, version=4)),
        full_name="Trần Minh Khôi",
        birth_date=Date(year=2021, month=12, day=28),
        sex=SEX_MALE,
        registration_commune="00166",
    )
    async with registrars.client(POPULATION) as client:
        child = (await client.citizens.IssuePersonalNumber(request)).citizen
    return await registrars.change(move(child.personal_number))


async def test_what_cannot_be_taken_in_holds_up_one_person_and_goes_on_when_it_can(
    registrars: Registrars, khoi: Example
) -> None:
    """A report about a child whom insurance does not know yet came in Lan's name, before her own change."""
    lan = await registrars.citizen(LAN)
    report = DiscrepancyReported(
        reporter_discrepancy="discrepancies/khoi",
        identity_number=number(KHOI),
        field="full_name",
        reported_value="Khôi",
    )
    poison = await send(registrars, "population.discrepancy-reported", lan.name, report)
    hung = (await registrars.participant(HUNG)).basic.full_name
    await registrars.change(correction(LAN, full_name=OTHER))
    await registrars.change(correction(HUNG, full_name=f"{hung} Anh"))

    assert (await name_held(registrars, LAN), await name_held(registrars, HUNG)) == (lan.full_name, f"{hung} Anh")
    await registrars.commune.file(khoi(chaHoTen=f"{hung} Anh", meHoTen=OTHER))
    async with registrars.client() as client:
        await client.exchange.RedeliverMessage(RedeliverMessageRequest(message_id=poison))
    await registrars.commune.settle()
    assert await name_held(registrars, LAN) == OTHER
    assert await dead_letters(registrars) == []


def told(*fields: str, **values: Any) -> CitizenChanged:
    """An event about Lan that names fields as changed."""
    event_id = str(uuid.UUID(int=2, version=4))
    kind = CITIZEN_CHANGE_KIND_CORRECTED
    time = Timestamp(seconds=1_641_348_000)
    return CitizenChanged(
        event_id=event_id, kind=kind, known_by=[number(LAN)], fields=fields, record_time=time, **values
    )


@pytest.mark.parametrize(
    ("event", "field"),
    [
        pytest.param(CitizenChanged(), "event_id", id="empty"),
        pytest.param(
            told("death_date", death_date=Date(year=2022, month=2, day=31)), "death_date", id="a death on no day"
        ),
        pytest.param(told("birth_date", birth_date=Date(month=5)), "birth_date", id="a birth on no day"),
        pytest.param(told("full_name"), "full_name", id="a name that is not given"),
        pytest.param(told("identity_number"), "identity_number", id="a number that is not given"),
        pytest.param(told("event_id"), "event_id", id="a field that never changes"),
    ],
)
async def test_an_event_that_makes_no_sense_is_refused_and_changes_nothing(
    registrars: Registrars, event: CitizenChanged, field: str
) -> None:
    before = await registrars.participant(LAN)
    await send(registrars, CHANGED, "citizens/lan", event)

    [letter] = await dead_letters(registrars)
    assert field_of(letter) == field
    assert await registrars.participant(LAN) == before


async def test_a_birth_is_told_to_insurance_by_justice_alone(registrars: Registrars, khoi: Example) -> None:
    dossier = await registrars.commune.file(khoi())
    await registrars.commune.settle()

    kinds = [step.kind for step in await registrars.commune.steps(dossier.case_id)]
    assert "change-followed" not in kinds
    assert kinds.count("insurance-facts-shown") == 1


async def test_the_card_of_a_child_is_locked_like_any_other(registrars: Registrars, khoi: Example) -> None:
    """What insurance told of the card at birth and at death are messages about one person, and come in order."""
    await registrars.commune.file(khoi())
    await registrars.change(death(KHOI, Date(year=2022, month=1, day=5)))

    citizen = await registrars.citizen(KHOI)
    assert (citizen.insurance.card_number, citizen.insurance.card_locked) == ("TE1010122900000", True)
