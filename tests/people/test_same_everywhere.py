"""The same recipe gives the same nation in every process, another seed another one."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PEOPLE = 5_000
RUNS = {"here": (1, "0"), "there": (1, "4711"), "of another seed": (2, "0")}
"""Seed of the nation and of Python's hashes."""


@pytest.fixture(scope="module")
def digests() -> Mapping[str, str]:
    """What processes of their own say."""
    processes = {name: _process(*run) for name, run in RUNS.items()}
    return {name: process.communicate(timeout=120)[0].strip() for name, process in processes.items()}


def _process(seed: int, hash_seed: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.people.content", str(seed), str(PEOPLE)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_make_the_same_nation_of_a_recipe(digests: Mapping[str, str]) -> None:
    assert digests["here"] == digests["there"]
    assert len(digests["here"]) == 32


def test_another_seed_makes_another_nation(digests: Mapping[str, str]) -> None:
    assert digests["of another seed"] not in (digests["here"], "")
