"""Contact, health and welfare on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.insurance.kept import keep

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.circumstances.convert import contact_to_proto
from lienthong_emulator.insurance.circumstances.domain import Contact, Disability, HealthCondition, Poverty, Welfare
from lienthong_emulator.insurance.circumstances.store import CircumstanceQuestions
from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.wire import address_to_proto

if TYPE_CHECKING:
    from conftest import OpenTables

MAI = 122900001
HOME = Address("01", "005", "00166", "Số 12")
CONTACT = Contact(participant_key=MAI, phone="0000100009", email="", address=Address(), confirm_date=date(2022, 1, 4))
CONDITION = HealthCondition(
    participant_key=MAI, blood_group="B+", conditions="I10 E11", source=Source.HEALTH, confirm_date=date(2021, 3, 1)
)
WELFARE = Welfare(
    participant_key=MAI,
    poverty=Poverty.NEAR_POOR,
    merit_code="TS",
    disability=Disability.SEVERE,
    monthly_allowance=540_000,
    source=Source.LABOUR,
    confirm_date=None,
)


async def test_what_others_tell_comes_back(open_tables: OpenTables) -> None:
    async with open_tables(AGENCY) as tables:
        async with tables.write() as transaction:
            keep(transaction, "contact", CONTACT)
            keep(transaction, "health_condition", CONDITION)
            keep(transaction, "welfare", WELFARE)

        found = CircumstanceQuestions(tables.lookups)
        assert await found.contact(MAI) == CONTACT
        assert await found.health_condition(MAI) == CONDITION
        assert await found.welfare(MAI) == WELFARE
        assert await found.contact(MAI + 1) is None
        assert await found.health_condition(MAI + 1) is None
        assert await found.welfare(MAI + 1) is None


def test_letters_go_to_the_residence_where_no_other_place_was_named() -> None:
    assert contact_to_proto(CONTACT, HOME).address == address_to_proto(HOME)
