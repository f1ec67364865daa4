"""`google.longrunning.Operations`, as far as insurance has any: its reconciliations."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from google.longrunning.operations_pb2 import ListOperationsResponse
from google.protobuf.empty_pb2 import Empty

from lienthong_emulator.access.rights import refuse_unless_keeper
from lienthong_emulator.insurance.reconciliation import KEPT_UNTIL
from lienthong_emulator.insurance.reconciliation.convert import operation_to_proto
from lienthong_emulator.insurance.reconciliation.desk import remove
from lienthong_emulator.insurance.reconciliation.errors import OperationNotDone, OperationNotFound
from lienthong_emulator.insurance.reconciliation.finding import COLLECTION, found_operation
from lienthong_emulator.insurance.reconciliation.store import ReconciliationQuestions, ReconciliationStore
from lienthong_emulator.runtime.paging import page_size, page_token, place_in
from lienthong_emulator.runtime.refusals import Violation
from lienthong_emulator.runtime.validation import InvalidRequest

if TYPE_CHECKING:
    from google.longrunning import operations_pb2 as pb

    from lienthong_emulator.insurance.reconciliation.domain import Reconciliation
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.database import Reader

LATEST = (1 << 62,)


class OperationsServicer:
    async def GetOperation(self, request: pb.GetOperationRequest, call: Call) -> pb.Operation:
        refuse_unless_keeper(call)
        return await _told(call.kit.lookups, await found_operation(call.kit.lookups, request.name, "name"))

    async def ListOperations(self, request: pb.ListOperationsRequest, call: Call) -> ListOperationsResponse:
        """The latest first. There is no filter."""
        refuse_unless_keeper(call)
        if request.filter:
            raise InvalidRequest([Violation("filter", "is not supported", "không được hỗ trợ")])
        if request.name != COLLECTION:
            raise OperationNotFound(field="name", operation=request.name[:100])
        size, (before,) = page_size(request), place_in(call, request, LATEST)
        db = call.kit.lookups
        found = await ReconciliationQuestions(db).list_reconciliations(before=before, most=size + 1)
        return ListOperationsResponse(
            operations=[await _told(db, run) for run in found[:size]],
            next_page_token=page_token(call, request, found[size - 1].position) if len(found) > size else "",
        )

    async def WaitOperation(self, request: pb.WaitOperationRequest, call: Call) -> pb.Operation:
        """Answers when it is done, or when the time is over; without a time it waits as long as the caller does."""
        refuse_unless_keeper(call)
        db = call.kit.lookups
        run = await found_operation(db, request.name, "name")
        seconds = request.timeout.ToTimedelta().total_seconds() if request.HasField("timeout") else None
        with call.kit.changes.watching(run.name) as changed, suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while (run := await found_operation(db, request.name, "name")).is_running:
                    await changed.wait()
                    changed.clear()
        return await _told(db, run)

    async def CancelOperation(self, request: pb.CancelOperationRequest, call: Call) -> Empty:
        """It ends with the batch that is under way; what has ended stays as it is."""
        refuse_unless_keeper(call)
        async with call.kit.write(call.context) as tx:
            run = await found_operation(tx.db, request.name, "name")
            if run.is_running:
                ReconciliationStore(tx.db).keep(replace(run, cancel_requested=True))
        return Empty()

    async def DeleteOperation(self, request: pb.DeleteOperationRequest, call: Call) -> Empty:
        refuse_unless_keeper(call)
        async with call.kit.write(call.context) as tx:
            run = await found_operation(tx.db, request.name, "name")
            if run.is_running:
                raise OperationNotDone(field="name", operation=run.name)
            await remove(tx, run.operation_id)
            tx.clear_timer(KEPT_UNTIL, run.operation_id)
        return Empty()


async def _told(db: Reader, run: Reconciliation) -> pb.Operation:
    return operation_to_proto(run, await ReconciliationQuestions(db).counts_of(run.position))
