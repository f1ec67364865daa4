"""Places as registers write them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

LEVELS = ("province", "district", "commune", "detail")


@dataclass(frozen=True, slots=True)
class Address:
    """Province (2 digits), district (3), commune (5), and the rest as written. Empty where unknown."""

    province_code: str = ""
    district_code: str = ""
    commune_code: str = ""
    detail: str = ""


class Columns(Protocol):
    """A row of a table, by column name."""

    def __getitem__(self, key: str, /) -> Any: ...


def address_columns(prefix: str, place: Address) -> Mapping[str, str]:
    """An address as four columns, `residence_province` and so on for the prefix `residence_`."""
    values = (place.province_code, place.district_code, place.commune_code, place.detail)
    return {f"{prefix}{level}": value for level, value in zip(LEVELS, values, strict=True)}


def address_in(prefix: str, row: Columns) -> Address:
    """The address that four columns hold."""
    return Address(*(row[f"{prefix}{level}"] for level in LEVELS))
