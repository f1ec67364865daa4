"""The 43 groups of people with a health-insurance card (mã đối tượng)."""

from collections.abc import Mapping
from functools import cache

from lienthong_emulator.reference.tables import records


@cache
def object_code_rows() -> Mapping[str, Mapping[str, str]]:
    """Return the code list (Decision 1351/QĐ-BHXH of 2015) by 2-letter code, in the order in which they pay."""
    return {row["code"]: row for row in records("object_codes")}
