"""The card desk's side of the contract."""

import asyncio

from lienthong.insurance.v1 import card_pb2, card_service_pb2
from lienthong_emulator.insurance.cards.convert import card_to_proto
from lienthong_emulator.insurance.cards.domain import Card
from lienthong_emulator.insurance.cards.errors import CardNotFound
from lienthong_emulator.insurance.cards.store import CardQuestions
from lienthong_emulator.insurance.registry.store import RegistryQuestions
from lienthong_emulator.runtime.calls import Call


class CardServicer:
    async def GetCard(  # noqa: N802 - the contract names it
        self, request: card_service_pb2.GetCardRequest, call: Call
    ) -> card_pb2.Card:
        return card_to_proto(await _found(call, request.card_number), call.kit.today())

    async def RenderCard(  # noqa: N802 - the contract names it
        self, request: card_service_pb2.RenderCardRequest, call: Call
    ) -> card_service_pb2.RenderCardResponse:
        # Imported with the first card that is drawn: nobody who starts the house should wait for it.
        from lienthong_emulator.insurance.cards.face import face_of
        from lienthong_emulator.insurance.cards.picture import draw_png, draw_svg

        card = await _found(call, request.card_number)
        registry = RegistryQuestions(call.kit.lookups)
        holder = await registry.find(card.participant_id)
        assert holder is not None
        face = face_of(card, await registry.whole(holder))
        is_png = request.format == card_service_pb2.PICTURE_FORMAT_PNG
        picture = await asyncio.to_thread(draw_png if is_png else draw_svg, face)
        return card_service_pb2.RenderCardResponse(
            picture=picture, media_type="image/png" if is_png else "image/svg+xml", qr_text=face.qr_text
        )


async def _found(call: Call, number: str) -> Card:
    card = await CardQuestions(call.kit.lookups).find_by_number(number)
    if card is None:
        raise CardNotFound(field="card_number")
    return card
