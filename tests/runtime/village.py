"""A small agency's people, as a generator gives them. Here too a child process can import them from."""

import json
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.rows import Rows

TABLES = """
CREATE TABLE villager (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE INDEX villager_by_name ON villager (name);
"""
AT_ONCE = 1_000
SMALL_DISK = 64 << 10
SEED_OF_A_SMALL_DISK = 64
"""For recipes that travel: what stands in the place of a team's own people is refused there."""

REGISTER = Agency(name="register", schema=TABLES, services=[], rows="tests.runtime.village:rows")


def village(people: int, log: Path, then: str = "") -> Nation:
    """People whose generator notes in a file that it began, and meets with something half-way."""
    return Nation(people=people, own_people=json.dumps({"log": str(log), "then": then}))


def rows(nation: Nation) -> Iterator[Rows]:
    wish = json.loads(nation.own_people or "{}")
    if wish:
        with Path(wish["log"]).open("a") as log:
            log.write(f"{os.getpid()}\n")
    for first in range(0, nation.people, AT_ONCE):
        last = min(first + AT_ONCE, nation.people)
        numbers = range(first, last)
        names = map("Nguyễn Văn {}".format, numbers)
        yield Rows("villager", ("number", "name"), zip(numbers, names, strict=True), last)
        FATES["small disk" if nation.seed == SEED_OF_A_SMALL_DISK else wish.get("then", "")]()


def _crash() -> None:
    raise LookupError("nobody knows who comes next")


def _meet_a_small_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_DISK, SMALL_DISK))


FATES: dict[str, Callable[[], None]] = {
    "": lambda: None,
    "slow": lambda: time.sleep(0.1),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "crash": _crash,
    "small disk": _meet_a_small_disk,
}
