"""Plays agencies in a process of their own until it is told to stop: `play.py FOLDER LISTEN AGENCY... [PEER=ADDRESS...]`."""

import asyncio
import signal
import sys
from pathlib import Path

from lienthong_emulator.emulator import emulate
from lienthong_emulator.setup import Setup


async def play(folder: str, listen: str, *names: str) -> None:
    peers = dict(name.split("=", 1) for name in names if "=" in name)
    agencies = [name for name in names if "=" not in name]
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with emulate(Setup(agencies=agencies, listen=listen, peers=peers, folder=Path(folder))):
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(play(*sys.argv[1:]))
