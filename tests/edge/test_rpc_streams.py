"""Streams as lines of JSON, and the other protocols that are spoken at the same paths."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

import pytest
from tests.edge.calling import CARDS, CITIZENS, JSON, LAN, LINES, OF_LAN, WORLDS, ask

from lienthong.insurance.v1.card_service_pb2 import GetCardRequest
from lienthong_emulator.setup import AGENCIES

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_stream_is_answered_with_one_json_a_line(front: Front) -> None:
    batches = [{"batchId": name, "claims": [LAN]} for name in ("first", "second")]
    answer = await ask(front, f"{CITIZENS}/VerifyCitizens", "\n".join(map(json.dumps, batches)), LINES)

    assert answer.headers["content-type"] == LINES
    assert [json.loads(line)["batchId"] for line in answer.text.splitlines()] == ["first", "second"]


async def test_one_json_is_a_stream_of_one_however_it_is_broken_into_lines(front: Front) -> None:
    body = json.dumps({"batchId": "only", "claims": [LAN]}, indent=2)
    answer = await ask(front, f"{CITIZENS}/VerifyCitizens", body)

    assert [json.loads(line)["batchId"] for line in answer.text.splitlines()] == ["only"]


async def test_a_server_that_streams_is_asked_as_any_other(front: Front) -> None:
    wanted = {"worldId": "streamed", "recipe": {"people": 100}, "buildLater": True}
    await ask(front, f"{WORLDS}/CreateWorld", wanted)
    answer = await ask(front, f"{WORLDS}/BuildWorld", {"name": "worlds/streamed"})
    await ask(front, f"{WORLDS}/DeleteWorld", {"name": "worlds/streamed"})

    agencies = {json.loads(line)["preparation"]["agency"] for line in answer.text.splitlines()}
    assert answer.headers["content-type"] == LINES
    assert agencies == {f"agencies/{name}" for name in AGENCIES if name not in ("control", "exchange")}


async def test_a_stream_that_is_refused_at_once_is_refused_as_any_other_call(front: Front) -> None:
    refused_shape = await ask(front, f"{WORLDS}/BuildWorld", {"name": "nope"})
    refused_json = await ask(front, f"{CITIZENS}/VerifyCitizens", "{bad\n", LINES)

    assert [answer.headers["content-type"] for answer in (refused_shape, refused_json)] == [JSON, JSON]
    assert (refused_shape.status_code, refused_shape.json()["reason"]) == (400, "INVALID_REQUEST")
    assert (refused_json.status_code, refused_json.json()["reason"]) == (400, "MALFORMED_REQUEST")


async def test_a_stream_that_fails_later_ends_with_the_error(front: Front) -> None:
    body = json.dumps({"batchId": "first", "claims": [LAN]}) + "\n{bad\n"
    answer = await ask(front, f"{CITIZENS}/VerifyCitizens", body, LINES)

    first, last = map(json.loads, answer.text.splitlines())
    assert answer.status_code == 200
    assert first["batchId"] == "first"
    assert last["error"]["reason"] == "MALFORMED_REQUEST"


# Other protocols.


async def test_a_client_of_connect_finds_its_own_protocol(front: Front) -> None:
    message = json.dumps({"batchId": "first", "claims": [LAN]}).encode()
    answer = await ask(
        front, f"{CITIZENS}/VerifyCitizens", struct.pack(">BI", 0, len(message)) + message, "application/connect+json"
    )

    flags, length = struct.unpack_from(">BI", answer.content)
    end_flags, end_length = struct.unpack_from(">BI", answer.content, 5 + length)
    assert answer.headers["content-type"] == "application/connect+json"
    assert (flags, json.loads(answer.content[5 : 5 + length])["batchId"]) == (0, "first")
    assert (end_flags, 5 + length + 5 + end_length) == (2, len(answer.content))


async def test_a_call_may_be_binary(front: Front) -> None:
    request = GetCardRequest(card_number=OF_LAN).SerializeToString()
    answer = await ask(front, f"{CARDS}/GetCard", request, "application/proto")
    broken = await ask(front, f"{CARDS}/GetCard", b"\xff\xff", "application/proto")

    assert answer.headers["content-type"] == "application/proto"
    assert OF_LAN.encode() in answer.content
    assert (broken.status_code, broken.json()["reason"]) == (400, "MALFORMED_REQUEST")


async def test_a_browser_may_speak_grpc_web(front: Front) -> None:
    request = GetCardRequest(card_number=OF_LAN).SerializeToString()
    answer = await ask(
        front, f"{CARDS}/GetCard", struct.pack(">BI", 0, len(request)) + request, "application/grpc-web+proto"
    )

    assert answer.status_code == 200
    assert OF_LAN.encode() in answer.content
    assert b"grpc-status: 0" in answer.content
