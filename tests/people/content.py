"""Prints a digest of all that the agencies hold of a nation: run as `python -m tests.people.content SEED PEOPLE`."""

import sys
from hashlib import blake2b

from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.load import rows_for
from lienthong_emulator.runtime.recipe import Nation


def digest_of(nation: Nation) -> str:
    """Of every row of every table, in their order."""
    digest = blake2b(digest_size=16)
    for agency in ROSTER.values():
        for rows in rows_for(agency.rows, nation):
            digest.update(repr((agency.name, rows.table, rows.columns)).encode())
            for row in rows.values:
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


if __name__ == "__main__":
    print(digest_of(Nation(seed=int(sys.argv[1]), people=int(sys.argv[2]))))
