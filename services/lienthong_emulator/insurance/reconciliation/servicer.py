"""Insurance's side of the contract of reconciliations."""

from contextlib import suppress

from google.longrunning.operations_pb2 import Operation

from lienthong.discrepancy.v1.discrepancy_pb2 import Discrepancy
from lienthong.insurance.v1 import reconciliation_service_pb2 as pb
from lienthong_emulator.access.rights import refuse_unless_keeper
from lienthong_emulator.insurance.changes.domain import PARENTS
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.reconciliation import RECONCILIATION
from lienthong_emulator.insurance.reconciliation.adopting import Source, adoptable, named, take_over
from lienthong_emulator.insurance.reconciliation.convert import operation_to_proto, result_to_proto, wanted_list
from lienthong_emulator.insurance.reconciliation.domain import FIELDS, Reconciliation, case_of
from lienthong_emulator.insurance.reconciliation.errors import AgencyNotReconciled, ReconciliationUnderWay
from lienthong_emulator.insurance.reconciliation.finding import found_operation
from lienthong_emulator.insurance.reconciliation.register_store import RegisterQuestions
from lienthong_emulator.insurance.reconciliation.results import ChangedMeanwhile
from lienthong_emulator.insurance.reconciliation.store import ReconciliationQuestions, ReconciliationStore
from lienthong_emulator.papers import number_asked
from lienthong_emulator.runtime.calls import Call
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.kit import Tx
from lienthong_emulator.runtime.paging import page_size, page_token, place_in
from lienthong_emulator.runtime.peers import Peers

PAGE = 500
LARGEST_PAGE = 5_000


class ReconciliationServicer:
    def __init__(self, peers: Peers) -> None:
        self._peers = peers

    async def ReconcileRegister(self, request: pb.ReconcileRegisterRequest, call: Call) -> Operation:
        refuse_unless_keeper(call)
        if request.agency not in FIELDS:
            raise AgencyNotReconciled(field="agency", agency=request.agency)

        async def act(tx: Tx) -> Operation:
            run = await _begun(tx, request)
            return operation_to_proto(run, ())

        operation = await once(call, request, Operation, act)
        call.belongs_to(case_of(call.context.case_id, operation.name))
        return operation

    async def ListReconciliationResults(
        self, request: pb.ListReconciliationResultsRequest, call: Call
    ) -> pb.ListReconciliationResultsResponse:
        refuse_unless_keeper(call)
        run = await found_operation(call.kit.lookups, request.operation, "operation")
        size, (after,) = page_size(request, PAGE, LARGEST_PAGE), place_in(call, request, (-1,))
        found = await ReconciliationQuestions(call.kit.scans).results_of(
            run.position, wanted_list(request.list), after=after, most=size + 1
        )
        names = Names(call.kit.opaque_id)
        return pb.ListReconciliationResultsResponse(
            results=[result_to_proto(result, names) for result in found[:size]],
            next_page_token=page_token(call, request, found[size - 1].participant_key) if len(found) > size else "",
        )

    async def AdoptSourceValue(self, request: pb.AdoptSourceValueRequest, call: Call) -> Discrepancy:
        refuse_unless_keeper(call)
        if request.identity_number.value:
            number_asked(request.identity_number, "identity_number")
        while True:
            with suppress(ChangedMeanwhile):
                return await self._adopted(request, call)

    async def _adopted(self, request: pb.AdoptSourceValueRequest, call: Call) -> Discrepancy:
        source, changes = Source(self._peers, call), await RegisterQuestions(call.kit.lookups).changes_so_far()
        held = await named(call.kit.lookups, request.discrepancy)
        citizen = await source.citizen(held, request.identity_number)
        found = await source.parent(held, citizen) if held.field in PARENTS else citizen

        async def act(tx: Tx) -> Discrepancy:
            return await take_over(tx, await adoptable(tx.db, request, changes), found)

        return await once(call, request, Discrepancy, act)


async def _begun(tx: Tx, request: pb.ReconcileRegisterRequest) -> Reconciliation:
    reconciliations = ReconciliationStore(tx.db)
    other = await reconciliations.find_running(request.agency)
    if other is not None:
        raise ReconciliationUnderWay(operation=other.name)
    position = await tx.next_number("reconciliation")
    operation_id = tx.kit.opaque_id("reconciliation", position)
    run = Reconciliation(
        position=position,
        operation_id=operation_id,
        agency=request.agency,
        report=request.report,
        requested_by=tx.context.on_behalf_of or tx.context.caller,
        case_id=case_of(tx.context.case_id, operation_id),
        total=await reconciliations.participants_in_all(),
        create_time=tx.now,
        update_time=tx.now,
    )
    reconciliations.add(run)
    tx.context = tx.context.within(run.case_id)
    tx.step("reconciliation-began", f"The register is held against {run.agency}", led_to=run.agency)
    tx.wake(RECONCILIATION, operation_id)
    return run
