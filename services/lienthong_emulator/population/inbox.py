"""What population does with the messages it receives."""

from lienthong.insurance.v1.events_pb2 import InsuranceFactsChanged
from lienthong_emulator.population.citizens.convert import facts_from_event
from lienthong_emulator.population.citizens.store import CitizenStore
from lienthong_emulator.runtime.agency import Receives
from lienthong_emulator.runtime.kit import Tx


async def _show_to_citizen(tx: Tx, event: InsuranceFactsChanged) -> None:
    """Show the citizen what insurance says of them."""
    CitizenStore(tx.db).put_insurance_facts(facts_from_event(event))
    tx.step("insurance-facts-shown", f"The citizen sees card {event.card_number}", came_from=tx.context.caller)


INBOX = {"insurance.facts-changed": Receives(InsuranceFactsChanged, _show_to_citizen)}
