"""The page about containers, typed where an engine runs: `make containers`. It takes the page's ports.

No part of `make test`: images are built, and libraries fetched that nobody else here needs.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.house import HOME

PAGE = (HOME / "docs" / "containers.md").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((HOME / "deploy" / "compose.yaml").read_text("utf-8"))
OURS = "lienthong-test"
SPLIT = {"COMPOSE_PROJECT_NAME": OURS}
"""Whoever plays the page's own project here keeps its worlds."""
SECONDS_TO_END = 600
SECONDS_OF_GRACE = 10
CARDS = "dossiers: 5 CARD_ISSUED"


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


ONE, UP, FILED, REPLACED = _blocks("sh")
[IN_PYTHON], [IN_NODE], [OVERRIDE] = _blocks("python"), _blocks("js"), _blocks("yaml")


@pytest.fixture(scope="module", autouse=True)
def image() -> None:
    """Skips, visibly, where there is no engine."""
    if shutil.which("docker") is None or _run("docker info && docker compose version").returncode != 0:
        pytest.skip("no container engine with Compose answers here")
    built = _run(ONE.splitlines()[0])
    assert built.returncode == 0, built.stderr


@pytest.fixture
def container() -> Iterator[str]:
    yield OURS
    _run(f"docker rm --force --volumes {OURS}")


@pytest.fixture
def split() -> Iterator[None]:
    yield
    _run("docker compose -f deploy/compose.yaml down --volumes")


def test_one_container_brings_births_to_their_cards_and_keeps_them(container: str) -> None:
    assert CARDS in _typed(re.sub(r"(--name|docker stop) lienthong\b", rf"\1 {container}", ONE)).stderr
    assert _said(f"docker inspect --format '{{{{.State.ExitCode}}}}' {container}") == "0"

    again = _typed(f"docker start {container}\nuntil lienthong check; do sleep 1; done\nlienthong births list")
    assert again.stdout.count("CARD_ISSUED") == 5


def test_a_container_writes_nothing_but_its_volume(container: str) -> None:
    _typed(f"docker run -d --name {container} --read-only --cap-drop ALL lienthong")
    _typed(f"until docker exec {container} lienthong check; do sleep 1; done")
    filed = "lienthong births example | lienthong births file - --target localhost:50051"

    assert CARDS in _typed(f"docker exec {container} sh -c '{filed}'").stderr
    assert _said(f"docker exec {container} id -u") == "10001"


@pytest.mark.parametrize("seconds", [0.0, 0.5, 2.0])
def test_a_container_ends_when_it_is_told_even_while_it_starts(container: str, seconds: float) -> None:
    _typed(f"docker run -d --name {container} lienthong")
    time.sleep(seconds)
    begun = time.monotonic()
    _typed(f"docker stop {container}")

    assert time.monotonic() - begun < SECONDS_OF_GRACE


@pytest.mark.usefixtures("split")
def test_compose_brings_births_to_their_cards_and_keeps_them() -> None:
    _typed(UP)
    assert CARDS in _typed(FILED).stderr
    _typed("docker compose -f deploy/compose.yaml down")
    _typed(UP)

    assert _typed(f"{FILED.splitlines()[0]}\nlienthong births list").stdout.count("CARD_ISSUED") == 5


@pytest.mark.usefixtures("split")
def test_another_container_takes_an_agencys_place(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(OVERRIDE, "utf-8")
    command = json.dumps(shlex.split(COMPOSE["services"]["insurance"]["command"]))
    (tmp_path / "Dockerfile").write_text(f"FROM lienthong\nCMD {command}\n", "utf-8")
    _typed(f"docker build -t our-insurance {tmp_path}")
    _typed(REPLACED.replace("ours.yaml", str(tmp_path / "ours.yaml")))

    assert CARDS in _typed(FILED).stderr
    assert "our-insurance" in _said("docker compose -f deploy/compose.yaml images insurance")


def test_the_recipe_for_python_passes(tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    (tmp_path / "test_recipe.py").write_text(IN_PYTHON, "utf-8")
    _typed(f"{tmp_path}/venv/bin/pip install pytest testcontainers=={_seen('Python')} ./clients/python")

    assert "1 passed" in _typed(f"cd {tmp_path} && venv/bin/python -W error -m pytest test_recipe.py").stdout


def test_the_recipe_for_node_runs(tmp_path: Path) -> None:
    example, contract = (Path("clients", *parts) for parts in (("examples", "node"), ("python", "lienthong")))
    shutil.copytree(HOME / example, tmp_path / example, ignore=shutil.ignore_patterns("node_modules"))
    (tmp_path / contract).mkdir(parents=True)
    shutil.copy(HOME / contract / "contract.binpb", tmp_path / contract)
    (tmp_path / example / "recipe.js").write_text(IN_NODE, "utf-8")

    said = _typed(f"cd {tmp_path / example} && npm install testcontainers@{_seen('Node')} && node recipe.js").stdout
    assert said.splitlines()[-1] == "2022-01-05T02:00:00.000Z"


def _seen(language: str) -> str:
    """The release of Testcontainers that the page names."""
    found = re.search(rf"^In {language} \(`testcontainers`, seen with ([0-9.]+[0-9])", PAGE, re.MULTILINE)
    assert found is not None
    return found[1]


def _said(script: str) -> str:
    return _typed(script).stdout.strip()


def _typed(script: str) -> subprocess.CompletedProcess[str]:
    done = _run(script)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def _run(script: str) -> subprocess.CompletedProcess[str]:
    ours = {name: text for name, text in os.environ.items() if not name.startswith(("PYTEST_", "LIENTHONG_"))}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-ec", script],
        cwd=HOME,
        env={**ours, **SPLIT, "PATH": path},
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_END,
    )
