"""The sample application outside the house tests itself with the plugin, on two workers."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.house import HOME

HOSPITAL = HOME / "clients" / "examples" / "hospital"
TESTS = 58
SECONDS_TO_END = 300


def _run(**environment: str) -> subprocess.CompletedProcess[str]:
    """Without what this run of tests put into the environment, as on a machine of theirs."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "LIENTHONG_TARGET"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n2", "-q", "-p", "no:schemathesis", "-p", "no:cacheprovider", HOSPITAL],
        cwd=HOSPITAL,
        env={**ours, **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_END,
    )


def test_its_own_suite_passes_on_two_workers() -> None:
    done = _run()

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{TESTS} passed in " in done.stdout.splitlines()[-1]


@pytest.mark.parametrize("file", sorted((HOSPITAL / "hospital").glob("*.py")), ids=lambda file: file.name)
def test_production_code_imports_the_client_alone(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]

    assert {name for name in imported if name.startswith("lienthong_emulator")} == set()
