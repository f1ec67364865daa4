"""The agencies that the exchange carries messages for."""

import csv
from pathlib import Path

from lienthong_emulator.exchange.relay.domain import Receiver

_FILE = Path(__file__).with_name("data") / "agencies.csv"


def registered_parties() -> frozenset[Receiver]:
    """Return every registered agency by its name in the contract, such as `agencies/tax` (our choice)."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return frozenset(Receiver(f"agencies/{row['name']}") for row in rows)
