"""A case: calls of one service in order, and what must come of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

READING = ("Get", "BatchGet", "List", "Find", "Search", "Quote", "Read", "Render", "Draw")
"""With what a call begins that leaves no more behind than a note of the access. `Check` and `Verify` are no such calls:
a check is told to those who check after, a wrong claim counts as an attempt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The call answers; `holds` is what must stand in it, as `comparing` reads that."""

    holds: Any = None
    same_as: int | None = None
    """The step, from 0, whose answer it must equal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The call is refused; what is empty is not looked at."""

    code: str
    reason: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class WellFormed:
    """The call answers, or is refused with a reason that its comment names, but not for its form."""


@dataclass(frozen=True, slots=True)
class ByRules:
    """As `WellFormed` where the request keeps the shape rules, else refused with `INVALID_REQUEST` and such a field."""


Expected = Answer | Refusal | WellFormed | ByRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One call. A request is protobuf JSON with `${…}` for what `values` knows; a list of them is a stream."""

    call: str
    request: Any
    expected: Expected
    metadata: Mapping[str, str] = field(default_factory=dict[str, str])
    keep: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names under which later steps find fields of the answer."""
    changes: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What the request has instead, by dotted path; `None` leaves a field out."""
    frames: int = 0
    """Of a stream of answers, read so many; 0 for all."""
    times: int = 1
    """So often in a row; the last one counts."""
    wire: bytes | None = None
    """What is sent instead of a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A behaviour of the contract; `case_id` is `insurance.CardService/CheckCard/right`."""

    case_id: str
    service: str
    steps: Sequence[Step]
    generated: bool = False
    after_writes: bool = False
    """It looks at what cases before it have written."""

    @property
    def reads_only(self) -> bool:
        return not self.after_writes and all(step.call.startswith(READING) for step in self.steps)
