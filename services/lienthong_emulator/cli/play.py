"""`up` and `serve`: play agencies until somebody ends it. What is not needed before they serve is imported after."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.files import write_whole
from lienthong_emulator.cli.house import addresses_of, emulator_of, kept_in, setup_of
from lienthong_emulator.cli.recipes import LAST_MODELLED_DAY, NOT_MODELLED
from lienthong_emulator.cli.terminal import as_json, note, print_json
from lienthong_emulator.runtime.clock import wall_clock
from lienthong_emulator.runtime.collector import spare_what_is_loaded
from lienthong_emulator.runtime.context import DEFAULT_WORLD
from lienthong_emulator.setup import CONTROL, Setup

if TYPE_CHECKING:
    from lienthong_emulator.cli.options import Play
    from lienthong_emulator.emulator import Emulator
    from lienthong_emulator.runtime.kit import World

SECONDS_TO_COME_UP = 2.0


def play(options: Play) -> NoReturn:
    """Play what the options say; Ctrl-C and SIGTERM end it with 0."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    finish(lambda: run(_play(options)), json=options.json)


async def _play(options: Play) -> Ending:
    if options.ports_file is not None:
        options.ports_file.unlink(missing_ok=True)  # whoever waits for it must not find an old one
    setup = setup_of(options)
    if setup.recipe is not None and setup.recipe.start > LAST_MODELLED_DAY:
        note(NOT_MODELLED)
    if setup.insecure_bind and setup.exposed:
        note(f"whoever reaches {' or '.join(setup.exposed)} can read and change everything")
    if options.fresh:
        await _start_anew(setup)
    await _until_told(options, setup)
    if not options.json:
        kept = kept_in(setup)
        print(f"Ended. The worlds stay in {kept}" if kept else "Ended.", flush=True)
    return Ending.DONE


async def _start_anew(setup: Setup) -> None:
    from lienthong_emulator.cli.fresh import remove_schemas, remove_worlds

    if setup.database is not None:
        await remove_schemas(setup.database, setup.agencies)
    elif setup.folder is not None:
        remove_worlds(setup.folder, setup.agencies)


async def _until_told(options: Play, setup: Setup) -> None:
    """Play until Ctrl-C, which cancels the task by itself, or SIGTERM; even while the agencies still come up."""
    _let_sigterm_cancel()
    waiting = asyncio.get_running_loop().call_later(SECONDS_TO_COME_UP, _note_wait, setup)
    try:
        async with emulator_of(setup) as emulator:
            waiting.cancel()
            spare_what_is_loaded()
            await _announce(options, setup, emulator)
            await emulator.node.loaded.wait()
            spare_what_is_loaded()
            await asyncio.Event().wait()
    except asyncio.CancelledError:
        return
    finally:
        waiting.cancel()


def _let_sigterm_cancel() -> None:
    task = asyncio.current_task()
    assert task is not None
    if sys.platform != "win32":  # has no SIGTERM to speak of
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _note_wait(setup: Setup) -> None:
    if control := setup.peers.get(CONTROL):
        note(f"waiting for control at {control}, which knows the worlds")


async def _announce(options: Play, setup: Setup, emulator: Emulator) -> None:
    if options.ports_file is not None:
        write_whole(options.ports_file, as_json(addresses_of(emulator)).encode())
    from lienthong_emulator.cli.welcome import House, welcome

    world = await _default_world(emulator)
    house = House(
        emulator=emulator,
        peers=setup.peers,
        now=world.clock.at(wall_clock()) if world else None,
        recipe=world.recipe if world else None,
        kept_in=kept_in(setup),
    )
    if options.json:
        print_json(house.to_json(), flush=True)
    else:
        print(welcome(house), flush=True)


async def _default_world(emulator: Emulator) -> World | None:
    """The world `default`, where control is played here."""
    return await emulator.node.worlds.world(DEFAULT_WORLD) if CONTROL in emulator.addresses else None
