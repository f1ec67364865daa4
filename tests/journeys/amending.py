"""The registrar who amends births, and waits until everybody holds what the book says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from google.type.date_pb2 import Date

from lienthong.justice.v1 import birth_amendment_service_pb2 as contract
from lienthong.justice.v1.birth_declaration_pb2 import IdentityPaper, Parent
from lienthong.justice.v1.civil_status_pb2 import CivilStatus
from lienthong.justice.v1.register_service_pb2 import GetCivilStatusRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from journeys.conftest import Commune


LAN, HUNG, LANS_DAUGHTER = "901193000017", "901090000029", "901319000101"
HUNG_HIMSELF = ("Trần Văn Hùng", Date(year=1990, month=11, day=2))
LAN_HERSELF = ("Nguyễn Thị Lan", Date(year=1993))


@dataclass(frozen=True)
class Registrar:
    """Who amends, in the world of a commune's desk."""

    commune: Commune

    async def send_correction(self, number: str, **values: Any) -> contract.BirthAmendment:
        """Ask for a correction and go away."""
        right = contract.BirthFields(**values)
        request = contract.CorrectBirthRequest(identity_number=IdentityNumber(value=number), values=right)
        return await self.commune.client.birth_amendments.CorrectBirth(request)

    async def correct(self, number: str, **values: Any) -> contract.BirthAmendment:
        return await self._settled(await self.send_correction(number, **values))

    async def send_parents(self, number: str, kind: contract.AmendmentKind.ValueType, **told: Any) -> Any:
        request = contract.ChangeParentsRequest(identity_number=IdentityNumber(value=number), kind=kind, **told)
        return await self.commune.client.birth_amendments.ChangeParents(request)

    async def recognise(self, number: str, **told: Any) -> contract.BirthAmendment:
        return await self._settled(await self.send_parents(number, contract.AMENDMENT_KIND_RECOGNITION, **told))

    async def adopt(self, number: str, **told: Any) -> contract.BirthAmendment:
        return await self._settled(await self.send_parents(number, contract.AMENDMENT_KIND_ADOPTION, **told))

    async def determine(self, number: str, **told: Any) -> contract.BirthAmendment:
        return await self._settled(await self.send_parents(number, contract.AMENDMENT_KIND_DETERMINATION, **told))

    async def _settled(self, filed: contract.BirthAmendment) -> contract.BirthAmendment:
        await self.commune.settle()
        return await self.look_at(filed.name)

    async def look_at(self, name: str) -> contract.BirthAmendment:
        request = contract.GetBirthAmendmentRequest(name=name)
        return await self.commune.client.birth_amendments.GetBirthAmendment(request)

    async def amendments(self, number: str, **query: Any) -> contract.ListBirthAmendmentsResponse:
        request = contract.ListBirthAmendmentsRequest(identity_number=IdentityNumber(value=number), **query)
        return await self.commune.client.birth_amendments.ListBirthAmendments(request)

    async def entry(self, number: str) -> CivilStatus:
        """What the registers say of a person."""
        request = GetCivilStatusRequest(identity_number=IdentityNumber(value=number))
        return await self.commune.client.registers.GetCivilStatus(request)


def parent(name: str, born: Date, number: str = "", passport: str = "", nationality: str = "VN") -> Parent:
    paper = IdentityPaper(kind=2, number=passport) if passport else None  # type: ignore[arg-type] # a passport
    return Parent(full_name=name, birth_date=born, personal_number=number, nationality=nationality, paper=paper)
