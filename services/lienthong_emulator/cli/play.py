"""`up` and `serve`: play agencies until somebody ends it."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.files import write_whole
from lienthong_emulator.cli.fresh import remove_worlds
from lienthong_emulator.cli.house import emulator_of, setup_of
from lienthong_emulator.cli.terminal import as_json, note, print_json
from lienthong_emulator.cli.welcome import LAST_MODELLED_DAY, NOT_MODELLED, House, welcome
from lienthong_emulator.runtime.clock import wall_clock
from lienthong_emulator.runtime.context import DEFAULT_WORLD
from lienthong_emulator.setup import CONTROL, Setup

if TYPE_CHECKING:
    from lienthong_emulator.cli.options import Play
    from lienthong_emulator.emulator import Emulator

ENDED_BY = (signal.SIGINT, signal.SIGTERM)


def play(options: Play) -> NoReturn:
    """Play what the options say; Ctrl-C and SIGTERM end it with 0."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    finish(lambda: run(_play(options)))


async def _play(options: Play) -> Ending:
    setup = setup_of(options)
    if setup.recipe.start > LAST_MODELLED_DAY:
        note(NOT_MODELLED)
    if options.fresh and setup.folder is not None:
        remove_worlds(setup.folder, setup.agencies)
    if options.ports_file is not None:
        options.ports_file.unlink(missing_ok=True)  # whoever waits for it must not find an old one
    async with _told_to_end() as told, emulator_of(setup) as emulator:
        _keep_what_is_loaded()
        await _announce(options, setup, emulator)
        await told.wait()
    if not options.json:
        print("Ended." if setup.folder is None else f"Ended. The worlds stay in {setup.folder}", flush=True)
    return Ending.DONE


def _keep_what_is_loaded() -> None:
    """Spare the collector what lives as long as the process."""
    gc.freeze()
    gc.enable()


async def _announce(options: Play, setup: Setup, emulator: Emulator) -> None:
    house = House(emulator=emulator, peers=setup.peers, now=await _now(emulator), folder=setup.folder)
    if options.ports_file is not None:
        write_whole(options.ports_file, as_json(dict(emulator.addresses)).encode())
    if options.json:
        print_json(house.to_json(), flush=True)
    else:
        print(welcome(house), flush=True)


async def _now(emulator: Emulator) -> datetime | None:
    if CONTROL not in emulator.addresses:
        return None
    return (await emulator.node.worlds.world(DEFAULT_WORLD)).clock.at(wall_clock())


@asynccontextmanager
async def _told_to_end() -> AsyncGenerator[asyncio.Event]:
    """Set by the first Ctrl-C or SIGTERM; the second breaks off."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    if sys.platform == "win32":  # its loops take no signal handlers
        signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(told.set))
    else:
        for number in ENDED_BY:
            loop.add_signal_handler(number, _tell_once, told, loop)
    yield told


def _tell_once(told: asyncio.Event, loop: asyncio.AbstractEventLoop) -> None:
    told.set()
    for number in ENDED_BY:
        loop.remove_signal_handler(number)
