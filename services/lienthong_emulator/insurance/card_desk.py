"""The desk that issues children's cards: at once, or when it comes to them."""

from lienthong.justice.v1.events_pb2 import BirthRegistered
from lienthong_emulator.desks import desk_done
from lienthong_emulator.insurance.cards.domain import CardRequest
from lienthong_emulator.insurance.cards.store import CardStore
from lienthong_emulator.insurance.enrolment import decide
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kit import Tx

CARD_DESK = "card-desk"


async def take_in(tx: Tx, event: BirthRegistered) -> None:
    """Decide on a card, or put the request on the desk until its turn comes."""
    done = desk_done(tx.kit, "card", tx.now)
    if done is None:
        await decide(tx, event)
        return
    key = f"{await tx.next_number('card-request'):09}"
    context = tx.context
    CardStore(tx.db).put_off(
        CardRequest(
            request_key=key,
            case_id=context.case_id,
            on_behalf_of=context.on_behalf_of,
            sender=context.caller,
            event=event.SerializeToString(),
        )
    )
    tx.step("card-request-received", "The card is asked for and waits for the desk", came_from=context.caller)
    tx.set_timer(CARD_DESK, key, done)


async def come_to(tx: Tx, request_key: str) -> None:
    """Decide on a card that was put off, in the case that it belongs to."""
    request = await CardStore(tx.db).take_up(request_key)
    if request is None:
        return
    tx.context = Context(
        world=tx.kit.world.name,
        caller=request.sender,
        on_behalf_of=request.on_behalf_of,
        case_id=request.case_id,
    )
    await decide(tx, BirthRegistered.FromString(request.event))
