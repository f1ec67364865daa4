"""What population does with the messages it receives."""

from lienthong.exchange.v1.message_pb2 import Message
from lienthong.insurance.v1.events_pb2 import InsuranceFactsChanged
from lienthong_emulator.population.citizens.convert import facts_from_event
from lienthong_emulator.population.citizens.store import CitizenStore
from lienthong_emulator.runtime.kit import Tx


async def take_in_insurance_facts(tx: Tx, message: Message) -> None:
    """Show the citizen what insurance says of them."""
    event = InsuranceFactsChanged()
    message.body.Unpack(event)
    CitizenStore(tx.db).put_insurance_facts(facts_from_event(event))
    tx.step("insurance-facts-shown", f"The citizen sees card {event.card_number}", came_from=message.sender)
