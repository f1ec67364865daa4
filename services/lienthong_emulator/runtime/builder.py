"""Builds in a process of its own, on a core of its own."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence

from lienthong_emulator.runtime.load import Tell
from lienthong_emulator.runtime.refusals import DatabaseUnavailable, WorldBuildFailed

PYTHON = (sys.executable, "-P", "-m")  # -P: what lies in the folder is not ours


async def built_by_child(module: str, *words: str, asked: str, tell: Tell) -> None:
    """Have a module build what is asked on its standard input. It ends when nobody listens to it any more.

    Refused with `DatabaseUnavailable` where it tells of a problem or is killed, with `WorldBuildFailed` where it fails
    otherwise: what it says of that on standard error goes to ours.
    """
    child = await asyncio.create_subprocess_exec(
        *_command(module, words), stdin=PIPE, stdout=PIPE, start_new_session=True
    )  # in a session of its own a Ctrl-C reaches us alone, and we end it
    try:
        said = await _heard(child, asked, tell)
        code = await child.wait()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    ended = f"the process that built it ended with {code}"
    if "problem" in said or code < 0:
        raise DatabaseUnavailable(problem=said.get("problem", ended))
    if code != 0:
        raise WorldBuildFailed(problem=said.get("bug", ended))


def _command(module: str, words: Sequence[str]) -> Sequence[str]:
    return (*PYTHON, module, *words)


async def _heard(child: asyncio.subprocess.Process, asked: str, tell: Tell) -> dict[str, str]:
    """Tell how far it comes; return what else it says: its problem, or its bug."""
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(asked.encode())
    child.stdin.close()
    other: dict[str, str] = {}
    async for line in child.stdout:
        said = json.loads(line)
        if people := said.pop("people", 0):
            tell(people)
        other |= said
    return other
