"""Units of which nothing counts for what they owe for a month but whom they declare for it: nearly all."""

from collections.abc import Sequence
from typing import NamedTuple

from lienthong_emulator.insurance.collection.domain import Due, Unit
from lienthong_emulator.insurance.collection.dues import due_on, scale_of
from lienthong_emulator.insurance.contributions.domain import Fund, Month


class Payroll(NamedTuple):
    """A unit that keeps no account and has no relief, with those whom it declares for a month, by number, each once.

    Column by column: to make objects of them costs as much as all else that is done. `funds` are sums of `Fund`. Names,
    and the numbers by which tax knows people, are there where they are asked for, empty where none is held.
    """

    unit: Unit
    participant_keys: Sequence[int] = ()
    funds: Sequence[int] = ()
    nationalities: Sequence[str] = ()
    salaries: Sequence[int] = ()
    names: Sequence[str] = ()
    tax_codes: Sequence[str] = ()
    personal_numbers: Sequence[str] = ()
    cmnds: Sequence[str] = ()

    def dues(self, month: Month) -> Sequence[Due]:
        """What is due for each."""
        alike = [*zip(self.funds, self.nationalities, strict=True)]
        scales = {
            (funds, nationality): scale_of(month, Fund(funds), self.unit.terms(Fund(funds), nationality))
            for funds, nationality in {*alike}
        }
        return [due_on(scales[one], salary) for one, salary in zip(alike, self.salaries, strict=True)]
