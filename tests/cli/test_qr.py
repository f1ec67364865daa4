"""QR codes of cards at the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from PIL import Image

if TYPE_CHECKING:
    from cli.conftest import Ask

LAN = "901193000017"
OF_LAN = "901193000017|012345678|Nguyễn Thị Lan|17051993|Nữ|Phố Huế, Hà Nội|17052018"
READ = {
    "card": "citizen's card",
    "personal_number": LAN,
    "old_number": "012345678",
    "name": "Nguyễn Thị Lan",
    "birth": "1993-05-17",
    "sex": "female",
    "address": "Phố Huế, Hà Nội",
    "issued": "2018-05-17",
}


def test_a_scan_is_read(ask: Ask) -> None:
    assert ask("qr", "parse", OF_LAN, "--json").objects() == [{**READ, "mended": False}]


def test_a_mangled_scan_is_read_and_said_to_be_one(ask: Ask) -> None:
    mangled = OF_LAN.replace("|", "\\").replace("000", "đđđ")

    assert ask("qr", "parse", mangled, "--json").objects() == [{**READ, "mended": True}]
    assert "\nmended           yes\n" in ask("qr", "parse", mangled).out


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("https://example.org", "QR_NOT_RECOGNIZED", id="no card"),
        pytest.param(OF_LAN.replace("Nữ", "F"), "MALFORMED_QR", id="a sex in English"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(ask: Ask, text: str, reason: str) -> None:
    said, told = ask("qr", "parse", text), ask("qr", "parse", text, "--json")

    assert said.code == told.code == 1
    assert said.err.startswith(f"lienthong: {reason}: ")
    assert [(no["refusal"]["reason"], no["refusal"]["field"]) for no in told.objects()] == [(reason, "text")]


def test_what_is_drawn_is_read_by_others_and_by_us(ask: Ask, tmp_path: Path) -> None:
    [told] = ask("qr", "citizen", LAN, "--out", tmp_path / "lan.png", "--json").objects()
    (found,) = zxingcpp.read_barcodes(Image.open(tmp_path / "lan.png"))
    [read] = ask("qr", "parse", found.text, "--json").objects()

    assert found.text == told["qr_text"]
    assert (read["personal_number"], read["name"], read["mended"]) == (LAN, "Nguyễn Thị Lan", False)


def test_a_drawing_of_lines_and_the_bare_text_can_be_had(ask: Ask, tmp_path: Path) -> None:
    said = ask("qr", "citizen", LAN, "--out", tmp_path / "lan.svg")

    assert (tmp_path / "lan.svg").read_text("utf-8").startswith("<svg")
    assert ask("qr", "citizen", LAN, "--out", "-").out == said.out.removeprefix(f"{tmp_path / 'lan.svg'}: ")


def test_who_has_no_card_is_refused(ask: Ask, tmp_path: Path) -> None:
    said = ask("qr", "citizen", "901193999999", "--out", tmp_path / "nobody.svg")

    assert (said.code, list(tmp_path.iterdir())) == (1, [])
    assert said.err.startswith("lienthong: CITIZEN_NOT_FOUND: ")


@pytest.mark.parametrize(("number", "out"), [("12", "lan.svg"), (LAN, "lan.gif")])
def test_wrong_usage_is_told(ask: Ask, tmp_path: Path, number: str, out: str) -> None:
    assert ask("qr", "citizen", number, "--out", tmp_path / out).code == 2
