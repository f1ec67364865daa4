"""The agencies that the exchange carries messages for, and how long it keeps them."""

from pathlib import Path

from lienthong_emulator.exchange.relay.domain import Party, Receiver, Registry, Route
from lienthong_emulator.reference.tables import records_in

_DATA = Path(__file__).with_name("data")


def registry() -> Registry:
    """Every registered agency by its name in the contract, such as `agencies/tax`, and what they tell each other."""
    parties = [Party(Receiver(f"agencies/{row['name']}"), row["title"]) for row in records_in(_DATA / "agencies.csv")]
    routes = [Route(row["kind"], Receiver(f"agencies/{row['receiver']}")) for row in records_in(_DATA / "routes.csv")]
    return Registry(parties=parties, routes=routes)


def entries_kept() -> int:
    """How many acknowledged entries a log keeps."""
    [row] = records_in(_DATA / "retention.csv")
    return int(row["entries"])
