"""How the tax service is put together."""

from pathlib import Path

from lienthong.tax.v1 import taxpayer_service_pb2
from lienthong_emulator.runtime.agency import Agency, Service
from lienthong_emulator.tax.taxpayers.servicer import TaxpayerServicer

AGENCY = Agency(
    name="tax",
    schema=(Path(__file__).parent / "taxpayers" / "schema.sql").read_text("utf-8"),
    services=[
        Service(
            descriptor=taxpayer_service_pb2.DESCRIPTOR.services_by_name["TaxpayerService"],
            servicer=lambda _node: TaxpayerServicer(),
        )
    ],
    rows="lienthong_emulator.tax.rows:rows",
)
