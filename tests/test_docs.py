"""What the pages tell a reader to type, and to follow, is there."""

from __future__ import annotations

import ast
import asyncio
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from lienthong_emulator.cli.app import app

if TYPE_CHECKING:
    from conftest import House

HOME = Path(__file__).parents[1]
PAGES = sorted(
    page
    for pattern in ("*.md", "docs/**/*.md", "clients/python/*.md", "clients/examples/*/*.md")
    for page in HOME.glob(pattern)
)
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOME)))
ADDRESS, HTTP_ADDRESS = "localhost:50051", "localhost:8080"
SECONDS_TO_END = 120  # a limit, for machines with much else to do


def _blocks(page: Path, *languages: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [text for language, text in fenced if language in languages]


def _inline(page: Path) -> list[str]:
    """Commands within a sentence: `make docs`."""
    return re.findall(r"`((?:lienthong|make) [^`]+)`", page.read_text("utf-8"))


def _typed(page: Path) -> Iterator[list[str]]:
    """Every simple command that the page tells to type, as words."""
    lines = [line for block in _blocks(page, "sh", "console") for line in block.replace("\\\n", " ").splitlines()]
    begun = ""
    for line in [*(line.removeprefix("$ ") for line in lines), *_inline(page)]:
        begun += line
        try:
            words = list(shlex.shlex(begun, posix=True, punctuation_chars="|&;<>"))
        except ValueError:  # a quotation that a later line closes
            begun += " "
        else:
            yield from _split(words)
            begun = ""
    assert not begun


def _split(words: list[str]) -> Iterator[list[str]]:
    command: list[str] = []
    for word in [*words, ";"]:
        if word and set(word) <= set("|&;<>"):
            yield command
            command = []
        else:
            command.append(word)


@EACH_PAGE
def test_every_target_of_make_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (HOME / "Makefile").read_text("utf-8"), re.MULTILINE))
    asked = {words[1] for words in _typed(page) if words[:1] == ["make"] and len(words) > 1}
    assert asked <= targets


@EACH_PAGE
def test_every_command_exists_with_its_options(page: Path) -> None:
    unknown = {" ".join(words): found for words in _typed(page) if (found := _unknown(words))}
    assert unknown == {}


def _unknown(words: list[str]) -> str:
    """The first word that the command line does not know; empty where it knows all."""
    if words[:1] != ["lienthong"]:
        return ""
    command: Any = get_command(app)
    for word in words[1:]:
        below = getattr(command, "commands", {})
        if word.startswith("--"):
            if word not in _options(command):
                return word
        elif below and word not in {"COMMAND", *below}:
            return word
        elif below:
            command = below.get(word, command)
    return ""


def _options(command: Any) -> set[str]:
    return {"--help", *(name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts))}


@EACH_PAGE
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    code = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\((?!https?:)([^)\s]+)\)", code.sub("code", page.read_text("utf-8")))
    assert [link for link in links if not _leads_somewhere(page, link)] == []


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, fragment = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not fragment or fragment in _anchors(target.read_text("utf-8")))


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)"></a>', text))


@EACH_PAGE
def test_every_piece_of_python_is_python(page: Path) -> None:
    for block in _blocks(page, "python"):
        compile(block, str(page), "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


WHOLE_PROGRAMS = [
    pytest.param(block, id=f"{page.relative_to(HOME)}:{place}")
    for page in PAGES
    for place, block in enumerate(_blocks(page, "python"))
    if re.search(r"^(asyncio\.run\(main\(\)\)|main\(\))$", block, re.MULTILINE)
]


@pytest.mark.parametrize("program", WHOLE_PROGRAMS)
@pytest.mark.asyncio(loop_scope="session")
async def test_every_program_runs(program: str, whole_house: House) -> None:
    assert ADDRESS in program or HTTP_ADDRESS in program
    here = program.replace(ADDRESS, whole_house.addresses["control"]).replace(HTTP_ADDRESS, whole_house.http)
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", here], capture_output=True, text=True, timeout=SECONDS_TO_END
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(("DN4010115000017", "Nguyễn Thị Lan DN4010115000017"))


@pytest.mark.parametrize("name", ["contract.md", "cli.md", "differences.md", "people.md"])
def test_a_page_that_is_generated_says_so(name: str) -> None:
    assert (HOME / "docs" / name).read_text("utf-8").startswith("<!-- Generated by `make docs`: do not edit. -->")
