"""Chance without state: every draw is a function of (seed, what is drawn, index), the same on every machine."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Words: TypeAlias = npt.NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
ROUNDS = 4


class Chance:
    """The draws of one seed and tile. `what` names a draw; two names never give the same one."""

    def __init__(self, seed: int, *place: object) -> None:
        self._key = "/".join(map(str, (seed, *place)))

    def words(self, what: str, index: Ints) -> Words:
        """64 bits for each index (SplitMix64, seeded by the name of the draw)."""
        return _mixed(index.astype(np.uint64), self._start(what))

    def uniform(self, what: str, index: Ints) -> Floats:
        """In [0, 1) for each index."""
        return (self.words(what, index) >> np.uint64(11)).astype(np.float64) * np.float64(2.0**-53)

    def below(self, what: str, index: Ints, bound: int | Ints) -> Ints:
        """Whole numbers from 0 up to a bound, which may differ for each index."""
        return (self.uniform(what, index) * bound).astype(np.int64)

    def number(self, what: str, bound: int) -> int:
        """One whole number from 0 up to a bound."""
        return int(self.below(what, np.zeros(1, np.int64), bound)[0])

    def picks(self, what: str, index: Ints, weights: npt.ArrayLike) -> Ints:
        """A row of a table of weights for each index."""
        bounds = np.cumsum(np.asarray(weights, np.float64))
        draws: Floats = self.uniform(what, index) * bounds[-1]
        return np.minimum(np.searchsorted(bounds, draws, side="right"), len(bounds) - 1)

    def chosen(self, what: str, weights: Floats, count: int) -> Mask:
        """Exactly `count` of all, by weight and without repetition; fewer where fewer have a weight."""
        index = np.arange(len(weights))
        count = min(count, int((weights > 0).sum()))
        # The smallest of exponential waiting times, each with its weight as its rate: an exact weighted sample.
        with np.errstate(divide="ignore"):
            waits = -np.log1p(-self.uniform(what, index)) / np.where(weights > 0, weights, 0.0)
        found = np.zeros(len(weights), np.bool_)
        found[np.argsort(waits, kind="stable")[:count]] = True
        return found

    def _start(self, what: str) -> np.uint64:
        digest = blake2b(f"{self._key}/{what}".encode(), digest_size=8).digest()
        return np.uint64(int.from_bytes(digest, "little"))


def _mixed(words: Words, start: np.uint64) -> Words:
    mixed = start + (words + np.uint64(1)) * _GOLDEN
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
    return mixed ^ (mixed >> np.uint64(31))


class Shuffle:
    """A permutation of 0 .. size-1 that can be asked for one place, and back again.

    A Feistel network over the next square; a place that falls outside is shuffled on until it falls inside.
    """

    def __init__(self, size: int, chance: Chance, what: str) -> None:
        self.size = size
        self._side = np.int64(max(1, int(np.ceil(np.sqrt(size)))))
        self._chance = chance
        self._what = what

    def of(self, places: Ints) -> Ints:
        return self._walk(places, self._forth)

    def back(self, places: Ints) -> Ints:
        return self._walk(places, self._back)

    def _walk(self, places: Ints, step: Callable[[Ints], Ints]) -> Ints:
        found = step(places)
        while len(outside := np.nonzero(found >= self.size)[0]):
            found[outside] = step(found[outside])
        return found

    def _forth(self, places: Ints) -> Ints:
        left, right = places // self._side, places % self._side
        for turn in range(ROUNDS):
            left, right = right, (left + self._noise(turn, right)) % self._side
        return left * self._side + right

    def _back(self, places: Ints) -> Ints:
        left, right = places // self._side, places % self._side
        for turn in reversed(range(ROUNDS)):
            left, right = (right - self._noise(turn, left)) % self._side, left
        return left * self._side + right

    def _noise(self, turn: int, half: Ints) -> Ints:
        return self._chance.below(f"{self._what}/{turn}", half, int(self._side))


def quotas(total: int, weights: npt.ArrayLike) -> Ints:
    """Split a total by weights into whole numbers that add up: the largest remainders get one more."""
    shares = np.asarray(weights, np.float64)
    exact = shares * (total / shares.sum())
    found = np.floor(exact).astype(np.int64)
    missing = total - int(found.sum())
    found[np.argsort(found - exact, kind="stable")[:missing]] += 1
    return found


def rank_in_group(groups: Ints) -> Ints:
    """The place of each entry among those of its group, from 0, in their order."""
    order = np.argsort(groups, kind="stable")
    ranks = np.empty(len(groups), np.int64)
    ranks[order] = np.arange(len(groups)) - starts_of(groups[order])
    return ranks


def starts_of(sorted_groups: Ints) -> Ints:
    """For each entry of a sorted array where its group begins."""
    return np.searchsorted(sorted_groups, sorted_groups, side="left")
