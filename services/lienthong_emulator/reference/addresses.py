"""Places as registers write them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """Province (2 digits), district (3), commune (5), and the rest as written. Empty where unknown."""

    province_code: str = ""
    district_code: str = ""
    commune_code: str = ""
    detail: str = ""
