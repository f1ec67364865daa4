"""Pictures of what commands print at a terminal, drawn from what they print now, and of a card."""

from __future__ import annotations

import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

LIENTHONG = Path(sys.executable).with_name("lienthong")
COLUMNS, ROWS = 100, 50
WORLD = ("--memory", "--freeze", "--people", "2000", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0")
SECONDS_TO_START = 120.0
FONTS_OF_OTHERS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""What a reader's browser would fetch from elsewhere."""


def pictures() -> dict[str, str]:
    """By its path in docs/, each picture."""
    with _house() as environment:
        _seen(environment, "births", "example", into="dossiers.json")
        filed = _seen(environment, "births", "file", "dossiers.json", "--json")
        case = json.loads(filed.splitlines()[0])["case"]
        shots: Mapping[str, Sequence[str]] = {
            "trace": ("trace", case),
            "stats": ("world", "stats", "--people", "100000"),
            "reconcile": ("reconcile", "population"),
        }
        drawn = {f"pictures/{name}.svg": _drawn(name, environment, words) for name, words in shots.items()}
        return {**drawn, "pictures/card.svg": _seen(environment, "card", "0115000017", "--out", "-")}


@contextmanager
def _house() -> Iterator[Mapping[str, str]]:
    """Every agency in memory; the environment in which commands find them, in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        ports = Path(folder) / "ports.json"
        command = [LIENTHONG, "up", *WORLD, "--ports-file", ports]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as up:
            try:
                end = time.monotonic() + SECONDS_TO_START
                while not ports.exists() and up.poll() is None and time.monotonic() < end:
                    time.sleep(0.05)
                target = json.loads(ports.read_text("utf-8"))["control"]
                yield {**os.environ, "LIENTHONG_TARGET": target, "PWD": folder}
            finally:
                up.terminate()


def _seen(environment: Mapping[str, str], *words: str, into: str = "") -> str:
    """What a command prints where nobody looks; `into` keeps it in a file as well."""
    folder = Path(environment["PWD"])
    done = subprocess.run([LIENTHONG, *words], env=environment, cwd=folder, capture_output=True, text=True, check=True)
    if into:
        (folder / into).write_text(done.stdout, "utf-8")
    return done.stdout


def _drawn(name: str, environment: Mapping[str, str], words: Sequence[str]) -> str:
    shown = Text.from_ansi(_at_terminal(environment, words).replace("\r\n", "\n").rstrip())
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(shown)
    title = f"lienthong {' '.join(words)}"
    svg = console.export_svg(title=title, theme=MONOKAI, unique_id=name)
    return FONTS_OF_OTHERS.sub("", svg).replace("Fira Code", "Consolas, Menlo")


def _at_terminal(environment: Mapping[str, str], words: Sequence[str]) -> str:
    """What a command prints at a terminal, without what it says beside its output."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    looks = {**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    looks.pop("NO_COLOR", None)
    with subprocess.Popen(
        [LIENTHONG, *words], env=looks, cwd=environment["PWD"], stdout=follower, stderr=subprocess.DEVNULL
    ) as running:
        os.close(follower)
        printed = b"".join(_read(leader))
    os.close(leader)
    if running.returncode:
        raise RuntimeError(f"lienthong {' '.join(words)} ended with {running.returncode}")
    return printed.decode()


def _read(leader: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(leader, 65_536)
        except OSError:  # the other side was closed
            return
        if not part:
            return
        yield part
