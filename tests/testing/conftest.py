from collections.abc import Iterator

import pytest

from lienthong_emulator.testing import playing


@pytest.fixture(scope="session")
def whole_address() -> Iterator[str]:
    """Where agencies run already."""
    with playing() as server:
        yield server.address
