"""One connection reaches every agency, at one address or at several."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_type

import pytest

from lienthong import connect
from lienthong.channels import AGENCIES
from lienthong.contract import descriptor_set, message_class
from lienthong.control.v1.case_service_pb2 import WatchCasesRequest
from lienthong.insurance.v1.card_pb2 import Card
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest
from lienthong.insurance.v1.submission_service_pb2 import SubmitFileRequest
from lienthong.population.v1.citizen_service_pb2 import VerifyCitizensRequest
from lienthong.services import Service, Services

if TYPE_CHECKING:
    from google.protobuf.descriptor_pb2 import MethodDescriptorProto, ServiceDescriptorProto

    from clients.conftest import Listener
    from lienthong.client import Client

PAGE = Path(__file__).parents[2] / "clients" / "python" / "README.md"
BETWEEN_AGENCIES = {"lienthong.control.v1.NodeService"}
"""Services that no client asks."""
OFFERED: Mapping[str, Service[Any, Any]] = {
    attribute: value for attribute, value in vars(Services).items() if isinstance(value, Service)
}


def _services() -> Iterator[tuple[str, str, ServiceDescriptorProto]]:
    """Every service of the contract that a client may ask: its name and who answers it."""
    for file in descriptor_set().file:
        for service in file.service:
            name = f"{file.package}.{service.name}"
            if name not in BETWEEN_AGENCIES:
                yield (
                    name,
                    file.package.split(".")[1] if file.package.startswith("lienthong.") else "insurance",
                    service,
                )


def _calls(*agencies: str) -> list[str]:
    return sorted(
        f"/{name}/{method.name}"
        for name, agency, service in _services()
        for method in service.method
        if agency in agencies
    )


async def _ask_everything(client: Client) -> None:
    """Each call of each service, through the attribute that is offered for it."""
    services = {name: service for name, _, service in _services()}
    for attribute, offered in OFFERED.items():
        for method in services[f"{offered.package}.{offered.name}"].method:
            await _ask(getattr(getattr(client, attribute), method.name), method)


async def _ask(call: Any, method: MethodDescriptorProto) -> None:
    request = message_class(method.input_type.lstrip("."))()
    answer = call(iter([request]) if method.client_streaming else request)
    if not method.server_streaming:
        await answer
        return
    async for _ in answer:
        pass


async def test_one_address_reaches_every_call_but_those_between_agencies(listener: Listener) -> None:
    async with connect(listener.address) as client:
        await _ask_everything(client)
    assert sorted(method for method, _ in listener.heard) == _calls(*AGENCIES)


async def test_an_agency_that_is_named_has_its_own_address(
    listen: Callable[[], AbstractAsyncContextManager[Listener]],
) -> None:
    async with listen() as rest, listen() as insurance, connect(rest.address, insurance=insurance.address) as client:
        await _ask_everything(client)
    assert sorted(method for method, _ in insurance.heard) == _calls("insurance")
    assert sorted(method for method, _ in rest.heard) == _calls(*set(AGENCIES) - {"insurance"})


def test_each_attribute_has_the_type_of_its_service() -> None:
    for attribute, offered in OFFERED.items():
        names = {offered.name, offered.agency.title() + offered.name}
        types = {f"Service[{name}Stub, {name}AsyncStub]" for name in names}
        assert Services.__annotations__[attribute] in (types if attribute != "operations" else {"Service[Any, Any]"})


async def test_the_answer_of_each_call_has_its_type(listener: Listener) -> None:
    async with connect(listener.address) as client:
        card = await client.cards.GetCard(GetCardRequest())
    assert_type(card, Card)
    assert card == Card()


async def test_a_stub_is_made_once(listener: Listener) -> None:
    async with connect(listener.address) as client:
        assert client.cards is client.cards


def test_a_service_that_nobody_asks_is_not_imported() -> None:
    program = "import sys, lienthong; print(*(name for name in sys.modules if '_service_pb2' in name))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout
    assert found.split() == []


def test_the_page_of_the_client_names_every_service_that_it_offers() -> None:
    rows = re.findall(r"^\| (`.*?`) \| ", PAGE.read_text("utf-8"), re.MULTILINE)
    assert OFFERED.keys() <= set(re.findall(r"`(\w+)`", " ".join(rows)))


async def test_an_agency_that_nobody_knows_is_named() -> None:
    with pytest.raises(ValueError, match="there is no agency treasury; there are population, justice, "):
        async with connect(treasury="localhost:1"):
            pass


async def test_world_and_caller_travel_with_a_question(listener: Listener) -> None:
    async with connect(listener.address, world="lan", caller="facilities/01019") as client:
        await client.cards.GetCard(GetCardRequest())
    [(_, metadata)] = listener.heard
    assert (metadata["lienthong-world"], metadata["lienthong-caller"]) == (["lan"], ["facilities/01019"])


async def test_world_and_caller_travel_with_a_stream(listener: Listener) -> None:
    async with connect(listener.address, world="lan", caller="facilities/01019") as client:
        async for _ in client.cases.WatchCases(WatchCasesRequest()):
            pass
    [(_, metadata)] = listener.heard
    assert (metadata["lienthong-world"], metadata["lienthong-caller"]) == (["lan"], ["facilities/01019"])


async def test_world_and_caller_travel_with_streams_both_ways(listener: Listener) -> None:
    async with connect(listener.address, world="lan", caller="facilities/01019") as client:
        async for _ in client.citizens.VerifyCitizens(iter([VerifyCitizensRequest()])):
            pass
    [(_, metadata)] = listener.heard
    assert (metadata["lienthong-world"], metadata["lienthong-caller"]) == (["lan"], ["facilities/01019"])


async def test_what_a_call_says_itself_stands(listener: Listener) -> None:
    async with connect(listener.address, world="lan", caller="facilities/01019") as client:
        given = (("lienthong-world", "hung"), ("x-note", "one"), ("x-note", "two"))
        await client.cards.GetCard(GetCardRequest(), metadata=given)
    [(_, metadata)] = listener.heard
    assert metadata["lienthong-world"] == ["hung"]
    assert metadata["lienthong-caller"] == ["facilities/01019"]
    assert metadata["x-note"] == ["one", "two"]


async def test_nothing_travels_that_nobody_gave(listener: Listener) -> None:
    async with connect(listener.address) as client:
        await client.cards.GetCard(GetCardRequest())
    [(_, metadata)] = listener.heard
    assert not [key for key in metadata if key.startswith("lienthong-")]


async def test_world_and_caller_travel_with_what_is_sent_part_by_part(listener: Listener) -> None:
    async with connect(listener.address, world="lan", caller="facilities/01019") as client:
        await client.submissions.SubmitFile(iter([SubmitFileRequest(), SubmitFileRequest()]))
    [(_, metadata)] = listener.heard
    assert (metadata["lienthong-world"], metadata["lienthong-caller"]) == (["lan"], ["facilities/01019"])


def test_the_contract_has_no_kind_of_call_but_those_that_are_made_here() -> None:
    methods = [method for file in descriptor_set().file for service in file.service for method in service.method]
    kinds = {(method.client_streaming, method.server_streaming) for method in methods}
    assert kinds == {(False, False), (False, True), (True, False), (True, True)}
