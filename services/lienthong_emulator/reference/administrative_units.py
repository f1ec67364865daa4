"""Districts and communes below a province: an invented list of the real one's size and shape."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.provinces import provinces
from lienthong_emulator.reference.tables import records

_COMMUNE_CODE = re.compile(r"[0-9]{5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district (quận, huyện) with a 3-digit `code`.

    It owns every third 5-digit commune code from the first to the last, both included.
    """

    code: str
    province_code: str
    first_commune_code: str
    last_commune_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """A commune (phường, xã, thị trấn): 5-digit `code`, 3-digit district, 2-digit province."""

    code: str
    district_code: str
    province_code: str


@cache
def districts() -> Mapping[str, District]:
    """Return the 705 districts by 3-digit code, rising (our choice; shape: Decision 124/2004/QĐ-TTg)."""
    return {row["code"]: District(**row) for row in records("districts")}


def find_district(code: str) -> District | None:
    """Return the district with this 3-digit code, None if there is none."""
    return districts().get(code)


@lru_cache(maxsize=1024)
def find_commune(code: str) -> Commune | None:
    """Return the commune with this 5-digit code, None if there is none (our choice: 10,600 communes)."""
    district = _district_up_to(code) if _COMMUNE_CODE.fullmatch(code) else None
    if district is None or not _owns(district, code):
        return None
    return Commune(code=code, district_code=district.code, province_code=district.province_code)


def is_place(province_code: str, district_code: str, commune_code: str) -> bool:
    """Tell whether the three codes (2, 3 and 5 digits) name one commune, as an address in a dossier must."""
    return find_commune(commune_code) == Commune(
        code=commune_code, district_code=district_code, province_code=province_code
    )


def unknown_level(place: Address) -> str | None:
    """Return the first level that does not lie in the one above, such as `district_code`; None if all do.

    A level may be left empty.
    """
    district, commune = find_district(place.district_code), find_commune(place.commune_code)
    if place.province_code and place.province_code not in provinces():
        return "province_code"
    if place.district_code and (district is None or district.province_code != place.province_code):
        return "district_code"
    if place.commune_code and (commune is None or commune.district_code != place.district_code):
        return "commune_code"
    return None


def _district_up_to(commune_code: str) -> District | None:
    """Return the last district that begins at or before this commune."""
    position = bisect_right(_first_commune_codes(), commune_code)
    return _in_order()[position - 1] if position else None


def _owns(district: District, commune_code: str) -> bool:
    steps_of_three = (int(commune_code) - int(district.first_commune_code)) % 3 == 0
    return steps_of_three and commune_code <= district.last_commune_code


@cache
def _in_order() -> tuple[District, ...]:
    return tuple(districts().values())


@cache
def _first_commune_codes() -> tuple[str, ...]:
    return tuple(district.first_commune_code for district in _in_order())
