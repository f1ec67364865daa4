"""The ethnic groups that the state counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from lienthong_emulator.reference.tables import records


@dataclass(frozen=True, slots=True, kw_only=True)
class EthnicGroup:
    """An ethnic group (dân tộc): 2-digit `code`, and `census_2019` in persons on 1 April 2019."""

    code: str
    name: str
    ascii_name: str
    census_2019: int


@cache
def ethnic_groups() -> Mapping[str, EthnicGroup]:
    """Return the groups 01-54, 55 foreigner and 99 unknown by 2-digit code (Decision 121-TCTK/PPCĐ, 1979)."""
    return {row["code"]: _ethnic_group(row) for row in records("ethnic_groups")}


def _ethnic_group(row: Mapping[str, str]) -> EthnicGroup:
    return EthnicGroup(
        code=row["code"],
        name=row["name"],
        ascii_name=row["ascii_name"],
        census_2019=int(row["census_2019"]),
    )
