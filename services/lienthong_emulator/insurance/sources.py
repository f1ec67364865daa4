"""Agencies that are the source of what insurance holds (decree 43/2021, article 7)."""

from enum import IntEnum


class Source(IntEnum):
    """The source of a group; what its usual source does not give yet comes from insurance (clause 6)."""

    INSURANCE = 0
    POPULATION = 1
    BUSINESS_REGISTRATION = 2
    HEALTH = 3
    LABOUR = 4

    @property
    def agency(self) -> str:
        return f"agencies/{self.name.lower().replace('_', '-')}"
