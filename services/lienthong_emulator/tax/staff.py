"""How the tax service is put together."""

from lienthong_emulator.runtime.agency import Staff
from lienthong_emulator.tax.taxpayers.servicer import TaxpayerServicer

STAFF = Staff(servicers={"TaxpayerService": lambda _node: TaxpayerServicer()})
