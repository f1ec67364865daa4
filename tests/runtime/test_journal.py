"""The journal of one process."""

from datetime import UTC, datetime
from typing import Any

import pytest

from lienthong.insurance.v1.card_service_pb2 import GetCardRequest, RenderCardResponse
from lienthong.insurance.v1.facility_service_pb2 import SignInRequest
from lienthong_emulator.runtime.call_filter import CallFilter
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.convert import call_to_proto
from lienthong_emulator.runtime.journal import (
    BYTES_KEPT,
    BYTES_OF_A_CALL,
    CALLS_KEPT,
    FRAMES_KEPT,
    Entry,
    Journal,
    Method,
)

NINE = datetime(2022, 1, 5, 2, 0, tzinfo=UTC)


def entry(case_id: str = "", *, method: str = "GetCard", caller: str = "anonymous", picture: int = 0) -> Entry:
    answered = Entry(
        method=Method(
            name=f"lienthong.insurance.v1.CardService/{method}",
            request_kind="lienthong.insurance.v1.GetCardRequest",
            answer_kind="lienthong.insurance.v1.RenderCardResponse",
        ),
        context=Context(case_id=case_id, caller=caller),
        time=NINE,
    )
    answered.add_request(GetCardRequest(card_number="0100000001").SerializeToString())
    if picture:
        answered.add_answer(RenderCardResponse(picture=bytes(picture)).SerializeToString())
    return answered


def journal_of(*entries: Entry) -> Journal:
    journal = Journal()
    for each in entries:
        journal.add(each)
    return journal


def cases(entries: list[Entry]) -> list[str]:
    return [each.context.case_id for each in entries]


def test_the_oldest_calls_are_dropped_beyond_a_number() -> None:
    journal = journal_of(*(entry(str(index)) for index in range(CALLS_KEPT + 2)))

    assert journal.evicted == 2
    assert cases(list(journal.entries()))[0] == "2"


def test_the_oldest_calls_are_dropped_beyond_a_size() -> None:
    picture = BYTES_OF_A_CALL - 1_000
    fitting = BYTES_KEPT // picture
    journal = journal_of(*(entry(str(index), picture=picture) for index in range(fitting + 2)))

    assert journal.evicted == 2
    assert cases(list(journal.entries()))[0] == "2"


def test_an_answer_that_is_too_large_is_left_out_and_its_call_kept() -> None:
    journal = journal_of(entry("birth-1", picture=BYTES_KEPT))

    [kept] = journal.entries()
    assert (kept.answers, kept.answers_dropped, journal.evicted) == ([], 1, 0)


def test_frames_of_a_stream_are_counted_beyond_those_kept() -> None:
    streamed = entry()
    for _ in range(FRAMES_KEPT + 3):
        streamed.add_answer(b"")

    assert (len(streamed.answers), streamed.answers_dropped) == (FRAMES_KEPT, 3)


@pytest.mark.parametrize(
    ("most", "query", "expected"),
    [
        pytest.param(9, {}, ["1", "2", "3"], id="all"),
        pytest.param(2, {}, ["2", "3"], id="the latest"),
        pytest.param(0, {}, [], id="none"),
        pytest.param(9, {"method": "GetCard"}, ["1", "3"], id="a method"),
        pytest.param(9, {"method": "lienthong.insurance.v1.CardService/GetCard"}, ["1", "3"], id="with its service"),
        pytest.param(9, {"method": "etCard"}, [], id="a part of a method"),
        pytest.param(9, {"caller": "agencies/justice"}, ["2", "3"], id="a caller"),
        pytest.param(9, {"case_id": "2"}, ["2"], id="a case"),
        pytest.param(1, {"method": "GetCard"}, ["3"], id="the latest of those that fit"),
    ],
)
def test_the_latest_calls_that_fit_are_found(most: int, query: dict[str, Any], expected: list[str]) -> None:
    journal = journal_of(
        entry("1"),
        entry("2", method="RenderCard", caller="agencies/justice"),
        entry("3", caller="agencies/justice"),
    )

    assert cases(journal.latest(most, CallFilter(**query))) == expected


def test_a_password_is_not_told() -> None:
    signing_in = Entry(
        method=Method(
            name="lienthong.insurance.v1.FacilityService/SignIn",
            request_kind="lienthong.insurance.v1.SignInRequest",
            answer_kind="lienthong.insurance.v1.SignInResponse",
        ),
        context=Context(),
        time=NINE,
    )
    signing_in.add_request(SignInRequest(username="01999_BV", password_md5="0" * 32).SerializeToString())
    signing_in.add_request(b"\xff")

    guesses = [CallFilter(values=[("password_md5", "0" * 32)]), CallFilter(subject="0" * 32)]
    assert not any(guess.fits(signing_in) for guess in guesses)
    assert CallFilter(values=[("username", "01999_BV")]).fits(signing_in)
    told = [SignInRequest.FromString(request.value) for request in call_to_proto(signing_in).requests]
    assert told == [SignInRequest(username="01999_BV"), SignInRequest()]
