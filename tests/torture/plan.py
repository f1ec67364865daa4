"""What goes wrong in a run: every death and every fault, drawn from the seed before the run begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle
from random import Random

Way = tuple[str, str]
"""From who asks to who is asked."""


class Mishap(StrEnum):
    """What a link does with the call, or with the frame of a stream, that meets it."""

    LOSE_REQUEST = "request lost"
    LOSE_REPLY = "reply lost"
    DELAY = "reply delayed"
    DUPLICATE = "delivered twice"
    REPEAT_LATE = "delivered again after a later one"
    REORDER = "overtaken by a later one"


@dataclass(frozen=True, slots=True)
class Fault:
    """A mishap that a link has ready, for the call that comes after some good ones."""

    mishap: Mishap
    good_before: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Death:
    """The end of a process: at a named point, or some seconds after it serves where the point is empty."""

    agency: str
    point: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Deaths by agency and faults by way, each in order."""

    deaths: Mapping[str, Sequence[Death]]
    faults: Mapping[Way, Sequence[Fault]]

    @property
    def kills(self) -> int:
        return sum(map(len, self.deaths.values()))

    @property
    def mishaps(self) -> int:
        return sum(map(len, self.faults.values()))


DESK = "desk"
WAYS: Mapping[Way, int] = {
    (DESK, "justice"): 2,
    (DESK, "population"): 4,
    (DESK, "insurance"): 2,
    (DESK, "tax"): 1,
    ("justice", "population"): 4,
    ("justice", "exchange"): 3,
    ("population", "exchange"): 5,
    ("insurance", "exchange"): 5,
    ("tax", "exchange"): 2,
}
"""The ways that the traffic takes, with their shares of it."""
MORTALS: Mapping[str, Sequence[str]] = {
    "justice": (
        "justice.file.committed",
        "justice.verified",
        "justice.register.before-commit",
        "justice.register.committed",
        "justice.death.verified",
        "justice.death.before-commit",
        "justice.death.committed",
        "justice.death.locked",
        "justice.revocation.before-commit",
        "justice.revocation.committed",
        "justice.revocation.unlocked",
        "justice.marriage.verified",
        "justice.marriage.before-commit",
        "justice.marriage.committed",
        "justice.amendment.told",
        "justice.outbox.before-send",
        "justice.outbox.sent",
        "justice.inbox.before-commit",
        "justice.inbox.committed",
    ),
    "population": (
        "population.issue.before-commit",
        "population.issue.committed",
        "population.change.before-commit",
        "population.change.committed",
        "population.outbox.before-send",
        "population.outbox.sent",
        "population.inbox.before-commit",
        "population.inbox.committed",
    ),
    "insurance": (
        "insurance.annex.before-commit",
        "insurance.annex.part-written",
        "insurance.outbox.before-send",
        "insurance.outbox.sent",
        "insurance.inbox.before-commit",
        "insurance.inbox.committed",
    ),
    "tax": (
        "tax.annex.before-commit",
        "tax.annex.part-written",
        "tax.outbox.before-send",
        "tax.outbox.sent",
        "tax.inbox.before-commit",
        "tax.inbox.committed",
    ),
    "exchange": ("exchange.relay.before-commit", "exchange.relay.committed"),
    "control": (),
}
"""The agencies that the traffic needs, with the points of its paths. Each also dies at any moment."""
SHARE_AT_A_POINT = 0.6
LONGEST_GOOD_RUN = 2
LONGEST_LIFE, LONGEST_DELAY = 0.4, 0.3
"""Seconds."""


def plan_of(seed: int, kills: int, faults: int) -> Plan:
    """The same seed gives the same plan."""
    chance = Random(seed)
    deaths: dict[str, list[Death]] = {agency: [] for agency in MORTALS}
    points = cycle((agency, point) for agency, named in MORTALS.items() for point in named)
    for _ in range(kills):
        death = _death(chance, points)
        deaths[death.agency].append(death)
    planned: dict[Way, list[Fault]] = {way: [] for way in WAYS}
    for way in chance.choices([*WAYS], [*WAYS.values()], k=faults):
        planned[way].append(_fault(chance))
    return Plan(deaths, planned)


def _death(chance: Random, points: Iterator[tuple[str, str]]) -> Death:
    """Every point has its turn; between them deaths come at any moment."""
    seconds = chance.uniform(0, LONGEST_LIFE)
    if chance.random() < SHARE_AT_A_POINT:
        return Death(*next(points), seconds)
    return Death(chance.choice([*MORTALS]), "", seconds)


def _fault(chance: Random) -> Fault:
    return Fault(chance.choice([*Mishap]), chance.randint(0, LONGEST_GOOD_RUN), chance.uniform(0.01, LONGEST_DELAY))
