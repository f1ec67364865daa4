"""20,000 inputs over every call of the contract; `make fuzz INPUTS=1000000` sends more."""

from __future__ import annotations

from tests.fuzz.run import fuzz, methods

from lienthong_emulator.emulator import emulate
from lienthong_emulator.setup import Setup

SEED, INPUTS = 6, 20_000


async def test_nothing_that_is_sent_is_a_bug() -> None:
    async with emulate(Setup()) as emulator:
        ended = await fuzz(emulator.address, SEED, INPUTS)

    assert ended.failures == []
    assert (ended.inputs, len(ended.methods)) == (INPUTS, len(methods()))
    assert ended.codes["OK"] > INPUTS // 20  # not all are turned away at the door
