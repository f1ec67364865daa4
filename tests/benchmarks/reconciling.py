"""The whole register held against population, in worlds where nobody did before."""

from __future__ import annotations

import random

from google.longrunning.operations_pb2 import WaitOperationRequest
from google.protobuf.duration_pb2 import Duration
from tests.benchmarks.figures import Figure, Run, median_of
from tests.benchmarks.processes import Running
from tests.benchmarks.verifying import BATCH, batch_size, bulk_limit, servers_of

import lienthong
from lienthong.control.v1.world_pb2 import Recipe
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.insurance.v1.reconciliation_service_pb2 import ReconcileRegisterRequest, Reconciliation

ROUNDS = 5
LONGEST = Duration(seconds=600)


async def reconcile(run: Run) -> Figure:
    """Participants a second of the CPU time of both registers, against the limit of verify-bulk."""
    async with servers_of(run, batch_size()) as servers:
        drawn = random.Random(3)
        ours, limits = list[float](), list[float]()
        for turn in range(ROUNDS + 1):
            ours_now = await _reconciled(servers.ours, f"round-{turn}", run.people)
            batches = servers.batches(drawn)
            limit_now = BATCH * len(batches) / await bulk_limit(servers, batches)
            if turn:  # the first warms up
                ours.append(ours_now)
                limits.append(limit_now)
            run.tick()
    return median_of(ours, limits, "/CPU s", ">= 0.35", f"{run.people:,} people")


async def _reconciled(server: Running, world: str, people: int) -> float:
    async with lienthong.connect(server.address, world=world, caller="agencies/insurance") as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id=world, recipe=Recipe(people=people)))
        before, found = server.cpu_seconds(), Reconciliation()
        begun = await client.reconciliation.ReconcileRegister(ReconcileRegisterRequest(agency="agencies/population"))
        ended = await client.operations.WaitOperation(WaitOperationRequest(name=begun.name, timeout=LONGEST))
        taken = server.cpu_seconds() - before
        assert ended.response.Unpack(found)
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{world}"))
    return found.verified / taken
