"""The HTTP doors beside the agencies of `up`, or alone."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Lienthong, StartUp


def test_the_doors_are_served_alone_and_ask_elsewhere(start_up: StartUp) -> None:
    up = start_up("--memory", "--peer", "insurance=127.0.0.1:1", "edge", command="serve")

    assert list(up.addresses) == ["edge"]
    assert httpx.get(f"http://{up.addresses['edge']}/nowhere").status_code == 404


def test_a_port_of_the_doors_that_is_taken_is_named(lienthong: Lienthong) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        address = f"127.0.0.1:{held.getsockname()[1]}"
        said = lienthong("serve", "edge", "--memory", "--http", address)

    assert (said.code, said.out, len(said.err.splitlines())) == (3, "", 1)
    assert said.err.startswith(f"lienthong: cannot listen at {address}: it is taken")


def test_the_doors_are_served_after_a_knock_and_end_with_the_rest(start_up: StartUp, tmp_path: Path) -> None:
    up = start_up("--data", tmp_path / "worlds")

    answer = httpx.get(f"http://{up.addresses['edge']}/nowhere")
    said = up.end(signal.SIGTERM)

    assert answer.status_code == 404
    assert (said.code, said.err) == (0, "")


def test_an_address_for_doors_that_are_not_served_is_refused(lienthong: Lienthong) -> None:
    said = lienthong("serve", "population", "--memory", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0")

    assert (said.code, said.err) == (
        2,
        "lienthong: --http says where the HTTP doors stand: add 'edge' to what is served\n",
    )
