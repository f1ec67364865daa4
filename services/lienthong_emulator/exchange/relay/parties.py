"""The agencies that the exchange carries messages for."""

from pathlib import Path

from lienthong_emulator.exchange.relay.domain import Receiver
from lienthong_emulator.reference.tables import records_in

_FILE = Path(__file__).with_name("data") / "agencies.csv"


def registered_parties() -> frozenset[Receiver]:
    """Return every registered agency by its name in the contract, such as `agencies/tax` (our choice)."""
    return frozenset(Receiver(f"agencies/{row['name']}") for row in records_in(_FILE))
