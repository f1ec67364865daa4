"""Lists of messages go out in pages that any client can take, however large the bodies are."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from lienthong.exchange.v1 import exchange_service_pb2 as contract
from lienthong.refusals import reason_of
from lienthong_emulator.exchange.relay.domain import MOST_BYTES_AT_ONCE
from lienthong_emulator.runtime.validation import LARGEST_REQUEST

if TYPE_CHECKING:
    from exchange.relay.conftest import Line

INSURANCE = "agencies/insurance"
LARGE, LETTERS = 700_000, 7
"""Together more than the four megabytes that a client takes in one answer unless it was told to take more."""
DEAD = ("ListDeadLetters", contract.ListDeadLettersRequest(receiver=INSURANCE), "dead_letters")
OF_A_CASE = ("ListCaseMessages", contract.ListCaseMessagesRequest(case_id="KS-1"), "entries")


async def pages(line: Line, method: str, request: Any, listed: str) -> AsyncGenerator[Any]:
    while True:
        page = await line.ask(method, request)
        yield getattr(page, listed)
        if not page.next_page_token:
            return
        request.page_token = page.next_page_token


async def bury(line: Line, *, size: int) -> None:
    """Send messages, one a call, and have each refused."""
    for number in range(LETTERS):
        letter = line.message(f"birth {number}", subject=f"child-{number}", size=size)
        await line.send(letter)
        await line.reject(letter, cursor=number + 1)


def sequences(page: Any) -> list[int]:
    return [getattr(one, "entry", one).sequence for one in page]


@pytest.mark.parametrize("asked", [pytest.param(DEAD, id="dead letters"), pytest.param(OF_A_CASE, id="of a case")])
async def test_large_messages_are_listed_a_few_at_a_time(line: Line, asked: tuple[str, Any, str]) -> None:
    method, request, listed = asked
    question = type(request)()
    question.CopyFrom(request)
    await bury(line, size=LARGE)

    found = [page async for page in pages(line, method, question, listed)]

    assert [sequences(page) for page in found] == [[number + 1] for number in range(LETTERS)]
    assert all(sum(one.ByteSize() for one in page) <= MOST_BYTES_AT_ONCE for page in found)


@pytest.mark.parametrize("asked", [pytest.param(DEAD, id="dead letters"), pytest.param(OF_A_CASE, id="of a case")])
async def test_small_ones_come_as_many_at_a_time_as_were_asked_for(line: Line, asked: tuple[str, Any, str]) -> None:
    method, request, listed = asked
    question = type(request)(page_size=3)
    question.MergeFrom(request)
    await bury(line, size=10)

    assert [sequences(page) async for page in pages(line, method, question, listed)] == [[1, 2, 3], [4, 5, 6], [7]]


@pytest.mark.parametrize("asked", [pytest.param(DEAD, id="dead letters"), pytest.param(OF_A_CASE, id="of a case")])
async def test_a_token_of_another_list_is_refused(line: Line, asked: tuple[str, Any, str]) -> None:
    method, request, _ = asked
    question = type(request)(page_token="1-of-somewhere-else")
    question.MergeFrom(request)

    _, _, reason, field = await line.refused(line.ask(method, question))

    assert (reason, field) == ("MALFORMED_PAGE_TOKEN", "page_token")


async def test_a_body_over_the_limit_is_refused_with_its_field_and_the_limit(line: Line) -> None:
    small, large = line.message("birth"), line.message("marriage", size=8 << 20)
    request = contract.SendMessagesRequest(messages=[small, large])

    with pytest.raises(grpc.aio.AioRpcError) as no:
        await line.ask("SendMessages", request)

    assert reason_of(no.value) == "REQUEST_TOO_LARGE"
    assert f"{LARGEST_REQUEST} are allowed; the most lie in messages[1].body.value." in (no.value.details() or "")
    assert (await line.lag()).head == 0
