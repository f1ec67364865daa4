"""One connection, one attribute per service."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from grpc import aio

from lienthong.channels import Labelled, addresses_of, metadata_of, options_of
from lienthong.services import Services


class Client(Services):
    """A stub for every service of the contract, for programs with an event loop."""


@asynccontextmanager
async def connect(
    address: str = "localhost:50051",
    /,
    *,
    world: str = "",
    caller: str = "",
    purpose: str = "",
    legal_basis: str = "",
    retry: bool = False,
    **elsewhere: str,
) -> AsyncGenerator[Client]:
    """Connect to the agencies at one address; where they are split, name each (`insurance="localhost:50054"`).

    `world`, `caller`, `purpose` and `legal_basis` travel with every call, as the metadata `lienthong-world` and so on.
    With `retry`, questions to an agency that is not available are asked again, after as long as it says.
    """
    addresses = addresses_of(address, elsewhere)
    metadata, options = metadata_of(world, caller, purpose, legal_basis), options_of(retry)
    async with AsyncExitStack() as stack:
        channels = {
            target: Labelled(await stack.enter_async_context(aio.insecure_channel(target, options=options)), metadata)
            for target in set(addresses.values())
        }
        for channel in channels.values():
            stack.callback(channel.end)
        yield Client({agency: channels[target] for agency, target in addresses.items()})
