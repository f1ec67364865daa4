"""The answer key as a file: written entry by entry, and there only once it is whole."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import TextIO

from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.people.mistakes.difference import Difference

Tell = Callable[[Difference], None]
FORMATS = (".csv", ".json")


def check_name(out: Path) -> None:
    if out.suffix.lower() not in FORMATS:
        raise Stopped(Ending.USAGE, f"--out must end in {' or '.join(FORMATS)}, not {out}")


@contextmanager
def key_file(out: Path) -> Generator[Tell]:
    """Yields what adds an entry; the file appears when the block ends well."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as folder:
            aside = Path(folder) / out.name
            with aside.open("w", encoding="utf-8", newline="") as file:
                yield from _csv(file) if out.suffix.lower() == ".csv" else _json(file)
            aside.replace(out)
    except OSError as error:
        raise Stopped(Ending.UNUSABLE_FILE, f"cannot write {out}: {error.strerror}") from error


def _csv(file: TextIO) -> Generator[Tell]:
    writer = csv.DictWriter(file, [field.name for field in fields(Difference)], lineterminator="\n")
    writer.writeheader()
    yield lambda entry: writer.writerow(asdict(entry))


def _json(file: TextIO) -> Generator[Tell]:
    """An array, an entry on each line."""
    before = "[\n"

    def add(entry: Difference) -> None:
        nonlocal before
        file.write(before + json.dumps(asdict(entry), ensure_ascii=False))
        before = ",\n"

    yield add
    file.write("[]\n" if before == "[\n" else "\n]\n")
