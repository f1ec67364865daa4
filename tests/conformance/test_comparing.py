"""What must stand in an answer, against what does."""

from __future__ import annotations

from typing import Any

import pytest

from lienthong_emulator.conformance.comparing import differences

LAN = {"name": "Lan", "cards": [{"number": "1"}, {"number": "2"}], "etag": "", "born": {"year": 1993}}


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param({"name": "Lan"}, id="a field, and others left open"),
        pytest.param({"name": "*", "etag": None, "gone": None}, id="something, and nothing"),
        pytest.param({"name": "/L.n/"}, id="a pattern"),
        pytest.param({"born": {"year": 1993}}, id="a field of a field"),
        pytest.param({"cards": [{"number": "1"}, {}]}, id="place by place"),
        pytest.param({"cards": {"$count": 2, "$any": {"number": "2"}}}, id="so many, and one such"),
        pytest.param({"cards": {"$not": {"$any": {"number": "3"}}}}, id="none such"),
    ],
)
def test_what_holds_is_no_difference(expected: Any) -> None:
    assert list(differences(expected, LAN)) == []


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        pytest.param({"name": "Mai"}, "name: expected 'Mai', was 'Lan'", id="another value"),
        pytest.param({"etag": "*"}, "etag: expected something, was ''", id="nothing"),
        pytest.param({"name": None}, "name: expected nothing, was 'Lan'", id="something"),
        pytest.param({"name": "/L/"}, "name: expected '/L/', was 'Lan'", id="more than the pattern"),
        pytest.param({"born": {"year": 1994}}, "born.year: expected 1994, was 1993", id="a field of a field"),
        pytest.param({"name": {"first": "*"}}, "name: expected a message, was 'Lan'", id="no message"),
        pytest.param({"cards": [{}]}, "cards: expected 1 elements, were 2", id="another length"),
        pytest.param({"cards": [{}, {"number": "3"}]}, "cards[1].number: expected '3', was '2'", id="an element"),
        pytest.param({"cards": {"$count": 3}}, "cards: expected 3 elements, were 2", id="another count"),
        pytest.param(
            {"cards": {"$any": {"number": "3"}}}, "cards: none of 2 elements is {'number': '3'}", id="none such"
        ),
        pytest.param({"name": {"$not": "Lan"}}, "name: expected something else than 'Lan'", id="what must not be"),
    ],
)
def test_a_difference_is_told_with_its_place(expected: Any, told: str) -> None:
    assert list(differences(expected, LAN)) == [told]
