"""The words for why a card ended, how poor a household is and how severe a disability."""

from enum import IntEnum


class CardEnd(IntEnum):
    """Why a past card is no longer in force; the last four are told of people made by hand alone."""

    EXPIRED = 1
    """Its time ended; the next one followed, or none did."""
    SUPERSEDED = 2
    """A new one was issued before its time ended (codes 003 and 004 of the card check)."""
    REDUCED = 3
    """The holder's employer or office reported that participation ended (code 120 of the card check)."""
    REVOKED = 4
    """Issued twice or by mistake (code 110)."""
    LOCKED = 5
    """The holder died."""
    MOVED_OUT_OF_PROVINCE = 6
    """This and the next ones: codes 121 to 124."""
    MOVED_WITHIN_PROVINCE = 7
    INCREASED_AGAIN = 8
    STOPPED = 9


class Poverty(IntEnum):
    """Of a household, by the yearly review (decree 07/2021/NĐ-CP)."""

    NONE = 0
    POOR = 1
    NEAR_POOR = 2
    AVERAGE_FARM = 3
    """Average living standard, in farming or fishery."""


class Disability(IntEnum):
    """Law on persons with disabilities of 2010, article 3."""

    NONE = 0
    LIGHT = 1
    SEVERE = 2
    VERY_SEVERE = 3
