"""One port for all doors, and the world that a request is for."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_no_door_answers_is_not_found(front: Front) -> None:
    async with front.client() as client:
        answer = await client.get("/nowhere")

    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["Lan", "a b", "", "x" * 64, "hà-nội"])
async def test_a_name_that_no_world_can_have_is_refused_at_the_port(front: Front, name: str) -> None:
    async with front.client() as client:
        answers = [
            await client.get("/nowhere", headers={b"lienthong-world": name.encode()}),
            await client.get(f"/worlds/{name}/nowhere"),
        ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert {answer.json()["reason"] for answer in answers} == {"WORLD_NOT_FOUND"}


async def test_a_trace_that_grpc_cannot_carry_is_refused_by_its_key(front: Front) -> None:
    async with front.client() as client:
        answer = await client.get("/nowhere", headers={b"traceparent": "được".encode()})

    assert answer.status_code == 400
    assert answer.json() == {
        "code": "invalid_argument",
        "reason": "MALFORMED_METADATA",
        "domain": "lienthong",
        "message": "The metadata key traceparent has a value that cannot be read.",
        "message_vi": "Khóa siêu dữ liệu traceparent có giá trị không đọc được.",
        "metadata": {"key": "traceparent"},
        "details": answer.json()["details"],
    }


async def test_no_path_is_answered_with_a_way_out_of_its_world(front: Front, world: str) -> None:
    async with front.client(world) as client:
        answer = await client.post("/apiBHXH/getTraCuuTtHgdByMaSoBhxh/", json={})

    assert answer.status_code == 404


async def test_a_head_without_end_is_cut_off(front: Front) -> None:
    reader, writer = await _connected(front)
    writer.write(b"GET / HTTP/1.1\r\nhost: here\r\nx-long: " + b"x" * (1 << 20))
    answer = await asyncio.wait_for(reader.readline(), 30)
    writer.close()

    assert answer == b"HTTP/1.1 431 Request Header Fields Too Large\r\n"


async def test_a_large_body_after_a_small_head_is_none_of_it(front: Front) -> None:
    async with front.client() as client:
        answers = [await client.post("/nowhere", content=b"x" * (1 << 20)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [404, 404]


async def test_who_hangs_up_in_the_middle_of_a_body_is_no_failure_of_ours(
    whole_front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await _connected(whole_front)
    head = b"POST /api/token/take HTTP/1.1\r\nhost: here\r\nexpect: 100-continue\r\ncontent-length: 100\r\n\r\n"
    writer.write(head)
    await reader.readline()  # somebody reads the body
    writer.write_eof()
    await reader.read()
    writer.close()

    assert [record for record in caplog.records if record.name == "uvicorn.error"] == []


async def _connected(front: Front) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, _, port = front.address.rpartition(":")
    return await asyncio.open_connection(host, int(port))


async def test_what_serves_http_is_not_imported_before_somebody_knocks() -> None:
    """Who speaks gRPC alone waits for none of it, and has none of it in memory."""
    program = (
        "import asyncio, sys\n"
        "from lienthong_emulator.emulator import emulate\n"
        "from lienthong_emulator.setup import Setup\n"
        "async def main():\n"
        "    async with emulate(Setup(agencies=['population'], http='127.0.0.1:0')) as emulator:\n"
        "        print(emulator.http, sorted({'starlette', 'uvicorn'} & set(sys.modules)))\n"
        "asyncio.run(main())\n"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()

    assert (process.returncode, out.decode().split()[1:]) == (0, ["[]"]), err.decode()
