"""What a unit declares and pays: every declaration and every payment is booked once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from google.type.date_pb2 import Date
from tests.torture.filings import Damage

from lienthong.insurance.v1 import contribution_service_pb2 as contract
from lienthong.insurance.v1.contribution_declaration_pb2 import DeclaredChange
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from tests.torture.desk import Desk

HOA_SUA, LOAN = "ZZ0001A", "0121000335"
FIRST_MONTH, MONTHS = 2021 * 12 + 6, 7
"""July 2021; what is declared of a person and a month once more is refused in its row, and kept all the same."""
ADJUSTS = "DC"


class Contributions:
    """A declaration and a payment in turn, of one unit."""

    name = "contributions"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._service = desk.client.contributions
        self._begun = 0
        self._declared: list[tuple[str, str]] = []
        """The id of each, and what came of its row."""
        self._paid: list[tuple[str, int]] = []

    @property
    def filed(self) -> int:
        return len(self._declared) + len(self._paid)

    async def file(self) -> None:
        turn, self._begun = self._begun, self._begun + 1
        if turn % 2:
            await self._pay(1_000 + turn)
        else:
            await self._declare(FIRST_MONTH + turn // 2 % MONTHS, 6_000_000 + turn)

    async def _pay(self, amount: int) -> None:
        request = contract.RecordPaymentRequest(
            request_id=self._desk.request_id(), unit_code=HOA_SUA, amount=amount, reference=f"UNC {amount}"
        )
        payment = await self._desk.ask(self._service.RecordPayment, request)
        self._paid.append((payment.reference, payment.amount))

    async def _declare(self, month: int, salary: int) -> None:
        row = DeclaredChange(plan_code=ADJUSTS, identity_number=IdentityNumber(value=LOAN), salary=salary)
        request = contract.DeclareParticipantsRequest(
            request_id=self._desk.request_id(),
            unit_code=HOA_SUA,
            month=Date(year=month // 12, month=month % 12 + 1),
            changes=[row],
        )
        made = await self._desk.ask(self._service.DeclareParticipants, request)
        self._declared.append((made.name.rpartition("/")[2], made.rows[0].refusal.reason))

    def is_finished(self) -> bool:
        return True

    def compare(self) -> Damage:
        damage = Damage()
        rows = self._desk.rows("insurance", "SELECT declaration_id FROM participant_declaration")
        kept = Counter(row["declaration_id"] for row in rows)
        damage.count("declarations", len(rows), len(self._declared))
        for name, _ in self._declared:
            damage.count(f"declaration {name}", kept[name])
        booked = self._desk.rows("insurance", "SELECT 1 FROM declared_change")
        damage.count("rows that were booked", len(booked), sum(not refused for _, refused in self._declared))
        paid = self._desk.rows("insurance", "SELECT reference, amount FROM contribution_payment WHERE by_itself = 0")
        money = Counter((row["reference"], row["amount"]) for row in paid)
        damage.count("payments", len(paid), len(self._paid))
        for payment in self._paid:
            damage.count(f"payment {payment}", money[payment])
        return damage
