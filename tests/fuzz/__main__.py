"""`make fuzz SEED=1 INPUTS=1000000`: prints how the inputs ended; rc 1 where one is a bug."""

from __future__ import annotations

import argparse
import asyncio
import sys

from tests.fuzz.run import Ended, fuzz

from lienthong_emulator.emulator import emulate
from lienthong_emulator.setup import Setup

MOST_NAMED = 20


def main() -> None:
    parser = argparse.ArgumentParser("make fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    typed = parser.parse_args()
    ended = asyncio.run(_fuzzed(typed.seed, typed.inputs))
    print(f"{ended.inputs:,} inputs on {len(ended.methods)} calls, {ended.undecodable:,} of them no message at all")
    print(", ".join(f"{code} {count:,}" for code, count in ended.codes.most_common()))
    print(f"{len(ended.failures)} bugs", *ended.failures[:MOST_NAMED], sep="\n")
    sys.exit(1 if ended.failures else 0)


async def _fuzzed(seed: int, inputs: int) -> Ended:
    async with emulate(Setup()) as emulator:
        return await fuzz(emulator.address, seed, inputs)


if __name__ == "__main__":
    main()
