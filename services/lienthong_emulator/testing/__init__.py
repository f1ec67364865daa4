"""For tests in Python: a server, a world for each test, and sentences about it. The fixtures are in `plugin`."""

from lienthong_emulator.testing.server import Server, playing
from lienthong_emulator.testing.world import Case, JournaledCall, World

__all__ = ["Case", "JournaledCall", "Server", "World", "playing"]
