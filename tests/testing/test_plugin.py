"""The fixtures, as a team's own suite uses them: in a run of pytest of its own."""

import pytest

pytest_plugins = ["pytester"]

SYNC = """
from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest


def test_a_mothers_card_is_valid(lienthong_world):
    lan = lienthong_world.people.mother()
    with lienthong_world.connect_blocking(caller="facilities/01001") as client:
        asked = CheckCardRequest(card_number=lan.card.card_number, full_name=lan.full_name)
        asked.birth_date.year = lan.birth.year
        assert client.cards.CheckCard(asked).code == "000"

    (call,) = lienthong_world.calls("CheckCard", caller="facilities/01001")
    assert (call.method, call.code, call.request, call.answer.full_name) == ("CheckCard", "OK", asked, lan.full_name)
"""

ASYNC = """
import pytest
from datetime import date, timedelta
from google.type.date_pb2 import Date
from lienthong import refused, Refused
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest


@pytest.mark.parametrize("days", range(4))
async def test_worlds_do_not_see_each_other(lienthong_world, days):
    before = lienthong_world.now
    lienthong_world.advance(days=days)
    assert lienthong_world.now - before == timedelta(days=days)


async def test_the_clock_goes_to_a_day(lienthong_world):
    lienthong_world.advance(to=date(2022, 3, 1))
    assert lienthong_world.now.isoformat() == "2022-03-01T00:00:00+07:00"


async def test_the_clock_is_told_one_way(lienthong_world):
    with pytest.raises(ValueError, match="to a moment"):
        lienthong_world.advance(days=1, to=date(2022, 3, 1))


async def test_a_refusal_is_in_the_journal(lienthong_world):
    async with lienthong_world.connect() as client:
        with pytest.raises(Refused) as no, refused():
            await client.cards.GetCard(GetCardRequest(card_number="XX4010115000017"))
    assert [call.reason for call in lienthong_world.calls()] == [no.value.reason]
"""

DROPPING = """
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest


def test_that_asks_for_more_than_is_kept(lienthong_world):
    asked = GetCardRequest(card_number=lienthong_world.people.mother().card.card_number)
    with lienthong_world.connect_blocking() as client:
        for _ in range(501):
            client.cards.GetCard(asked)
    lienthong_world.expect_calls("CheckCard", times=0)
"""

EXPECTING = """
def test_that_expects(lienthong_world):
    lienthong_world.expect_calls('GetCard', times=2)
"""

FAILING = """
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest


def test_that_fails(lienthong_world):
    with lienthong_world.connect_blocking(caller="facilities/79034") as client:
        client.cards.GetCard(GetCardRequest(card_number=lienthong_world.people.pensioner().card.card_number))
    assert False
"""

DELETING = """
from lienthong.control.v1.world_service_pb2 import DeleteWorldRequest


def test_that_deletes_its_world_and_fails(lienthong_world):
    with lienthong_world.connect_blocking() as client:
        client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{lienthong_world.name}"))
    assert False


def test_that_follows(lienthong_world):
    pass
"""

