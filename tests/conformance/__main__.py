"""Prints which servers with a deliberate fault the kit catches, and by what."""

import asyncio
import sys

from tests.conformance.mutants import MUTANTS
from tests.conformance.test_mutants import report_on

from lienthong_emulator.conformance.report import BAD
from lienthong_emulator.emulator import emulate
from lienthong_emulator.setup import Setup


async def main() -> int:
    caught = 0
    async with emulate(Setup()) as emulator:
        for mutant in MUTANTS:
            found = (await report_on(mutant, emulator.address)).all_results
            bad = [result.case.case_id for result in found if result.outcome in BAD]
            caught += bool(bad)
            print(f"{mutant.name}: {f'{len(bad)} cases, first {bad[0]}' if bad else 'NOT CAUGHT'}", flush=True)
    print(f"{caught} of {len(MUTANTS)} mutants caught")
    return int(caught != len(MUTANTS))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
