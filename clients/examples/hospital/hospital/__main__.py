"""`python -m hospital`: the reception, until Ctrl-C."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import uvicorn

from hospital.app import Reception, app_of
from hospital.book import Book
from hospital.cards import CardDesk, GatewayDesk, GrpcDesk
from lienthong import connect
from lienthong.gateway import Gateway, Officer


def main() -> None:
    asyncio.run(_serve(_options()))


def _options() -> Namespace:
    parser = ArgumentParser("hospital", description="A hospital's reception.")
    parser.add_argument("--facility", default="01999", help="code of this hospital")
    parser.add_argument("--insurance", default="localhost:50051", help="HOST:PORT of CardService")
    parser.add_argument("--world", default="", help="the emulator's world")
    parser.add_argument("--gateway", help="ask this gateway instead, such as http://localhost:8080")
    parser.add_argument("--password", default="lienthong-01999", help="of the hospital's account at the gateway")
    parser.add_argument(
        "--officer", nargs=2, metavar=("NAME", "NUMBER"), default=["Nguyễn Thị Tiếp Đón", "901190999901"]
    )
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--book", type=Path, default=Path("arrivals.sqlite3"))
    return parser.parse_args()


async def _serve(options: Namespace) -> None:
    async with _desk(options) as desk:
        with closing(Book(options.book)) as book:
            app = app_of(Reception(desk, book))
            await uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=options.port)).serve()


@asynccontextmanager
async def _desk(options: Namespace) -> AsyncGenerator[CardDesk]:
    if options.gateway:
        officer = Officer(*options.officer)
        account = f"{options.facility}_BV"
        async with Gateway(options.gateway, username=account, password=options.password, officer=officer) as gateway:
            yield GatewayDesk(gateway)
    else:
        caller = f"facilities/{options.facility}"
        async with connect(options.insurance, world=options.world, caller=caller, retry=True) as client:
            yield GrpcDesk(client)


if __name__ == "__main__":
    main()
