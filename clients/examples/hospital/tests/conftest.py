"""The reception of a hospital, in a world of each test's own, on both ways to Vietnam Social Security."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx
import pytest
from hospital.app import Reception, app_of
from hospital.book import Book
from hospital.cards import CardDesk, GatewayDesk, GrpcDesk

from lienthong.gateway import Gateway, Officer
from lienthong_emulator.testing import World

FACILITY = "01999"
OFFICER = Officer("Nguyễn Thị Tiếp Đón", "901190999901")


@pytest.fixture
async def grpc_desk(lienthong_world: World) -> AsyncGenerator[CardDesk]:
    async with lienthong_world.connect(caller=f"facilities/{FACILITY}", retry=True) as client:
        yield GrpcDesk(client)


@pytest.fixture
async def gateway_desk(lienthong_world: World) -> AsyncGenerator[CardDesk]:
    if not lienthong_world.http:
        pytest.skip("the agencies that LIENTHONG_TARGET names have no HTTP doors that we know of")
    account, password = f"{FACILITY}_BV", f"lienthong-{FACILITY}"
    async with Gateway(lienthong_world.http, username=account, password=password, officer=OFFICER) as gateway:
        yield GatewayDesk(gateway)


@pytest.fixture(params=["grpc", "gateway"])
def desk(request: pytest.FixtureRequest) -> CardDesk:
    return request.getfixturevalue(f"{request.param}_desk")


@pytest.fixture
async def hospital(desk: CardDesk, tmp_path: Path) -> AsyncGenerator[httpx.AsyncClient]:
    """The service as others ask it."""
    async with _open(desk, tmp_path) as client:
        yield client


@pytest.fixture
async def grpc_hospital(grpc_desk: CardDesk, tmp_path: Path) -> AsyncGenerator[httpx.AsyncClient]:
    """One that asks over gRPC, and so asks again by itself."""
    async with _open(grpc_desk, tmp_path) as client:
        yield client


@asynccontextmanager
async def _open(desk: CardDesk, folder: Path) -> AsyncGenerator[httpx.AsyncClient]:
    with closing(Book(folder / "arrivals.sqlite3")) as book:
        transport = httpx.ASGITransport(app_of(Reception(desk, book)))
        async with httpx.AsyncClient(transport=transport, base_url="http://hospital") as client:
            yield client
