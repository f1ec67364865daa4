"""The regional minimum wage (lương tối thiểu vùng) by day, and the region of a province."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from lienthong_emulator.reference.tables import records

REGIONS = (1, 2, 3, 4)


@cache
def wage_regions() -> Mapping[str, int]:
    """The region of each province by its 2-digit code (our choice: the decrees sort districts)."""
    return {row["province_code"]: int(row["region"]) for row in records("wage_regions")}


@cache
def minimum_wages() -> Sequence[tuple[date, Sequence[int]]]:
    """The first day of each, and đồng a month in regions I to IV; in the order of time."""
    return [
        (date.fromisoformat(row["first_day"]), [int(row[f"region_{region}"]) for region in REGIONS])
        for row in records("minimum_wages")
    ]


def minimum_wage_on(day: date, region: int) -> int:
    """Đồng a month in a region, 1 to 4; before 2013 that of 2013."""
    held = [wages for first_day, wages in minimum_wages() if first_day <= day]
    return (held[-1] if held else minimum_wages()[0][1])[region - 1]
