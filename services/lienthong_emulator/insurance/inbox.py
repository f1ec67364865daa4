"""What insurance does with the messages it receives."""

from lienthong.exchange.v1.message_pb2 import Message
from lienthong.justice.v1.events_pb2 import BirthRegistered
from lienthong_emulator.insurance.enrolment import decide
from lienthong_emulator.runtime.kit import Tx


async def take_in_birth(tx: Tx, message: Message) -> None:
    event = BirthRegistered()
    message.body.Unpack(event)
    await decide(tx, event)
