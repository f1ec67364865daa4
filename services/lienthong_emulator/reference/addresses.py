"""Places as registers write them."""

from dataclasses import dataclass
from functools import lru_cache

from lienthong_emulator.reference.provinces import provinces


@dataclass(frozen=True, slots=True)
class Address:
    """Province (2 digits), district (3), commune (5), and the rest as written. Empty where unknown."""

    province_code: str = ""
    district_code: str = ""
    commune_code: str = ""
    detail: str = ""


@lru_cache(maxsize=4_096)
def address_text(place: Address) -> str:
    """A place as a card writes it: communes and districts have codes here, and no names."""
    return place_text(place.province_code, place.detail)


def place_text(province_code: str, detail: str) -> str:
    """The same of the parts of an address that are told."""
    province = provinces().get(province_code)
    return ", ".join(filter(None, (spaced(detail), province.name if province else "")))


def spaced(text: str) -> str:
    """With plain single blanks, whatever kind a family typed."""
    return " ".join(text.split())
