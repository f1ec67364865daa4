"""What a run found: how each case ended, and how much of the contract ran."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lienthong_emulator.conformance.running import Outcome
from lienthong_emulator.conformance.services import service_named

if TYPE_CHECKING:
    from lienthong_emulator.conformance.running import Result

BAD = (Outcome.FAILED, Outcome.MENDED)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of what a service promises, what was met; reasons as `(call, reason)`."""

    calls: Sequence[str]
    answered: frozenset[str]
    reasons: frozenset[tuple[str, str]]
    reached: frozenset[tuple[str, str]]

    @property
    def unreached(self) -> Sequence[tuple[str, str]]:
        return sorted(self.reasons - self.reached)

    def __str__(self) -> str:
        return (
            f"calls answered {len(self.answered)} of {len(self.calls)}, "
            f"reasons reached {len(self.reached)} of {len(self.reasons)}"
        )


@dataclass(frozen=True, slots=True)
class Report:
    """Results by service, in the order in which they ran."""

    target: str
    results: Mapping[str, Sequence[Result]]

    @property
    def all_results(self) -> Sequence[Result]:
        return [result for results in self.results.values() for result in results]

    @property
    def passes(self) -> bool:
        """Something ran, and nothing failed that is not known to, nor passed that is."""
        ran = any(result.outcome is not Outcome.LEFT_OUT for result in self.all_results)
        return ran and not any(result.outcome in BAD for result in self.all_results)

    def counted(self, service: str = "") -> Counter[Outcome]:
        results = self.results[service] if service else self.all_results
        return Counter(result.outcome for result in results)

    def coverage_of(self, name: str) -> Coverage:
        service = service_named(name)
        promised = {(call, reason) for call in service.calls for reason in service.reasons_of(call)}
        met = frozenset[tuple[str, str]]().union(*(result.reached for result in self.results[name]))
        answered = frozenset(call for call, reason in met if not reason)
        return Coverage(service.calls, answered, frozenset(promised), frozenset(promised & met))
