"""What employers keep back of a salary for insurance."""

from datetime import date
from functools import cache

from lienthong_emulator.reference.tables import records


@cache
def employee_share(fund: str, day: date, *, foreign: bool) -> int:
    """Of 1,000 đồng of salary what the employee pays into a fund on a day; 0 where nobody is insured in it."""
    people = "foreigners" if foreign else "citizens"
    rows = [row for row in records("contribution_rates") if (row["fund"], row["people"]) == (fund, people)]
    held = [row for row in rows if date.fromisoformat(row["first_day"]) <= day]
    return int(max(held, key=lambda row: row["first_day"])["employee"]) if held else 0
