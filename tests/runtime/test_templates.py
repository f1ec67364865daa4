"""Templates are built once, aside, and by nobody else's leave."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.runtime.village import REGISTER, village

from lienthong_emulator.runtime.files import check_file, digest_of
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.refusals import DatabaseUnavailable, Refusal, WorldBuildFailed
from lienthong_emulator.runtime.templates import MOST_KEPT, Templates, digest_of_sources, key_of

HOME = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _children_find_the_village(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HOME))


def heard_nothing(_people: int) -> None:
    """Who is not told."""


def villagers(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute("SELECT COUNT(*) FROM villager").fetchone()[0]


def builders(log: Path) -> list[int]:
    """The processes that began to build."""
    return [int(line) for line in log.read_text().splitlines()] if log.exists() else []


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


async def test_a_nation_is_built_by_a_child_that_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[int] = []
    nation = village(2_500, tmp_path / "log")
    await Templates(tmp_path / "kept").copy(REGISTER, nation, tmp_path / "tet" / "register", told.append)

    assert told == [1_000, 2_000, 2_500]
    assert kept(tmp_path / "tet") == ["register"]
    assert villagers(tmp_path / "tet" / "register") == 2_500
    assert os.getpid() not in builders(tmp_path / "log")
    check_file(tmp_path / "tet" / "register", digest_of(REGISTER, nation))


async def test_personas_alone_are_built_here(tmp_path: Path) -> None:
    await Templates(tmp_path / "kept").copy(
        REGISTER, village(0, tmp_path / "log"), tmp_path / "register", heard_nothing
    )

    assert builders(tmp_path / "log") == [os.getpid()]


async def test_two_worlds_of_one_nation_share_a_build(tmp_path: Path) -> None:
    templates, nation = Templates(tmp_path / "kept"), village(3_000, tmp_path / "log", "slow")
    told: list[int] = []
    await asyncio.gather(
        templates.copy(REGISTER, nation, tmp_path / "spring", told.append),
        templates.copy(REGISTER, nation, tmp_path / "autumn", told.append),
    )
    await templates.copy(REGISTER, nation, tmp_path / "winter", told.append)

    assert len(builders(tmp_path / "log")) == 1
    assert told == [1_000, 1_000, 2_000, 2_000, 3_000, 3_000]
    assert [villagers(tmp_path / name) for name in ("spring", "autumn", "winter")] == [3_000] * 3


async def test_who_hangs_up_does_not_stop_a_build(tmp_path: Path) -> None:
    templates, nation = Templates(tmp_path / "kept"), village(3_000, tmp_path / "log", "slow")
    begun = asyncio.Event()
    impatient = asyncio.create_task(templates.copy(REGISTER, nation, tmp_path / "spring", lambda _people: begun.set()))
    await begun.wait()
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient

    await templates.copy(REGISTER, nation, tmp_path / "autumn", heard_nothing)

    assert len(builders(tmp_path / "log")) == 1
    assert (villagers(tmp_path / "autumn"), (tmp_path / "spring").exists()) == (3_000, False)


async def test_two_processes_that_build_the_same_do_not_disturb_each_other(tmp_path: Path) -> None:
    nation = village(2_000, tmp_path / "log", "slow")
    both = [Templates(tmp_path / "kept"), Templates(tmp_path / "kept")]
    await asyncio.gather(
        *(one.copy(REGISTER, nation, tmp_path / f"{place}", heard_nothing) for place, one in enumerate(both))
    )

    assert len(builders(tmp_path / "log")) == 2
    assert kept(tmp_path / "kept") == [f"register-{key_of(REGISTER, nation)}.sqlite3"]
    assert [villagers(tmp_path / "0"), villagers(tmp_path / "1")] == [2_000, 2_000]


@pytest.mark.parametrize(
    ("fate", "refusal", "problem"),
    [
        pytest.param("killed", DatabaseUnavailable, "the process that built it ended with -9", id="killed"),
        pytest.param("crash", WorldBuildFailed, "LookupError: nobody knows who comes next", id="a bug"),
        pytest.param("small disk", DatabaseUnavailable, "disk", id="a full disk"),
    ],
)
async def test_a_build_that_breaks_off_leaves_nothing_and_may_be_tried_again(
    tmp_path: Path, fate: str, refusal: type[Refusal], problem: str
) -> None:
    templates = Templates(tmp_path / "kept")
    with pytest.raises(refusal, match=problem):
        await templates.copy(REGISTER, village(90_000, tmp_path / "log", fate), tmp_path / "register", heard_nothing)

    assert (kept(tmp_path / "kept"), (tmp_path / "register").exists()) == ([], False)
    await templates.copy(REGISTER, village(1_000, tmp_path / "log"), tmp_path / "register", heard_nothing)
    assert villagers(tmp_path / "register") == 1_000


async def test_what_is_being_built_ends_with_its_owner(tmp_path: Path) -> None:
    templates, nation = Templates(tmp_path / "kept"), village(90_000, tmp_path / "log", "slow")
    begun = asyncio.Event()
    waiting = asyncio.create_task(templates.copy(REGISTER, nation, tmp_path / "spring", lambda _people: begun.set()))
    await begun.wait()

    await templates.close()

    with pytest.raises(asyncio.CancelledError):
        await waiting
    [child] = builders(tmp_path / "log")
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert kept(tmp_path / "kept") == []


def test_an_edited_generator_is_another_generator(tmp_path: Path) -> None:
    (tmp_path / "people").mkdir()
    source = tmp_path / "people" / "names.py"
    source.write_text("FAMILY = 'Nguyễn'")
    before = digest_of_sources([tmp_path])
    (tmp_path / "people" / "names.pyc").write_bytes(b"compiled")
    assert digest_of_sources([tmp_path]) == before

    source.write_text("FAMILY = 'Trần'")

    assert digest_of_sources([tmp_path]) != before


def test_a_template_is_of_tables_and_a_nation() -> None:
    key = key_of(REGISTER, Nation())

    assert key_of(REGISTER, Nation(people=1)) != key
    assert key_of(replace(REGISTER, schema=""), Nation()) != key
    assert key_of(replace(REGISTER, rows=""), Nation()) != key
    assert key_of(replace(REGISTER, rows="lienthong_emulator.population.rows:rows"), Nation()) != key


def test_what_was_used_longest_ago_makes_room(tmp_path: Path) -> None:
    for age in range(MOST_KEPT + 3):
        _used(tmp_path / f"register-{age:02}.sqlite3", hours=age)
    left_by_a_kill = tmp_path / "building-x"
    left_by_a_kill.mkdir()
    _used(left_by_a_kill / "register", hours=2)
    os.utime(left_by_a_kill, (0, 0))
    (tmp_path / "building-y").mkdir()

    Templates(tmp_path).make_room()

    names = [f"register-{age:02}.sqlite3" for age in range(MOST_KEPT)]
    assert kept(tmp_path) == ["building-y", *names]


async def test_what_a_build_left_behind_that_was_killed_makes_room_at_once(tmp_path: Path) -> None:
    nation = village(90_000, tmp_path / "log", "slow")
    owner = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", BUILDS, tmp_path / "kept", nation.own_people), stdout=asyncio.subprocess.PIPE
    )
    assert owner.stdout is not None
    await owner.stdout.readline()  # it is under way
    (under_way,) = kept(tmp_path / "kept")
    Templates(tmp_path / "kept").make_room()
    assert kept(tmp_path / "kept") == [under_way]

    owner.kill()
    await owner.wait()
    Templates(tmp_path / "kept").make_room()

    assert kept(tmp_path / "kept") == []


BUILDS = """
import asyncio, sys
from pathlib import Path
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.templates import Templates
from tests.runtime.village import REGISTER

kept = Path(sys.argv[1])
nation = Nation(people=90_000, own_people=sys.argv[2])
asyncio.run(Templates(kept).copy(REGISTER, nation, kept / "register", lambda people: print(people, flush=True)))
"""


def test_what_was_used_just_now_is_spared(tmp_path: Path) -> None:
    for place in range(MOST_KEPT + 3):
        (tmp_path / f"register-{place:02}.sqlite3").touch()

    Templates(tmp_path).make_room()

    assert len(kept(tmp_path)) == MOST_KEPT + 3


def _used(path: Path, hours: int) -> None:
    path.touch()
    moment = (datetime.now(UTC) - timedelta(hours=hours)).timestamp()
    os.utime(path, (moment, moment))
