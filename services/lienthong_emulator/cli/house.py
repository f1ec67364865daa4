"""The emulator inside this process, with its troubles told in a line."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import astuple
from typing import TYPE_CHECKING

from lienthong_emulator.cli.building import Building
from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.cli.options import Serve
from lienthong_emulator.cli.recipes import recipe_typed
from lienthong_emulator.cli.target import parse_address, parse_named_addresses
from lienthong_emulator.emulator import Emulator, emulate
from lienthong_emulator.runtime.files import UnusableDatabaseFile
from lienthong_emulator.runtime.recipe import recipe_starting
from lienthong_emulator.runtime.refusals import DatabaseUnavailable, Refusal
from lienthong_emulator.runtime.server import AddressTaken
from lienthong_emulator.runtime.shelf import ShelfInUse, SilentShelf, UnusableShelf
from lienthong_emulator.setup import (
    AGENCIES,
    EDGE,
    Setup,
    UnknownAgency,
    UnknownDatabase,
    UnsafeAddress,
    default_folder,
)

if TYPE_CHECKING:
    from lienthong_emulator.cli.options import Play

TICKING = 1.0
USUAL_HTTP = "127.0.0.1:8080"
ANY_HTTP = "127.0.0.1:0"
_ELSEWHERE = ": it is taken, or not this machine's. Say --listen or --http to choose another; port 0 takes a free one."
_ANOTHER_RECIPE = (
    " To go on with it, leave out --people, --seed, --date and what else says how a world is made. To have another"
    " beside it, say --memory or another --data. --fresh starts anew: it deletes ALL worlds that are kept there."
)


def setup_of(options: Play) -> Setup:
    if options.memory and options.data:
        raise Stopped(Ending.USAGE, "--memory keeps nothing and --data says where to keep it: choose one")
    if options.database and (options.memory or options.data):
        raise Stopped(Ending.USAGE, "--database keeps the worlds: leave --memory and --data away")
    named = options.agencies if isinstance(options, Serve) else (*AGENCIES, EDGE)
    if options.http and EDGE not in named:
        raise Stopped(Ending.USAGE, f"--http says where the HTTP doors stand: add '{EDGE}' to what is served")
    return Setup(
        agencies=[name for name in named if name != EDGE],
        listen=parse_address(options.listen, "--listen"),
        separate_ports=options.separate_ports,
        peers=parse_named_addresses(options.peer, "--peer") if isinstance(options, Serve) else {},
        folder=None if options.memory or options.database else options.data or default_folder(),
        database=options.database or None,
        durable=options.durable,
        recipe=recipe_typed(options, options.usual_people),
        usual=recipe_starting(people=options.usual_people),
        clock_rate=0.0 if options.freeze else TICKING,
        http=_http(options) if EDGE in named else None,
        insecure_bind=options.insecure_bind,
    )


def _http(options: Play) -> str:
    """Where the HTTP doors stand. Who wants any port for the agencies wants any for the doors."""
    if options.http:
        return parse_address(options.http, "--http")
    return ANY_HTTP if options.listen.endswith(":0") else USUAL_HTTP


def kept_in(setup: Setup) -> str:
    """Where the worlds stay, in words; empty where they end with the run."""
    if setup.database is None:
        return str(setup.folder or "")
    from lienthong_emulator.runtime.postgres_hold import place_of

    return place_of(setup.database)


def addresses_of(emulator: Emulator) -> dict[str, str]:
    """Where everything stands that is played here, the HTTP doors last."""
    return {**emulator.addresses, **({EDGE: emulator.http} if emulator.http else {})}


@asynccontextmanager
async def emulator_of(setup: Setup) -> AsyncGenerator[Emulator]:
    """Play until the block ends. What keeps it from starting ends the command."""
    async with AsyncExitStack() as stack:
        with explained(), Building(copied_next_time=setup.database is None) as building:
            emulator = await stack.enter_async_context(emulate(setup, lambda news: building.tell(*astuple(news))))
        yield emulator


@contextmanager
def explained() -> Generator[None]:
    """What keeps worlds from being played ends the command, in a line."""
    try:
        yield
    except (UnsafeAddress, UnknownAgency, UnknownDatabase) as error:
        raise Stopped(Ending.USAGE, str(error)) from error
    except AddressTaken as error:
        where, _, _ = str(error).partition(": ")  # what follows is the library's own advice
        raise Stopped(Ending.UNAVAILABLE, where + _ELSEWHERE) from error
    except SilentShelf as error:
        raise Stopped(Ending.UNAVAILABLE, str(error)) from error
    except (UnusableDatabaseFile, DatabaseUnavailable, ShelfInUse, UnusableShelf) as error:
        raise Stopped(Ending.UNUSABLE_FILE, str(error)) from error
    except Refusal as error:
        hint = _ANOTHER_RECIPE if error.reason == "WORLD_ALREADY_EXISTS" else ""
        raise Stopped(Ending.REFUSED, f"{error.reason}: {error}{hint}", error) from error
    except OSError as error:
        raise Stopped(Ending.UNUSABLE_FILE, f"cannot use {error.filename}: {error.strerror}") from error
