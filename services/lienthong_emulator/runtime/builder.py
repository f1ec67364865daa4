"""Builds in a process of its own, on a core of its own."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence

from lienthong_emulator.runtime.load import Tell
from lienthong_emulator.runtime.refusals import DatabaseUnavailable

PYTHON = (sys.executable, "-P", "-m")  # -P: what lies in the folder is not ours


async def built_by_child(module: str, *words: str, asked: str, tell: Tell) -> None:
    """Have a module build what is asked on its standard input. It ends when nobody listens to it any more.

    Refused with `DatabaseUnavailable` where it tells of a problem.
    """
    child = await asyncio.create_subprocess_exec(
        *_command(module, words), stdin=PIPE, stdout=PIPE, start_new_session=True
    )  # in a session of its own a Ctrl-C reaches us alone, and we end it
    try:
        problem = await _heard(child, asked, tell)
        code = await child.wait()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if code != 0:
        raise DatabaseUnavailable(problem=problem or f"the process that built it ended with {code}")


def _command(module: str, words: Sequence[str]) -> Sequence[str]:
    return (*PYTHON, module, *words)


async def _heard(child: asyncio.subprocess.Process, asked: str, tell: Tell) -> str:
    """Tell how far it comes; return its problem, where it has one."""
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(asked.encode())
    child.stdin.close()
    problem = ""
    async for line in child.stdout:
        said = json.loads(line)
        problem = said.get("problem", problem)
        if people := said.get("people"):
            tell(people)
    return problem
