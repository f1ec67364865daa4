"""What population does with the messages it receives."""

from lienthong.insurance.v1.events_pb2 import InsuranceFactsChanged
from lienthong_emulator.discrepancies.messages import discrepancies_from
from lienthong_emulator.population.citizens.convert import facts_from_event
from lienthong_emulator.population.citizens.store import CitizenStore
from lienthong_emulator.population.discrepancy_register import CitizenRegister
from lienthong_emulator.runtime.agency import Receives
from lienthong_emulator.runtime.kit import Tx
from lienthong_emulator.wire import kind_of_number


async def _show_to_citizen(tx: Tx, event: InsuranceFactsChanged) -> None:
    """Show the citizen what insurance says of them; a number that does not lead to one citizen says it of nobody."""
    citizens, number = CitizenStore(tx.db), event.identity_number
    keys = await citizens.keys_of_carriers(kind_of_number(number), number.value)
    if len(keys) != 1:
        tx.step("insurance-facts-of-nobody", "No one citizen carries the number", came_from=tx.context.caller)
        return
    citizens.put_insurance_facts(facts_from_event(event, keys[0]))
    shown = f"{'locked ' if event.card_locked else ''}card {event.card_number}"
    tx.step("insurance-facts-shown", f"The citizen sees {shown}", came_from=tx.context.caller)


INBOX = {
    "insurance.facts-changed": Receives(InsuranceFactsChanged, _show_to_citizen),
    **discrepancies_from("insurance", CitizenRegister()),
}
