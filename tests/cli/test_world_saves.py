"""`world export NAME` and `world create --from`: a running world as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.conftest import Ask, Dossier


@pytest.fixture
def saved(ask: Ask, examples: list[Dossier], tmp_path: Path) -> tuple[str, Path]:
    """A world in which a child was born and three days went by, and its file."""
    filed = ask("births", "file", "-", "--json", stdin=json.dumps(examples[0]).encode())
    assert filed.code == 0, filed.err
    assert ask("clock", "advance", "--days", "3").code == 0
    world = next(world["name"] for world in json.loads(ask("world", "list", "--json").out) if "saved" in world["name"])
    return world, tmp_path / "kept" / "spring.zip"


def test_a_saved_world_goes_on_under_another_name(ask: Ask, saved: tuple[str, Path]) -> None:
    world, file = saved

    said = ask("world", "export", world, "--out", file)
    assert said.out == f"World {world} is in {file}: lienthong world create NAME --from {file}\n"
    made = ask("world", "create", f"{world[:40]}-again", "--from", file, "--json")

    (again,) = made.objects()
    assert (again["forked_from"], again["now"]) == (world, "2022-01-08T09:00:00+07:00")
    card = ask("births", "list", "--json", "--world", again["name"]).out
    assert card == ask("births", "list", "--json", "--world", world).out
    assert "Trần Minh Khôi" in card


def test_programs_are_told_how_much_was_written(ask: Ask, saved: tuple[str, Path]) -> None:
    world, file = saved

    (told,) = ask("world", "export", world, "--out", file, "--json").objects()

    assert told == {"world": world, "file": str(file), "bytes": file.stat().st_size}
    assert [path.name for path in file.parent.iterdir()] == ["spring.zip"]


def test_nothing_is_overwritten(ask: Ask, saved: tuple[str, Path]) -> None:
    world, file = saved
    file.parent.mkdir()
    file.write_text("Lan's")

    said = ask("world", "export", world, "--out", file)

    assert (said.code, said.err) == (4, f"lienthong: {file} is there already; nothing was written\n")
    assert file.read_text() == "Lan's"


def test_a_world_that_is_not_there_leaves_no_file(ask: Ask, tmp_path: Path) -> None:
    said = ask("world", "export", "nowhere", "--out", tmp_path / "a" / "nowhere.zip")

    assert said.code != 0
    assert "WORLD_NOT_FOUND" in said.err
    assert list((tmp_path / "a").iterdir()) == []


@pytest.mark.parametrize("words", [("--people", "3"), ("--format", "csv"), ("--world", "default")])
def test_a_running_world_has_a_recipe_of_its_own(ask: Ask, tmp_path: Path, words: tuple[str, ...]) -> None:
    said = ask("world", "export", "default", "--out", tmp_path / "a.zip", *words)

    assert said.code == 2
    assert "default is written down as it is: leave out what tells of a recipe, and --format" in said.err


def test_a_file_has_a_recipe_of_its_own(ask: Ask, tmp_path: Path) -> None:
    said = ask("world", "create", "spring", "--from", tmp_path / "a.zip", "--people", "3")

    assert said.code == 2
    assert "--from has a recipe of its own" in said.err


def test_a_file_that_is_not_there_or_no_world_makes_none(ask: Ask, tmp_path: Path) -> None:
    missing = ask("world", "create", "spring", "--from", tmp_path / "a.zip")
    text = tmp_path / "b.zip"
    text.write_text("Lan")
    wrong = ask("world", "create", "spring", "--from", text)

    assert (missing.code, missing.err) == (
        4,
        f"lienthong: cannot read {tmp_path / 'a.zip'}: No such file or directory\n",
    )
    assert "WORLD_FILE_UNUSABLE" in wrong.err
    assert "spring" not in {world["name"] for world in json.loads(ask("world", "list", "--json").out)}
