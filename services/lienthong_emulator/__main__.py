"""`python -m lienthong_emulator` is `lienthong`."""

from lienthong_emulator.cli import main

main()
