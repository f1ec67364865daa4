"""What waits in the tables of insurance."""

from collections.abc import Sequence

from lienthong_emulator.annexes.store import WAITING as ANNEXES
from lienthong_emulator.discrepancies.store import WAITING as DISCREPANCIES
from lienthong_emulator.insurance.benefits.store import WAITING as CLAIMS
from lienthong_emulator.insurance.changes.store import WAITING as EARLY_CHANGES
from lienthong_emulator.insurance.reconciliation.store import WAITING as RECONCILIATIONS
from lienthong_emulator.insurance.tax_reconciliation.store import WAITING as OF_TAX_RECONCILIATIONS
from lienthong_emulator.runtime.waits import Waiting


def waiting() -> Sequence[Waiting]:
    return [CLAIMS, DISCREPANCIES, EARLY_CHANGES, RECONCILIATIONS, *OF_TAX_RECONCILIATIONS, ANNEXES]
