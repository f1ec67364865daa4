"""A card is drawn into a file, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from PIL import Image

if TYPE_CHECKING:
    from cli.conftest import Ask

LAN = "0115000017"


def test_a_png_is_read_by_card_readers(ask: Ask, tmp_path: Path) -> None:
    said = ask("card", LAN, "--out", tmp_path / "lan.png", "--json")

    [told] = said.objects()
    assert (told["number"], told["media_type"], told["state"]) == (LAN, "image/png", "valid")
    assert zxingcpp.read_barcodes(Image.open(tmp_path / "lan.png"))[0].text == told["qr_text"]


def test_an_svg_shows_the_name(ask: Ask, tmp_path: Path) -> None:
    said = ask("card", f"DN401{LAN}", "--out", tmp_path / "new" / "lan.svg")

    assert said.out == f"{tmp_path / 'new' / 'lan.svg'}: card DN401{LAN}\n"
    assert (tmp_path / "new" / "lan.svg").read_text("utf-8").startswith("<svg")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["lan.svg"]


def test_a_card_of_the_past_is_drawn_and_said_to_be_one(ask: Ask, tmp_path: Path) -> None:
    said = ask("card", f"GD401{LAN}", "--out", tmp_path / "old.svg")

    assert said.out == f"{tmp_path / 'old.svg'}: card GD401{LAN} (superseded)\n"


def test_standard_output_gets_an_svg(ask: Ask) -> None:
    assert ask("card", LAN, "--out", "-").out.startswith("<svg")


def test_a_card_that_is_not_there_leaves_the_file_as_it_was(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "lan.svg").write_text("before", "utf-8")

    said = ask("card", "0115000018", "--out", tmp_path / "lan.svg")

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("lienthong: CARD_NOT_FOUND: ")
    assert (tmp_path / "lan.svg").read_text("utf-8") == "before"


@pytest.mark.parametrize("number", ["999", "DN9010115000017", "01150000170"])
def test_what_is_no_number_of_a_card_is_refused_in_words(ask: Ask, tmp_path: Path, number: str) -> None:
    said = ask("card", number, "--out", tmp_path / "lan.svg")

    assert said.code == 2
    assert said.err.startswith(f"lienthong: '{number}' is neither a card number, 15 characters")


def test_another_suffix_is_refused(ask: Ask, tmp_path: Path) -> None:
    said = ask("card", LAN, "--out", tmp_path / "lan.gif")

    assert said.code == 2
    assert ".svg or .png" in said.err


def test_a_place_that_cannot_be_written_is_named(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    said = ask("card", LAN, "--out", tmp_path / "file" / "lan.svg")

    assert said.code == 4
    assert said.err.startswith(f"lienthong: cannot write {tmp_path / 'file' / 'lan.svg'}: ")
