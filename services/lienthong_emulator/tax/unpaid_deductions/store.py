"""What employers told of deductions, many employers at a time."""

from collections.abc import Collection, Mapping

from lienthong_emulator.runtime.database import Reader
from lienthong_emulator.tax.taxpayers.domain import code_of, key_of
from lienthong_emulator.tax.taxpayers.store import SAID_OF_MONTH


class DeductionQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def deducted_by(self, employers: Collection[str], month: int) -> Mapping[tuple[str, str], int]:
        """What employers deducted in a month, as annex 02 tells it, by the tax codes of employer and person."""
        rows = await self._db.fetch_tuples(
            f"""
            SELECT paid.employer_key, paid.person_key, paid.insurance_deducted
            FROM income_payment AS paid
            LEFT JOIN organisation ON organisation.taxpayer_key = paid.employer_key
            WHERE paid.employer_key IN (:keys*) AND {SAID_OF_MONTH}
            """,
            keys=[key_of(code) for code in employers],
            month=month,
        )
        return {(code_of(employer), code_of(person)): amount for employer, person, amount in rows}
