"""Whatever a step says, the diagram stays a diagram."""

from __future__ import annotations

from datetime import datetime

import pytest

from lienthong_emulator.runtime.sequence_diagram import Hop, sequence_diagram


def hop(title: str, *, party: str = "", came_from_party: bool = False, day: int = 5) -> Hop:
    moment = datetime(2022, 1, day, 9)  # noqa: DTZ001 - the diagram shows the day as it is given
    return Hop(agency="justice", party=party, came_from_party=came_from_party, title=title, time=moment)


def happenings(*hops: Hop) -> list[str]:
    return [line.strip() for line in sequence_diagram("birth-1", hops).splitlines() if "over" in line or ">>" in line]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        pytest.param("filed; end", "filed#59; end", id="an end of statement"),
        pytest.param("dossier #7", "dossier #35;7", id="an entity"),
        pytest.param("<b>Lan</b>", "#60;b#62;Lan#60;/b#62;", id="markup"),
        pytest.param("%%{init}%%", "#37;#37;#123;init#125;#37;#37;", id="a directive"),
        pytest.param("two\nlines", "two lines", id="lines"),
        pytest.param("", "-", id="nothing"),
        pytest.param("Đặng Thị Ánh", "Đặng Thị Ánh", id="Vietnamese"),
    ],
)
def test_text_is_escaped(title: str, shown: str) -> None:
    assert happenings(hop(title)) == ["Note over justice: 2022-01-05", f"Note over justice: {shown}"]


def test_a_party_that_is_no_agency_goes_by_an_alias() -> None:
    lines = sequence_diagram("birth-1", [hop("filed", party="end; facilities/01019", came_from_party=True)])

    assert "    participant party1 as end#59; facilities/01019\n" in lines
    assert "    party1->>justice: filed\n" in lines


def test_a_new_day_is_noted() -> None:
    assert happenings(hop("asked", party="insurance"), hop("gone on", day=12)) == [
        "Note over justice,insurance: 2022-01-05",
        "justice->>insurance: asked",
        "Note over justice,insurance: 2022-01-12",
        "Note over justice: gone on",
    ]
