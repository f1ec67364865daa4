"""How the tax service is put together."""

from lienthong_emulator.annexes.domain import DUE
from lienthong_emulator.annexes.handling import WORK, file_what_is_due, written_by
from lienthong_emulator.annexes.store import WAITING as ANNEXES_WAITING
from lienthong_emulator.runtime.agency import Staff, Work
from lienthong_emulator.runtime.late import Late
from lienthong_emulator.tax.annex_rows import DESK
from lienthong_emulator.tax.identity_differences.store import WAITING as DIFFERENCES_WAITING
from lienthong_emulator.tax.inbox import INBOX

STAFF = Staff(
    servicers={
        "TaxpayerService": Late("lienthong_emulator.tax.taxpayers.servicer:TaxpayerServicer"),
        "TaxpayerChangeService": Late("lienthong_emulator.tax.changes.servicer:TaxpayerChangeServicer"),
        "FilingService": Late("lienthong_emulator.annexes.servicer:FilingServicer"),
        "IdentityDifferenceService": Late(
            "lienthong_emulator.tax.identity_differences.servicer:IdentityDifferenceServicer"
        ),
        "UnpaidDeductionService": Late("lienthong_emulator.tax.unpaid_deductions.servicer:UnpaidDeductionServicer"),
    },
    inbox=INBOX,
    timers={DUE: file_what_is_due},
    waiting=lambda: [DIFFERENCES_WAITING, ANNEXES_WAITING],
    work={WORK: Work(pending=written_by("tax"), desk=lambda _peers: DESK)},
)
