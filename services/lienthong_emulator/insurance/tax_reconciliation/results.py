"""What one step of a reconciliation finds: a part of an annex, or a page of units, held against each other."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from lienthong.filing.v1 import rows_pb2
from lienthong.tax.v1.taxpayer_service_pb2 import (
    GetTaxpayerRequest,
    ListIncomePaymentsRequest,
    TaxpayerClaim,
    VerifyTaxpayersRequest,
)
from lienthong.tax.v1.taxpayer_service_pb2_grpc import TaxpayerServiceStub
from lienthong.type.v1.field_match_pb2 import MATCH_OUTCOME_MISMATCH
from lienthong_emulator.annexes.domain import Kind as AnnexKind
from lienthong_emulator.annexes.reading import ROWS, rows_that_stand
from lienthong_emulator.annexes.store import AnnexQuestions
from lienthong_emulator.insurance.collection.store import StatementQuestions
from lienthong_emulator.insurance.months import month_of
from lienthong_emulator.insurance.tax_reconciliation.domain import (
    Employer,
    Finding,
    Phase,
    Run,
    Told,
    headcount,
    of_headcount,
    of_taxpayer,
)
from lienthong_emulator.insurance.tax_reconciliation.store import TaxReconciliationQuestions
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.peers import Peers, ask, converse
from lienthong_emulator.runtime.refusals import PeerRefusal

if TYPE_CHECKING:
    from lienthong.tax.v1.taxpayer_service_pb2_grpc import TaxpayerServiceAsyncStub
    from lienthong_emulator.insurance.collection.ledger import Books
    from lienthong_emulator.runtime.kit import Kit

UNITS_OF_A_STEP = 200
PAYMENTS_AT_ONCE = 1_000
NOBODY = "TAXPAYER_NOT_FOUND"
"""The reason with which the tax service says that it holds no such taxpayer."""


class Step(NamedTuple):
    """What was found, and where the next step begins; empty after the last of its phase."""

    findings: Sequence[Finding]
    following: str


@dataclass(frozen=True, slots=True)
class Comparing:
    """One reconciliation in one world, and the way to the tax service."""

    kit: Kit
    run: Run
    peers: Peers

    async def step(self) -> Step:
        if self.run.phase is Phase.TAXPAYERS:
            return await self._taxpayers()
        return await (self._deductions() if self.run.phase is Phase.DEDUCTIONS else self._units())

    async def _taxpayers(self) -> Step:
        """Annex 01: where the taxpayers of our units stand, and what they are called."""
        rows, following = await self._part(self.run.taxpayers_annex, AnnexKind.TAXPAYERS)
        by_code: dict[str, rows_pb2.TaxpayerRow] = {row.tax_code: row for row in rows}
        found: list[Finding] = []
        for books in (each for units in (await self._books_under(by_code)).values() for each in units):
            row = by_code[books.unit.tax_code]
            found += of_taxpayer(books, row.status, row.display_name, self.run.month)
        return Step(found, following)

    async def _deductions(self) -> Step:
        """Annex 02: whom employers paid, and what they kept back for insurance."""
        rows, following = await self._part(self.run.deductions_annex, AnnexKind.DEDUCTIONS)
        by_employer = {code: [*own] for code, own in groupby(rows, key=lambda row: row.employer_tax_code)}
        books = await self._books_under(by_employer)
        known = await self._questions.insured_under([row.person_tax_code for row in rows])
        elsewhere = await self._questions.insured_in(self.run.month, [one.key for one in known.values()])
        found: list[Finding] = []
        for code, own in by_employer.items():
            incomes = await self._incomes_known(code) if code in books else {}
            employer = Employer(
                tax_code=code,
                month=self.run.month,
                now=month_of(self.kit.today()),
                books=books.get(code, ()),
                told=[_told(row, incomes) for row in own],
                known=known,
                insured_elsewhere=elsewhere,
            )
            found += employer.findings()
        return Step(found, following)

    async def _units(self) -> Step:
        """Units by their codes: whether the tax service was told of more staff. Units of a tax code count together."""
        units = await StatementQuestions(self.kit.scans).units_from(self.run.place, UNITS_OF_A_STEP + 1)
        following = units[UNITS_OF_A_STEP].unit_code if units[UNITS_OF_A_STEP:] else ""
        page = units[:UNITS_OF_A_STEP]
        books = await self._books_under({unit.tax_code for unit in page})
        firsts = {code: own for code, own in books.items() if own[0].unit in page}
        found: list[Finding] = []
        async for code in self._told_otherwise(firsts):
            declared = await self._declared_headcount(code)
            found += of_headcount(firsts[code], declared, self.run.month)
        return Step(found, following)

    async def _part(self, annex_id: str, kind: AnnexKind) -> tuple[Sequence[Any], str]:
        """The rows that stand of a part, and the next part."""
        number, annexes = int(self.run.place), AnnexQuestions(self.kit.scans)
        part = await annexes.part(annex_id, number)
        if part is None:
            return (), ""
        annex = await annexes.find(annex_id)
        last = annex.row_count if annex else part.first_row
        refused = await annexes.refused_numbers(annex_id, part.first_row, last)
        rows = [ROWS[kind].FromString(row) for _, row in rows_that_stand(part, refused)]
        return rows, str(number + 1)

    async def _books_under(self, tax_codes: Any) -> dict[str, Sequence[Books]]:
        """The books of units, by tax code."""
        units = await self._questions.units_under([*tax_codes])
        every = [unit for own in units.values() for unit in own]
        books = await StatementQuestions(self.kit.scans).books_of(every, self.run.month, self.run.month)
        now = month_of(self.kit.today())
        by_code = {each.unit.unit_code: each.counted(now) for each in books}
        return {code: [by_code[unit.unit_code] for unit in own] for code, own in units.items()}

    async def _incomes_known(self, tax_code: str) -> dict[str, int]:
        """None where the tax service does not know the employer any more: what the annex says of it stands alone."""
        try:
            return await self._incomes(tax_code)
        except PeerRefusal as no:
            if no.reason == NOBODY:
                return {}
            raise

    async def _incomes(self, tax_code: str) -> dict[str, int]:
        """What the tax service was told last of incomes up to the month, by the person's tax code.

        As in annex 02, it stands for the months that follow.
        """
        request = ListIncomePaymentsRequest(employer_tax_code=tax_code, page_size=PAYMENTS_AT_ONCE)
        found: dict[int, dict[str, int]] = {}
        while True:
            page = await self._ask(self._stub.ListIncomePayments, request)
            for one in page.payments:
                found.setdefault(one.month.year * 100 + one.month.month, {})[one.person_tax_code] = one.income
            if not page.next_page_token:
                break
            request.page_token = page.next_page_token
        last = max((month for month in found if month <= self.run.month), default=0)
        return found.get(last, {})

    async def _told_otherwise(self, books: dict[str, Sequence[Books]]) -> AsyncGenerator[str]:
        """Tax codes of which the tax service holds another headcount than insurance does."""
        counts = {code: count for code, own in books.items() if (count := headcount(own, self.run.month))}
        if not counts:
            return
        claims = [TaxpayerClaim(tax_code=code, headcount=count) for code, count in counts.items()]

        async def batches() -> AsyncGenerator[VerifyTaxpayersRequest]:
            yield VerifyTaxpayersRequest(claims=claims)

        talk = converse(self._stub.VerifyTaxpayers, batches(), kit=self.kit, context=self._context, agency="tax")
        async with aclosing(talk) as answers:
            found = [row for answer in [one async for one in answers] for row in answer.verifications]
        for code, verification in zip(counts, found, strict=True):
            if any(match.outcome == MATCH_OUTCOME_MISMATCH for match in verification.fields):
                yield code

    async def _declared_headcount(self, tax_code: str) -> int:
        taxpayer = await self._ask(self._stub.GetTaxpayer, GetTaxpayerRequest(tax_code=tax_code))
        return taxpayer.organisation.declared_headcount

    async def _ask(self, method: Any, request: Any) -> Any:
        return await ask(method, request, kit=self.kit, context=self._context, agency="tax")

    @property
    def _questions(self) -> TaxReconciliationQuestions:
        return TaxReconciliationQuestions(self.kit.scans)

    @property
    def _stub(self) -> TaxpayerServiceAsyncStub:
        return self.peers.stub(TaxpayerServiceStub, "tax")  # type: ignore[return-value] # typed for sync

    @property
    def _context(self) -> Context:
        return Context(world=self.kit.world.name, caller="agencies/insurance", case_id=self.run.case_id)


def _told(row: rows_pb2.DeductionRow, incomes: dict[str, int]) -> Told:
    return Told(
        person_tax_code=row.person_tax_code,
        name=row.person_name,
        number=row.identity_number.value,
        deducted=row.insurance_deducted,
        income=incomes.get(row.person_tax_code, 0),
    )
