"""The package offers all its parts at once, and imports each with its first use."""

from __future__ import annotations

import subprocess
import sys

import pytest

import lienthong


def test_who_takes_a_message_alone_loads_no_stub() -> None:
    program = "import sys, lienthong.type.v1.identity_pb2; print(*sys.modules, sep='\\n')"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout

    assert "lienthong.type.v1.identity_pb2" in found.splitlines()
    assert [name for name in found.splitlines() if name.endswith("_pb2_grpc") or name == "lienthong.client"] == []


@pytest.mark.parametrize("name", lienthong.__all__)
def test_what_the_package_offers_is_there(name: str) -> None:
    assert name in dir(lienthong)
    assert getattr(lienthong, name).__name__ == name


def test_what_it_does_not_offer_is_no_attribute_of_it() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'reconnect'"):
        getattr(lienthong, "reconnect")  # noqa: B009 - pyright knows that there is none
