"""Where a command finds the agencies."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lienthong_emulator.cli.endings import Ending, Stopped

if TYPE_CHECKING:
    from grpc.aio import AioRpcError

    from lienthong import Client, Refused

USUAL_ADDRESS = "127.0.0.1:50051"
CALLER = "testers/lienthong"
WORLD_NAME = re.compile("[a-z0-9-]{1,63}")


@dataclass(frozen=True, slots=True)
class Target:
    """One address for every agency that has none of its own in `named`."""

    address: str = USUAL_ADDRESS
    named: Mapping[str, str] = field(default_factory=dict[str, str])

    def __str__(self) -> str:
        return ", ".join(self.addresses)

    @property
    def addresses(self) -> Sequence[str]:
        return list(dict.fromkeys([self.address, *self.named.values()]))


def parse_target(text: str, option: str = "--target") -> Target:
    """`HOST:PORT`, or `NAME=HOST:PORT` of each agency, with commas between."""
    parts = [part.strip() for part in text.split(",")]
    named = parse_named_addresses((part for part in parts if "=" in part), option)
    plain = [parse_address(part, option) for part in parts if "=" not in part]
    if len(plain) > 1:
        raise Stopped(Ending.USAGE, f"{option} must name the agency of each address, as in justice={plain[0]}")
    return Target((plain or list(named.values()))[0], named)


def parse_named_addresses(pairs: Iterable[str], option: str) -> dict[str, str]:
    """Addresses by agency, out of `NAME=HOST:PORT`."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, address = pair.partition("=")
        if not (name and equals):
            raise Stopped(Ending.USAGE, f"{option} must be NAME=HOST:PORT, not {pair!r}")
        found[name] = parse_address(address, option)
    return found


def parse_address(text: str, option: str) -> str:
    host, _, port = text.rpartition(":")
    if not (host and port.isascii() and port.isdecimal() and int(port) <= 65535):
        raise Stopped(Ending.USAGE, f"{option} must be HOST:PORT, not {text!r}")
    return text


@asynccontextmanager
async def client_of(target: Target, world: str, caller: str = CALLER) -> AsyncGenerator[Client]:
    """A client; a refusal that nobody catches, or silence, ends the command."""
    import grpc

    from lienthong import Refused, connect, refused

    check_names(target, world)
    try:
        async with connect(target.address, world=world, caller=caller, retry=False, **target.named) as client:
            with refused():
                yield client
    except Refused as no:
        raise stopped_by(no) from no
    except grpc.aio.AioRpcError as error:
        if (text := _silence(error, target)) is None:
            raise
        raise Stopped(Ending.UNAVAILABLE, text) from error


def stopped_by(no: Refused) -> Stopped:
    unavailable = no.code.name == "UNAVAILABLE"
    return Stopped(Ending.UNAVAILABLE if unavailable else Ending.REFUSED, f"{no}\n  {no.message_vi}", no)


def check_names(target: Target, world: str) -> None:
    """Raise `Stopped` where there is no such agency, or the world has no name of a world."""
    from lienthong.channels import AGENCIES

    if world and not WORLD_NAME.fullmatch(world):
        raise Stopped(Ending.USAGE, f"--world must be of small letters, digits and hyphens, not {world!r}")
    for name in target.named:
        if name not in AGENCIES:
            raise Stopped(Ending.USAGE, f"--target: there is no agency {name}; there are {', '.join(AGENCIES)}")


def _silence(error: AioRpcError, target: Target) -> str | None:
    """Why nobody answered; None where somebody did, and failed."""
    known = {
        "UNAVAILABLE": f"nothing answers at {target}; start it with 'lienthong up'",
        "DEADLINE_EXCEEDED": f"{target} takes too long to answer",
        "UNIMPLEMENTED": f"{target} does not play the agency that was asked; name its address, as in "
        "--target justice=HOST:PORT,control=HOST:PORT",
    }
    return known.get(error.code().name)
