"""A value that insurance holds otherwise, from its list to its end."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

from lienthong_emulator.tax.identity_differences.errors import IdentityDifferenceEnded
from lienthong_emulator.tax.taxpayers.domain import Organisation, Person


class Field(IntEnum):
    """Numbered and named as in the contract."""

    NAME = 1
    NUMBER = 2


class State(IntEnum):
    """Numbered and named as in the contract."""

    OPEN = 1
    CORRECTED = 2
    UPHELD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityDifference:
    """A difference as this register keeps it."""

    position: int
    difference_id: str
    taxpayer_key: int
    field: Field
    held_by_insurance: str
    held_by_tax: str
    state: State = State.OPEN
    corrected_value: str = ""
    note: str = ""
    receive_time: datetime
    end_time: datetime | None = None
    revision: int = 1

    @property
    def name(self) -> str:
        return f"identityDifferences/{self.difference_id}"

    def corrected(self, value: str, now: datetime) -> "IdentityDifference":
        return self._ended(State.CORRECTED, now, corrected_value=value)

    def upheld(self, note: str, now: datetime) -> "IdentityDifference":
        """Refused with `IDENTITY_DIFFERENCE_ENDED`."""
        if self.state is not State.OPEN:
            raise IdentityDifferenceEnded(field="name", difference=self.name)
        return self._ended(State.UPHELD, now, note=note)

    def opened_again(self, now: datetime) -> "IdentityDifference":
        """What was corrected differs as it did before."""
        opened = replace(self, state=State.OPEN, corrected_value="", receive_time=now, end_time=None)
        return replace(opened, revision=self.revision + 1)

    def _ended(self, state: State, now: datetime, *, corrected_value: str = "", note: str = "") -> "IdentityDifference":
        ended = replace(self, state=state, corrected_value=corrected_value, note=note, end_time=now)
        return replace(ended, revision=self.revision + 1)


def held_of(taxpayer: Organisation | Person, field: Field) -> str:
    """What the register holds in a field now, as annexes tell it."""
    if field is Field.NAME:
        return taxpayer.full_name
    return "" if isinstance(taxpayer, Organisation) else taxpayer.personal_number or taxpayer.cmnd
