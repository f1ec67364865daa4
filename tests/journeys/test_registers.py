"""What the registers of tax and justice tell of a world, over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lienthong.justice.v1.register_service_pb2 import GetCivilStatusRequest
from lienthong.tax.v1.taxpayer_service_pb2 import GetTaxpayerRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_child_whose_dossier_was_filed_stands_in_the_registers(commune: Commune, khoi: Example) -> None:
    dossier = await commune.file(khoi())
    record = dossier.birth_record

    request = GetCivilStatusRequest(identity_number=IdentityNumber(value=record.personal_number))
    told = await commune.client.registers.GetCivilStatus(request)

    assert (told.person.full_name, told.person.birth_date) == ("Trần Minh Khôi", record.birth_date)
    assert (told.birth.birth_record, told.birth.place.number) == (record.name, record.number)
    mother, father = told.birth.mother, told.birth.father
    assert (mother.full_name, mother.identity_numbers[0].value) == ("Nguyễn Thị Lan", "901193000017")
    assert (father.full_name, mother.ethnic_group) == (dossier.declaration.father.full_name, "01")


async def test_a_world_begins_with_the_civil_status_of_its_people(commune: Commune) -> None:
    request = GetCivilStatusRequest(identity_number=IdentityNumber(value="901193000017"))
    told = await commune.client.registers.GetCivilStatus(request)

    assert told.person.full_name == "Nguyễn Thị Lan"
    assert told.birth.place.registration_commune == "00166"


async def test_the_tax_service_answers_in_every_house(commune: Commune, refusal: Refusing) -> None:
    no = await refusal(commune.client.taxpayers.GetTaxpayer(GetTaxpayerRequest(tax_code="0100000009")))

    assert (no.reason, no.field) == ("TAX_CODE_ZEROS", "tax_code")
