"""Health facilities for initial care: an invented list of the real one's size and shape."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from lienthong_emulator.reference.provinces import provinces
from lienthong_emulator.reference.tables import records

_CODE = re.compile(r"(?P<province>[0-9]{2})(?P<serial>[0-9]{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A facility for initial care (cơ sở khám chữa bệnh ban đầu): 2-digit province + 3-digit serial."""

    code: str
    name: str
    province_code: str


def find_facility(code: str) -> Facility | None:
    """Return the facility with this 5-digit code, None if there is none (our choice: 12,500 of them).

    Serial 000 is no facility: it stands on a newborn's temporary card (Decision 4750/QĐ-BYT).
    """
    match = _CODE.fullmatch(code)
    if match is None or not "001" <= match["serial"] <= _last_serials().get(match["province"], "000"):
        return None
    name = _names().get(code) or _plain_name(match["province"], int(match["serial"]))
    return Facility(code=code, name=name, province_code=match["province"])


def facilities_of(province_code: str) -> Iterator[Facility]:
    """Give the facilities of a province in the order of their codes, or of all provinces."""
    for province, last in _last_serials().items():
        if province_code in ("", province):
            for serial in range(1, int(last) + 1):
                if found := find_facility(f"{province}{serial:03}"):
                    yield found


def _plain_name(province_code: str, serial: int) -> str:
    return f"Trạm Y tế số {serial}, {provinces()[province_code].name}"


@cache
def _last_serials() -> Mapping[str, str]:
    return {row["province_code"]: row["last_serial"] for row in records("facilities")}


@cache
def _names() -> Mapping[str, str]:
    return {row["code"]: row["name"] for row in records("facility_names")}