FAULTS = """
import grpc
import pytest
from lienthong import Refused, refused
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest


async def test_an_agency_fails_twice_and_recovers(lienthong_world):
    lienthong_world.fail("insurance", times=2, method="GetCard")
    asked = GetCardRequest(card_number=lienthong_world.people.mother().card.card_number)
    async with lienthong_world.connect() as client:
        for _ in range(2):
            with pytest.raises(Refused, match="AGENCY_UNAVAILABLE"), refused():
                await client.cards.GetCard(asked)
        await client.cards.GetCard(asked)
    assert [fault.met for fault in lienthong_world.faults] == [2]
    lienthong_world.expect_calls("GetCard", times=3, card_number=asked.card_number)


async def test_a_client_that_retries_never_sees_it(lienthong_world):
    lienthong_world.fail("insurance", times=1, method="GetCard")
    asked = GetCardRequest(card_number=lienthong_world.people.mother().card.card_number)
    async with lienthong_world.connect(retry=True) as client:
        assert (await client.cards.GetCard(asked)).card_number == asked.card_number


def test_an_expectation_that_fails_says_what_was_there(lienthong_world):
    with lienthong_world.connect_blocking() as client:
        client.cards.GetCard(GetCardRequest(card_number=lienthong_world.people.mother().card.card_number))
    with pytest.raises(AssertionError, match="card_number"):
        lienthong_world.expect_calls("GetCard", times=1, card_number="TE1010119000101")


def test_what_there_is_not_is_refused_with_what_there_is(lienthong_world):
    with pytest.raises(ValueError, match="there is no lie 'mismtch'; did you mean mismatch"):
        lienthong_world.lie("population", "mismtch")
    with pytest.raises(ValueError, match="there is no code 'UNAVAIL'; did you mean UNAVAILABLE"):
        lienthong_world.fail("population", code="UNAVAIL")


def test_an_agency_is_down_for_a_while(lienthong_world):
    lienthong_world.take_down("insurance", hours=2)
    asked = GetCardRequest(card_number=lienthong_world.people.mother().card.card_number)
    with lienthong_world.connect_blocking() as client:
        with pytest.raises(Refused, match="AGENCY_UNAVAILABLE"), refused():
            client.cards.GetCard(asked)
        lienthong_world.advance(hours=3)
        client.cards.GetCard(asked)


def test_what_never_happens_is_told(lienthong_world):
    lienthong_world.lie("population", "mismatch")
    lienthong_world.lose_reply("tax", method="GetTaxpayer")
    lienthong_world.slow_down("insurance", 0.2, method="GetCard")
"""

ELSEWHERE = """
import pytest
from lienthong.control.v1.world_pb2 import Recipe


@pytest.fixture
def lienthong_recipe():
    return Recipe(people=1000, seed=7)


def test_the_recipe_is_the_teams_own(lienthong_world, lienthong_server):
    assert lienthong_server.address == ADDRESS
    assert lienthong_world.name.startswith("test-the-recipe-is-the-teams-own-")
"""


def test_a_test_without_an_event_loop_speaks_to_a_world_of_its_own(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(SYNC)
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)


def test_tests_with_event_loops_have_a_world_each_on_every_worker(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(ASYNC)
    ran = pytester.runpytest_subprocess("-q", "-n2", "-o", "asyncio_mode=auto")
    ran.assert_outcomes(passed=7)


def test_faults_are_planned_met_and_told(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(FAULTS)
    ran = pytester.runpytest_subprocess("-q", "-o", "asyncio_mode=auto")
    ran.assert_outcomes(passed=6, warnings=1)
    ran.stdout.fnmatch_lines(["*UnmetFaults: planned and not met: *lie of population: met 0 of 1*"])


def test_an_expectation_that_is_met_says_what_the_journal_has_dropped(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(DROPPING)
    ran = pytester.runpytest_subprocess("-q")
    ran.assert_outcomes(passed=1, warnings=1)
    ran.stdout.fnmatch_lines(["*DroppedCalls: the journal has dropped 1 earlier calls of this world*"])


def test_the_report_of_an_expectation_ends_at_the_line_of_the_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(EXPECTING)
    ran = pytester.runpytest_subprocess("-q")
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines([">*expect_calls('GetCard', times=2)", "E*expected 2 calls where method is GetCard*"])
    ran.stdout.no_fnmatch_line("*raise AssertionError(answer.report)*")


def test_the_report_of_a_test_that_fails_shows_what_happened_in_its_world(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(FAILING)
    ran = pytester.runpytest_subprocess("-q")
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines(["*lienthong: calls in the world test-that-fails-*", "*facilities/79034 → GetCard: OK*"])


def test_a_test_that_deletes_its_world_fails_alone(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(DELETING)
    ran = pytester.runpytest_subprocess("-q")
    ran.assert_outcomes(passed=1, failed=1)
    ran.stdout.fnmatch_lines(["*lienthong: calls in the world*", "nobody can tell: WORLD_NOT_FOUND*"])


def test_workers_share_a_server_that_runs_already(
    pytester: pytest.Pytester, whole_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIENTHONG_TARGET", whole_address)
    pytester.makepyfile(ELSEWHERE.replace("ADDRESS", repr(whole_address)))
    pytester.runpytest_subprocess("-q", "-n2").assert_outcomes(passed=1)


def test_a_target_that_is_no_address_is_refused(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_TARGET", "localhost")
    pytester.makepyfile(SYNC)
    ran = pytester.runpytest_subprocess("-q")
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["*LIENTHONG_TARGET must be HOST:PORT*"])
