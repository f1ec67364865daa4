"""The card desk's side of the contract."""

import asyncio

from lienthong.insurance.v1 import card_pb2, card_service_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.insurance.cards.convert import (
    card_to_proto,
    presented_from_proto,
    reading_to_proto,
)
from lienthong_emulator.insurance.cards.desk import checked
from lienthong_emulator.insurance.cards.domain import Card, Wallet
from lienthong_emulator.insurance.cards.errors import CardNotFound, MalformedQr, QrNotRecognized
from lienthong_emulator.insurance.cards.store import CardQuestions
from lienthong_emulator.insurance.cards.written import state_to_proto
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.registry.domain import Participant
from lienthong_emulator.insurance.registry.store import RegistryQuestions
from lienthong_emulator.qr_codes import MalformedPayload, NoKnownPayload, read
from lienthong_emulator.runtime.calls import Call


class CardServicer:
    async def GetCard(self, request: card_service_pb2.GetCardRequest, call: Call) -> card_pb2.Card:
        _, wallet, card = await _found(call, request.card_number)
        return card_to_proto(card, call.kit.today(), Names(call.kit.opaque_id), wallet.successor_of(card))

    async def CheckCard(self, request: card_service_pb2.CheckCardRequest, call: Call) -> bytes:
        return await checked(call, presented_from_proto(request))

    async def RenderCard(
        self, request: card_service_pb2.RenderCardRequest, call: Call
    ) -> card_service_pb2.RenderCardResponse:
        # Imported with the first card that is drawn: nobody who starts the house should wait for it.
        from lienthong_emulator.insurance.cards.face import face_of
        from lienthong_emulator.insurance.cards.picture import draw_png, draw_svg

        holder, _, card = await _found(call, request.card_number)
        relatives = await RegistryQuestions(call.kit.lookups).relatives_of(holder.participant_key)
        face = face_of(card, holder, relatives)
        is_png = request.format == card_service_pb2.PICTURE_FORMAT_PNG
        picture = await asyncio.to_thread(draw_png if is_png else draw_svg, face)
        return card_service_pb2.RenderCardResponse(
            picture=picture,
            media_type="image/png" if is_png else "image/svg+xml",
            qr_text=face.qr_text,
            state=state_to_proto(card.state_on(call.kit.today())),
        )

    async def ReadQr(self, request: card_service_pb2.ReadQrRequest, call: Call) -> card_service_pb2.ReadQrResponse:
        try:
            return reading_to_proto(read(request.text))
        except NoKnownPayload as error:
            raise QrNotRecognized(field="text") from error
        except MalformedPayload as error:
            raise MalformedQr(field="text", part=error.field) from error


async def _found(call: Call, number: str) -> tuple[Participant, Wallet, Card]:
    """The holder, all of their cards, and the one that is meant."""
    holder = await RegistryQuestions(call.kit.lookups).find_by_number(SOCIAL_INSURANCE, number[-10:])
    if holder is not None:
        wallet = await CardQuestions(call.kit.lookups).wallet_of(holder.participant_key)
        if card := wallet.find(number):
            return holder, wallet, card
    raise CardNotFound(field="card_number")
