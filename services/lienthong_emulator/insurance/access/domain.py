"""Consents, and the record of who asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lienthong_emulator.access.rules import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A person lets `grantee` see groups of their data, on the days from `valid_from` to `valid_to`, both included."""

    consent_number: int
    participant_key: int
    grantee: str
    groups_seen: str
    purpose: str
    valid_from: date
    valid_to: date | None
    create_time: datetime
    withdraw_time: datetime | None = None

    @property
    def groups(self) -> frozenset[Group]:
        return frozenset(map(Group, self.groups_seen.split()))

    def allows(self, purpose: str, day: date) -> bool:
        in_time = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return in_time and self.withdraw_time is None and self.purpose in ("", purpose)


def letters_of(groups: Iterable[Group]) -> str:
    """Groups as the letters of the decree, in its order."""
    return " ".join(group.value for group in sorted(groups, key=lambda group: group.number))
