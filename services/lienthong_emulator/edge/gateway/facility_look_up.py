"""What the gateway tells of a facility (`NhanThongTinCSKCB`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from lienthong.insurance.v1.facility_service_pb2 import GetFacilityRequest
from lienthong.insurance.v1.facility_service_pb2_grpc import FacilityServiceStub
from lienthong_emulator.edge.gateway.answers import answer
from lienthong_emulator.edge.gateway.checks import Wrong
from lienthong_emulator.edge.gateway.endpoint import FORMAT_WRONG, Endpoint
from lienthong_emulator.edge.gateway.files.endpoints import FACILITY
from lienthong_emulator.reference.provinces import provinces
from lienthong_emulator.runtime.refusals import PeerRefusal

if TYPE_CHECKING:
    from starlette.responses import Response

    from lienthong.insurance.v1.facility_service_pb2 import Facility
    from lienthong_emulator.edge.gateway.endpoint import Knock

FOUND, NOTHING = "200", "204"
FACILITY_KEYS: Final = ("maCSKCB", "tenCSKCB", "maTinh", "tenTinh")


class FacilityLookUp(Endpoint):
    """JSON alone. Our choice: all names of fields and codes, for the path is documented and its fields are not."""

    async def told(self, knock: Knock) -> Response:
        code = knock.fields.text("maCSKCB") or knock.session.facility_code
        if knock.fields.is_form or not FACILITY.fullmatch(code):
            raise Wrong(FORMAT_WRONG)
        facilities = knock.asker.doors.stub(FacilityServiceStub)
        try:
            found = await knock.asker.ask(facilities.GetFacility, GetFacilityRequest(facility_code=code))
        except PeerRefusal as no:
            if no.reason != "FACILITY_NOT_FOUND":
                raise
            return answer(self.shape(NOTHING))
        return answer({"maKetQua": FOUND, "thongTinCSKCB": _facility(found)})

    def shape(self, code: str, note: str | None = None) -> Mapping[str, Any]:
        return {"maKetQua": code, "thongTinCSKCB": None}


def _facility(found: Facility) -> Mapping[str, str]:
    told = (found.code, found.display_name, found.province_code, provinces()[found.province_code].name)
    return dict(zip(FACILITY_KEYS, told, strict=True))
