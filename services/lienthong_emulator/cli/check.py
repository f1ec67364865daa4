"""`check`: is anybody there?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption
from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.target import parse_target
from lienthong_emulator.cli.terminal import print_json

if TYPE_CHECKING:
    from collections.abc import Mapping

PATIENCE_SECONDS = 5.0
SILENT = "NO_ANSWER"
SERVING = "SERVING"


def check(json: JsonOption = False, target: TargetOption = USUAL_ADDRESS) -> None:
    """Ask every address for its health: 0 when all are SERVING, else 3."""
    finish(lambda: run(_check(json, target)), json=json)


async def _check(json: bool, target: str) -> Ending:
    found = {address: await _health(address) for address in parse_target(target).addresses}
    _show(found, json)
    return Ending.DONE if set(found.values()) == {SERVING} else Ending.UNAVAILABLE


async def _health(address: str) -> str:
    import grpc
    from grpc_health.v1 import health_pb2, health_pb2_grpc

    from lienthong.channels import OPTIONS

    async with grpc.aio.insecure_channel(address, options=OPTIONS) as channel:
        health: Any = health_pb2_grpc.HealthStub(channel)
        try:
            answer = await health.Check(health_pb2.HealthCheckRequest(), timeout=PATIENCE_SECONDS)
        except grpc.aio.AioRpcError:
            return SILENT
    return health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status)


def _show(found: Mapping[str, str], json: bool) -> None:
    if json:
        print_json([{"address": address, "status": status} for address, status in found.items()])
        return
    for address, status in found.items():
        print(f"{address}  {status}")
