"""One connection for programs that wait for each answer: gRPC's own synchronous channels."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, contextmanager

import grpc

from lienthong.channels import Labelled, addresses_of, metadata_of, options_of
from lienthong.services import Services


class BlockingClient(Services):
    """A stub for every service of the contract, for programs without an event loop."""


@contextmanager
def connect_blocking(
    address: str = "localhost:50051",
    /,
    *,
    world: str = "",
    caller: str = "",
    purpose: str = "",
    legal_basis: str = "",
    retry: bool = False,
    **elsewhere: str,
) -> Generator[BlockingClient]:
    """As `connect`, for code without an event loop."""
    addresses = addresses_of(address, elsewhere)
    metadata, options = metadata_of(world, caller, purpose, legal_basis), options_of(retry)
    with ExitStack() as stack:
        channels = {
            target: Labelled(stack.enter_context(grpc.insecure_channel(target, options=options)), metadata)
            for target in set(addresses.values())
        }
        for channel in channels.values():
            stack.callback(channel.end)
        yield BlockingClient({agency: channels[target] for agency, target in addresses.items()})
