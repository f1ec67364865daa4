"""Tokens of the platform, as they are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lienthong_emulator.edge.platform.grants import LIFE, Grant, Grants
from lienthong_emulator.edge.tokens import store as token_store
from lienthong_emulator.edge.tokens.clock import IssueMoment

NOON = datetime(2022, 1, 5, 12, tzinfo=UTC)


def given(kept: Grants, now: datetime = NOON, *, on_world_clock: bool = False) -> Grant:
    moment = IssueMoment(now, on_world_clock)
    return kept.give(world="default", caller="provinces/44", scopes=["apiBHXH"], moment=moment)


def test_a_grant_that_is_over_makes_room_for_the_next() -> None:
    kept = Grants()
    first = given(kept)
    second = given(kept, NOON + LIFE)

    assert (len(kept), kept.find("default", first.access_token)) == (1, None)
    assert kept.find("default", second.access_token) == second


def test_a_grant_on_its_worlds_clock_is_not_judged_by_the_walls() -> None:
    kept = Grants()
    first = given(kept, on_world_clock=True)
    given(kept, NOON + timedelta(days=1))

    assert kept.find("default", first.access_token) == first


def test_a_world_whose_clock_is_ahead_ends_no_grant_of_the_walls() -> None:
    kept = Grants()
    first = given(kept)
    given(kept, NOON + timedelta(days=365), on_world_clock=True)

    assert kept.find("default", first.access_token) == first


def test_of_too_many_the_oldest_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_store, "MOST_TOKENS", 3)
    kept = Grants()
    tokens = [given(kept).access_token for _ in range(4)]

    assert len(set(tokens)) == 4
    assert [kept.find("default", token) is not None for token in tokens] == [False, True, True, True]
