"""The account of a unit while a transaction changes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lienthong_emulator.insurance.collection.domain import Account, Payment
from lienthong_emulator.insurance.collection.store import StatementStore
from lienthong_emulator.insurance.months import after, month_of

if TYPE_CHECKING:
    from datetime import date

    from lienthong_emulator.insurance.collection.domain import Unit
    from lienthong_emulator.insurance.contributions.domain import Month
    from lienthong_emulator.runtime.kit import Tx


@dataclass(slots=True, kw_only=True)
class Booking:
    """From who first declares or pays something for a unit on, its money is counted."""

    tx: Tx
    unit: Unit
    account: Account

    @property
    def store(self) -> StatementStore:
        return StatementStore(self.tx.db)

    @property
    def now(self) -> Month:
        return month_of(self.tx.now.date())

    async def reach_back(self, first: Month) -> None:
        """Count from a month on: what the unit paid by itself since then is written down, before anything changes."""
        last = after(min(self.account.first_month, self.now), -1)
        if first <= last:
            [books] = await self.store.books_of([self.unit], first, last)
            for payment in replace(books, account=None).paid_by_itself(first, last):
                await self._add(payment)
        self.account = replace(self.account, first_month=min(first, self.account.first_month))
        self.store.keep_account(self.account)

    async def receive(self, amount: int, day: date, reference: str) -> Payment:
        """Note money that came in."""
        payment = Payment(
            payment_number=0,
            payment_id="",
            unit_code=self.unit.unit_code,
            amount=amount,
            receive_date=day,
            reference=reference,
        )
        return await self._add(payment)

    async def close(self) -> None:
        """Note how far everything is paid now."""
        [books] = await self.store.books_of([self.unit], self.account.first_month, self.now)
        self.store.keep_account(replace(self.account, paid_until=books.paid_until(self.now)))

    async def _add(self, payment: Payment) -> Payment:
        number = await self.tx.next_number("contribution payment")
        named = replace(
            payment, payment_number=number, payment_id=self.tx.kit.opaque_id("contribution payment", number)
        )
        self.store.add_payment(named)
        return named


async def open_account(tx: Tx, unit: Unit, touched: Month) -> Booking:
    """The account of a unit from the month that is touched on, or from where it began to owe."""
    store, now = StatementStore(tx.db), month_of(tx.now.date())
    account = await store.account_of(unit.unit_code)
    owed_since = None if account else await store.debt_of(unit.unit_code)
    account = account or Account(unit_code=unit.unit_code, first_month=now, paid_until=after(now, -1))
    booking = Booking(tx=tx, unit=unit, account=account)
    await booking.reach_back(min(touched, account.first_month, owed_since or touched))
    return booking
