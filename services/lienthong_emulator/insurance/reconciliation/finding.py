"""Which operation is meant, for both services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lienthong_emulator.insurance.reconciliation.errors import OperationNotFound
from lienthong_emulator.insurance.reconciliation.store import ReconciliationQuestions

if TYPE_CHECKING:
    from lienthong_emulator.insurance.reconciliation.domain import Reconciliation
    from lienthong_emulator.runtime.database import Reader

COLLECTION: Final = "operations/insurance"


async def found_operation(db: Reader, name: str, at: str) -> Reconciliation:
    """The reconciliation of a name. Refused with `OPERATION_NOT_FOUND`."""
    collection, _, operation_id = name.rpartition("/")
    run = await ReconciliationQuestions(db).find(operation_id) if collection == COLLECTION else None
    if run is None:
        raise OperationNotFound(field=at, operation=name[:100])
    return run
