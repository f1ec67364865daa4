"""A refusal reaches the caller with all its parts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf.any_pb2 import Any
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from lienthong import Refused, connect, field_of, reason_of, refused, status_of
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest
from lienthong.insurance.v1.card_service_pb2_grpc import CardServiceStub
from lienthong.insurance.v1.registry_service_pb2 import GetParticipantRequest

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from clients.conftest import Listener
    from conftest import House

NOBODYS_CARD = GetCardRequest(card_number="TE1010000000000")


def _status(*details: Message) -> grpc.Status:
    status = status_pb2.Status(code=9, message="The dossier has ended.")
    for detail in details:
        packed = Any()
        packed.Pack(detail)
        status.details.append(packed)
    return rpc_status.to_status(status)


INFO = error_details_pb2.ErrorInfo(reason="DOSSIER_ENDED", domain="lienthong", metadata={"state": "CARD_ISSUED"})
IN_VIETNAMESE = error_details_pb2.LocalizedMessage(locale="vi-VN", message="Hồ sơ đã kết thúc.")
FIELDS = error_details_pb2.BadRequest(
    field_violations=[
        error_details_pb2.BadRequest.FieldViolation(field="name", description="ended"),
        error_details_pb2.BadRequest.FieldViolation(field="etag", description="stale"),
    ]
)


async def test_a_refusal_has_all_its_parts(listener: Listener) -> None:
    listener.refusal = _status(FIELDS, INFO, IN_VIETNAMESE)
    async with connect(listener.address) as client:
        with pytest.raises(Refused) as no, refused():
            await client.cards.GetCard(NOBODYS_CARD)
    expected = Refused(
        code=grpc.StatusCode.FAILED_PRECONDITION,
        reason="DOSSIER_ENDED",
        field="name",
        message="The dossier has ended.",
        message_vi="Hồ sơ đã kết thúc.",
        metadata={"state": "CARD_ISSUED"},
    )
    assert vars(no.value) == vars(expected)
    assert str(no.value) == "DOSSIER_ENDED: The dossier has ended."
    assert isinstance(no.value.__cause__, grpc.RpcError)


async def test_a_refusal_may_lack_a_field_and_a_sentence_in_vietnamese(listener: Listener) -> None:
    listener.refusal = _status(INFO)
    async with connect(listener.address) as client:
        with pytest.raises(Refused) as no, refused():
            await client.cards.GetCard(NOBODYS_CARD)
    assert (no.value.field, no.value.message_vi) == ("", "")


async def test_an_error_without_a_reason_is_no_refusal(listener: Listener) -> None:
    listener.refusal = _status(IN_VIETNAMESE)
    async with connect(listener.address) as client:
        with pytest.raises(grpc.RpcError) as error, refused():
            await client.cards.GetCard(NOBODYS_CARD)
    assert (reason_of(error.value), field_of(error.value)) == ("", "")


async def test_an_agency_that_is_down_is_no_refusal() -> None:
    async with connect("localhost:1") as client:
        with pytest.raises(grpc.RpcError) as error, refused():
            await client.cards.GetCard(NOBODYS_CARD, timeout=5)
    assert (status_of(error.value), reason_of(error.value)) == (None, "")


@pytest.mark.asyncio(loop_scope="session")
async def test_a_stub_without_asyncio_tells_the_reason_too(house: House) -> None:
    def ask() -> grpc.RpcError:
        with grpc.insecure_channel(house.addresses["insurance"]) as channel, pytest.raises(grpc.RpcError) as no:
            CardServiceStub(channel).GetCard(NOBODYS_CARD)
        return no.value

    assert reason_of(await asyncio.to_thread(ask)) == "CARD_NOT_FOUND"


@pytest.mark.asyncio(loop_scope="session")
async def test_a_field_that_breaks_its_shape_rule_is_named(house: House) -> None:
    async with house.client() as client:
        with pytest.raises(Refused) as no, refused():
            await client.registry.GetParticipant(GetParticipantRequest())
    assert (no.value.code, no.value.reason, no.value.field) == (
        grpc.StatusCode.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        "identity_number",
    )
    assert no.value.message_vi.startswith("Yêu cầu không đúng định dạng")
