"""What calls of one convoy ask alike is asked once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from lienthong_emulator.emulator import emulate
from lienthong_emulator.runtime.company import Company
from lienthong_emulator.setup import Setup


class Scales:
    """Weighs what it is given, all at once."""

    def __init__(self) -> None:
        self.weighed: list[Sequence[str]] = []

    async def weigh(self, items: Sequence[str]) -> Sequence[int]:
        self.weighed.append(items)
        if "too much" in items:
            raise OverflowError
        return [len(item) for item in items]


async def test_those_who_ask_alike_are_answered_at_once() -> None:
    company, scales = Company(), Scales()

    found = await asyncio.gather(*(company.together("scales", item, scales.weigh) for item in ("a", "bb", "ccc")))

    assert (found, scales.weighed) == ([1, 2, 3], [["a", "bb", "ccc"]])


async def test_those_who_ask_otherwise_are_answered_apart() -> None:
    company, scales = Company(), Scales()

    await asyncio.gather(*(company.together(item, item, scales.weigh) for item in ("a", "bb")))

    assert scales.weighed == [["a"], ["bb"]]


async def test_who_asks_again_is_answered_again() -> None:
    company, scales = Company(), Scales()

    assert [await company.together("scales", item, scales.weigh) for item in ("a", "bb")] == [1, 2]
    assert scales.weighed == [["a"], ["bb"]]


async def test_all_share_a_failure() -> None:
    company, scales = Company(), Scales()

    asking = [company.together("scales", item, scales.weigh) for item in ("a", "too much")]

    assert [type(each) for each in await asyncio.gather(*asking, return_exceptions=True)] == [OverflowError] * 2


@pytest.mark.parametrize("said", ["a", "too much"])
async def test_who_hangs_up_holds_up_nobody(said: str) -> None:
    company, scales = Company(), Scales()
    hurried, patient = (asyncio.ensure_future(company.together("scales", item, scales.weigh)) for item in (said, "bb"))
    await asyncio.sleep(0)
    hurried.cancel()

    (ended,) = await asyncio.gather(patient, return_exceptions=True)

    assert hurried.cancelled()
    assert isinstance(ended, OverflowError) if said == "too much" else ended == 2


async def test_all_come_into_a_world_at_one_moment_until_its_clock_is_another() -> None:
    async with emulate(Setup(clock_rate=1.0)) as emulator:
        kit = await emulator.node.worlds.kit("insurance", "default")
        company = Company()
        first = company.moment_in(kit)
        await asyncio.sleep(0.001)
        assert (company.moment_in(kit), kit.moment() > first) == (first, True)

        kit.world.clock = kit.world.clock.moved_to(first.world + timedelta(days=1), kit.wall())
        assert company.moment_in(kit).world >= first.world + timedelta(days=1)
