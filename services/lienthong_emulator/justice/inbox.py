"""What justice does with the messages it receives."""

from lienthong.exchange.v1.message_pb2 import Message
from lienthong.insurance.v1.events_pb2 import ChildCardDecided
from lienthong_emulator.justice.civil_status.desk import note_card_decision
from lienthong_emulator.runtime.kit import Tx


async def take_in_card_decision(tx: Tx, message: Message) -> None:
    event = ChildCardDecided()
    message.body.Unpack(event)
    await note_card_decision(tx, event, message.sender)
