"""The words for how people stand with social insurance, and what their employers are."""

from enum import IntEnum, IntFlag
from typing import Final

NONE: Final = -1
"""No employer, occupation, month or code."""
ARMY: Final = 97
POLICE: Final = 98


class Insurance(IntEnum):
    """How a person stands with social insurance."""

    NONE = 0
    COMPULSORY = 1
    VOLUNTARY = 2
    RESERVED = 3
    """Contributed in the past, keeps the time (bảo lưu) and draws no pension from it yet."""


class Pension(IntEnum):
    """What a person draws month by month; the four add up to the monthly beneficiaries."""

    NONE = 0
    OLD_AGE = 1
    """Lương hưu."""
    LOSS_OF_CAPACITY = 2
    """Trợ cấp mất sức lao động, granted until 1994."""
    ACCIDENT = 3
    """Monthly allowance for an occupational accident or disease."""
    SURVIVOR = 4
    """Monthly allowance after the death of an insured relative."""


class Benefit(IntEnum):
    """What a benefit period was for, numbered as in the contract; the first four are those of `Pension`.

    Those above `LUMP_SUM` are drawn by people made by hand alone.
    """

    OLD_AGE = 1
    LOSS_OF_CAPACITY = 2
    ACCIDENT = 3
    SURVIVOR = 4
    MATERNITY = 5
    SICKNESS = 6
    UNEMPLOYMENT = 7
    LUMP_SUM = 8
    """Bảo hiểm xã hội một lần: what was contributed before counts no more."""
    ACCIDENT_ONCE = 9
    TREATMENT = 10
    JOB_TRAINING = 11


class Funds(IntFlag):
    """What a contribution pays into."""

    SOCIAL = 1
    ACCIDENT = 2
    HEALTH = 4
    UNEMPLOYMENT = 8


class Kind(IntEnum):
    """What an employer is; it decides on the object code of its staff's health-insurance cards."""

    ENTERPRISE = 0
    """Doanh nghiệp: code DN."""
    FOREIGN = 1
    """With foreign capital, or an international organisation: NN."""
    COOPERATIVE = 2
    """Hợp tác xã: HX."""
    HOUSEHOLD = 3
    """Household business (hộ kinh doanh) and other users of labour: TK."""
    PUBLIC_UNIT = 4
    """Schools, hospitals (đơn vị sự nghiệp công lập): CH."""
    STATE_BODY = 5
    """Offices whose staff are cadres and civil servants: HC, no unemployment insurance."""
    COMMUNE = 6
    """People's committee of a commune, for its part-time staff: XK, no accident and no unemployment insurance."""


WITHOUT_UNEMPLOYMENT: Final = (Kind.STATE_BODY, Kind.COMMUNE)
"""Their staff pay no unemployment insurance (Law on employment of 2013, article 43)."""
WITHOUT_ACCIDENT: Final = (Kind.COMMUNE,)
"""Their staff are not insured against occupational accidents (Law 84/2015, article 43, clause 1, leaves them out:
general knowledge, unverified)."""


class Object(IntEnum):
    """As what somebody takes part in social insurance; the first four are those of `Insurance`."""

    NONE = 0
    LABOUR_CONTRACT = 1
    VOLUNTARY = 2
    RESERVED = 3
    CIVIL_SERVANT = 4
    COMMUNE_STAFF = 5
    ARMED_FORCES = 6


OFFICIALS: Final = {Kind.STATE_BODY: Object.CIVIL_SERVANT, Kind.COMMUNE: Object.COMMUNE_STAFF}
"""Employers whose staff have no labour contract."""


class Status(IntEnum):
    """Taxpayer status as the tax service codes it (trạng thái mã số thuế)."""

    ACTIVE = 0
    ENDED = 1
    MOVED = 2
    ENDING = 3
    HOUSEHOLD_ACTIVE = 4
    SUSPENDED = 5
    NOT_AT_ADDRESS = 6
