"""How the tax service is put together."""

from lienthong_emulator.annexes.domain import DUE
from lienthong_emulator.annexes.handling import WORK, file_what_is_due
from lienthong_emulator.annexes.servicer import FilingServicer
from lienthong_emulator.runtime.agency import Staff, Work
from lienthong_emulator.tax.annex_rows import DESK
from lienthong_emulator.tax.changes.servicer import TaxpayerChangeServicer
from lienthong_emulator.tax.identity_differences.servicer import IdentityDifferenceServicer
from lienthong_emulator.tax.inbox import INBOX
from lienthong_emulator.tax.taxpayers.servicer import TaxpayerServicer
from lienthong_emulator.tax.unpaid_deductions.servicer import UnpaidDeductionServicer

STAFF = Staff(
    servicers={
        "TaxpayerService": lambda _node: TaxpayerServicer(),
        "TaxpayerChangeService": lambda _node: TaxpayerChangeServicer(),
        "FilingService": lambda _node: FilingServicer(),
        "IdentityDifferenceService": lambda _node: IdentityDifferenceServicer(),
        "UnpaidDeductionService": lambda _node: UnpaidDeductionServicer(),
    },
    inbox=INBOX,
    timers={DUE: file_what_is_due},
    work={WORK: Work(pending=DESK.pending, advance=lambda _peers: DESK.advance)},
)
