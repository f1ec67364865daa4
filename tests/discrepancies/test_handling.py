"""What other rooms of an agency do with discrepancies, within a transaction of theirs."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from tests.alone import kit_of

from lienthong.discrepancy.v1.events_pb2 import DiscrepancyReported
from lienthong.exchange.v1.message_pb2 import Message
from lienthong_emulator.discrepancies.domain import Difference, Discrepancy, Finding, State
from lienthong_emulator.discrepancies.errors import (
    ChangeOfAnotherField,
    DiscrepancyNotFound,
    DiscrepancyStateForbids,
    UnknownField,
)
from lienthong_emulator.discrepancies.handling import (
    DUE,
    end,
    end_as_corrected,
    end_what_is_settled,
    follow,
    open_all,
    open_discrepancy,
    report_to_source,
)
from lienthong_emulator.discrepancies.store import DiscrepancyQuestions
from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kit import Kit

LAN = 115000017
FOUND = Difference(
    subject_key=LAN,
    person="participants/lan",
    number_kind=1,
    number="901193000017",
    field="full_name",
    reported_value="Nguyễn Thị Lân",
    outcome="MISMATCH",
    subject="FOUND",
    reasons=("DIACRITICS_DROPPED", "WORD_ORDER"),
)
OWN = Context(caller="agencies/insurance")
EVENT = "5f0c9d7e-0000-5000-8000-000000000001"


@pytest_asyncio.fixture
async def insurance(tmp_path: Path) -> AsyncGenerator[Kit]:
    async with kit_of(AGENCY, tmp_path) as kit:
        yield kit


async def opened(kit: Kit, found: Difference = FOUND) -> tuple[Finding, Discrepancy]:
    async with kit.write(OWN) as tx:
        return await open_discrepancy(tx, found)


async def ended(kit: Kit, discrepancy: Discrepancy, state: State) -> Discrepancy:
    async with kit.write(OWN) as tx:
        return end(tx, discrepancy, state, "", EVENT if state is State.CORRECTED else "")


async def corrected(kit: Kit, discrepancy: Discrepancy, subject_key: int, changed: str = "full_name") -> Discrepancy:
    async with kit.write(OWN) as tx:
        return await end_as_corrected(tx, discrepancy.name, EVENT, subject_key, {changed})


async def test_what_a_comparison_found_is_opened_with_its_outcome(insurance: Kit) -> None:
    finding, discrepancy = await opened(insurance)

    assert finding is Finding.OPENED
    assert (discrepancy.reporter, discrepancy.state) == ("agencies/insurance", State.OPEN)
    assert (discrepancy.outcome, discrepancy.subject) == ("MISMATCH", "FOUND")
    assert discrepancy.reasons == "DIACRITICS_DROPPED WORD_ORDER"
    assert await DiscrepancyQuestions(insurance.lookups).find(discrepancy.name) == discrepancy


async def test_a_second_reconciliation_opens_nothing_that_stands(insurance: Kit) -> None:
    _, first = await opened(insurance)
    assert await opened(insurance) == (Finding.OPEN_ALREADY, first)

    upheld = await ended(insurance, first, State.UPHELD)
    assert await opened(insurance) == (Finding.UPHELD_BEFORE, upheld)
    assert (await opened(insurance, replace(FOUND, reported_value="Nguyễn Lan")))[0] is Finding.OPENED


async def test_many_are_opened_as_each_would_be_alone(insurance: Kit) -> None:
    """The first stands already, the second comes twice, and the third has nobody but a number."""
    _, stands = await opened(insurance)
    residence = replace(FOUND, field="residence", reported_value="00166")
    number = replace(FOUND, subject_key=0, person="", field="identity_number")
    async with insurance.write(OWN) as tx:
        became = await open_all(tx, [FOUND, residence, residence, number], [stands])
    (_, second), (_, fourth) = became[1], became[3]

    assert became == [
        (Finding.OPEN_ALREADY, stands),
        (Finding.OPENED, second),
        (Finding.OPEN_ALREADY, second),
        (Finding.OPENED, fourth),
    ]
    kept = [await DiscrepancyQuestions(insurance.lookups).find(one.name) for one in (second, fourth)]
    assert kept == [second, fourth]
    steps = await insurance.lookups.fetch_all("SELECT case_id FROM case_step ORDER BY sequence")
    assert [step["case_id"] for step in steps] == [stands.case_id, second.case_id, fourth.case_id]
    timers = await insurance.lookups.fetch_all("SELECT subject FROM timer WHERE kind = :kind", kind=DUE)
    assert [timer["subject"] for timer in timers] == [second.due_time.isoformat()]


async def test_of_many_that_one_which_nobody_holds_is_refused(insurance: Kit) -> None:
    with pytest.raises(UnknownField):
        async with insurance.write(OWN) as tx:
            await open_all(tx, [FOUND, replace(FOUND, field="shoe_size")], [])

    assert await insurance.lookups.fetch_all("SELECT * FROM discrepancy") == []


@pytest.mark.parametrize("state", [State.CORRECTED, State.WITHDRAWN])
async def test_what_comes_again_after_its_end_is_opened_anew(insurance: Kit, state: State) -> None:
    _, first = await opened(insurance)
    await ended(insurance, first, state)

    finding, again = await opened(insurance)
    assert (finding, again.name != first.name) == (Finding.OPENED, True)


async def test_a_field_that_nobody_holds_is_refused(insurance: Kit) -> None:
    with pytest.raises(UnknownField):
        await opened(insurance, replace(FOUND, field="shoe_size"))


async def test_each_has_a_case_of_its_own(insurance: Kit) -> None:
    async with insurance.write(OWN) as tx:
        kept = [(await open_discrepancy(tx, replace(FOUND, field=field)))[1] for field in ("full_name", "sex")]
        assert tx.context == OWN

    assert len({one.case_id for one in kept}) == 2
    steps = await insurance.lookups.fetch_all("SELECT case_id FROM case_step ORDER BY sequence")
    assert [step["case_id"] for step in steps] == [one.case_id for one in kept]


async def test_the_source_is_told_by_a_message_about_the_person(insurance: Kit) -> None:
    async with insurance.write(OWN) as tx:
        _, discrepancy = await open_discrepancy(tx, FOUND)
        reported = report_to_source(tx, discrepancy)
    row = await insurance.lookups.fetch_one("SELECT message FROM outbox")

    assert (reported.reported_to, reported.state) == ("agencies/population", State.OPEN)
    assert row is not None
    message, body = Message.FromString(bytes(row["message"])), DiscrepancyReported()
    assert message.body.Unpack(body)
    assert (message.kind, message.receiver) == ("insurance.discrepancy-reported", "agencies/population")
    assert (message.subject, message.case_id) == ("participants/lan", discrepancy.case_id)
    assert (body.reporter_discrepancy, body.field) == (discrepancy.name, "full_name")
    assert (body.identity_number.value, body.reported_value) == ("901193000017", "Nguyễn Thị Lân")


async def test_the_change_that_a_discrepancy_called_for_ends_it(insurance: Kit) -> None:
    _, discrepancy = await opened(insurance)
    done = await corrected(insurance, discrepancy, LAN)

    assert (done.state, done.change_event) == (State.CORRECTED, EVENT)
    with pytest.raises(DiscrepancyStateForbids):
        await corrected(insurance, discrepancy, LAN)


async def test_a_change_of_somebody_else_ends_nothing(insurance: Kit) -> None:
    _, discrepancy = await opened(insurance)

    with pytest.raises(DiscrepancyNotFound):
        await corrected(insurance, discrepancy, LAN + 1)
    with pytest.raises(DiscrepancyNotFound):
        await corrected(insurance, replace(discrepancy, discrepancy_id="none"), LAN)


async def test_a_change_of_another_field_ends_nothing(insurance: Kit) -> None:
    _, discrepancy = await opened(insurance)

    with pytest.raises(ChangeOfAnotherField):
        await corrected(insurance, discrepancy, LAN, "residence")


async def test_a_number_that_led_to_somebody_else_is_settled_by_their_name(insurance: Kit) -> None:
    _, discrepancy = await opened(insurance, replace(FOUND, field="identity_number"))

    assert (await corrected(insurance, discrepancy, LAN, "full_name")).state is State.CORRECTED


@pytest.mark.parametrize(
    ("held", "from_source", "state"),
    [
        pytest.param("NGUYỄN THỊ LÂN", False, State.CORRECTED, id="what was reported is held now"),
        pytest.param("Nguyễn Thị Lam", False, State.OPEN, id="something else is held now"),
        pytest.param("Nguyễn Thị Lam", True, State.CORRECTED, id="the source is followed, from which it differed"),
    ],
)
async def test_a_change_ends_what_differs_no_more(
    insurance: Kit, *, held: str, from_source: bool, state: State
) -> None:
    _, discrepancy = await opened(insurance)
    async with insurance.write(OWN) as tx:
        await end_what_is_settled(tx, LAN, {"full_name": held}, EVENT, from_source=from_source)

    found = await DiscrepancyQuestions(insurance.lookups).find(discrepancy.name)
    assert found is not None
    assert (found.state, found.change_event) == (state, EVENT if state is State.CORRECTED else "")


async def test_what_a_bank_reported_does_not_end_where_insurance_follows_the_source(insurance: Kit) -> None:
    async with insurance.write(OWN) as tx:
        _, reported = await open_discrepancy(tx, FOUND, reporter="banks/a")
        await end_what_is_settled(tx, LAN, {"full_name": "Nguyễn Thị Lam"}, EVENT, from_source=True)

    found = await DiscrepancyQuestions(insurance.lookups).find(reported.name)
    assert found == reported


@pytest.mark.parametrize(
    ("here", "there", "comes_to"),
    [
        pytest.param(State.WITHDRAWN, State.UPHELD, State.UPHELD, id="taken back and upheld"),
        pytest.param(State.WITHDRAWN, State.CORRECTED, State.CORRECTED, id="taken back and corrected"),
        pytest.param(State.CORRECTED, State.UPHELD, State.UPHELD, id="taken over and upheld"),
        pytest.param(State.CORRECTED, State.WITHDRAWN, State.CORRECTED, id="taken over, and ended there by that"),
        pytest.param(State.UPHELD, State.ACKNOWLEDGED, State.UPHELD, id="news that is old"),
    ],
)
async def test_of_two_ends_the_sources_stands(insurance: Kit, here: State, there: State, comes_to: State) -> None:
    _, discrepancy = await opened(insurance)
    stands = await ended(insurance, discrepancy, here)
    async with insurance.write(Context(caller="agencies/population")) as tx:
        follow(tx, stands, there, note="as the source says")

    found = await DiscrepancyQuestions(insurance.lookups).find(discrepancy.name)
    assert found is not None
    assert (found.state, found.note) == (comes_to, "" if comes_to is here else "as the source says")


async def test_any_change_may_end_one_about_a_number_of_nobody_in_particular(insurance: Kit) -> None:
    _, discrepancy = await opened(insurance, replace(FOUND, subject_key=0, person="", field="identity_number"))

    assert (await corrected(insurance, discrepancy, LAN)).state is State.CORRECTED
