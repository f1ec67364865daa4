"""The demonstration shows every hop and leaves the pictures."""

from __future__ import annotations

from pathlib import Path

from tests.cli.here import lienthong

CARDS = ["TE1010122900000", "TE1010122900001", "TE1020222900000", "TE1797922900000", "TE1797922900001"]


def test_five_births_become_cards_with_pictures(tmp_path: Path) -> None:
    said = lienthong("demo", "--out", tmp_path / "demo", COLUMNS="80")

    lines = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert lines[2:7] == [
        "1 of 5: Trần Minh Khôi",
        "2022-01-05 09:00",
        "  justice                 Birth dossier G22.99-220105-0001 filed",
        "  justice ← population    Parents verified: mother, father",
        "  population → justice    Personal number 901221900000 issued",
    ]
    assert sum(f"│ {card} │" in line for card in CARDS for line in lines) == len(CARDS)
    assert max(map(len, lines[:-1])) <= 80
    assert "\x1b" not in said.out
    assert sorted(path.name for path in (tmp_path / "demo").iterdir()) == sorted(
        [*(f"{card}.{suffix}" for card in CARDS for suffix in ("svg", "png")), "trace.mmd"]
    )


def test_programs_get_the_outcomes(tmp_path: Path) -> None:
    said = lienthong("demo", "--out", tmp_path, "--json")

    assert sorted(outcome["card_number"] for outcome in said.objects()) == CARDS
