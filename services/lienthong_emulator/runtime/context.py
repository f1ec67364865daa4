"""For whom work is done: the metadata of a call, carried on to peers and into messages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lienthong_emulator.runtime.refusals import Kind, Refusal

WORLD = "lienthong-world"
CALLER = "lienthong-caller"
ON_BEHALF_OF = "lienthong-on-behalf-of"
PURPOSE = "lienthong-purpose"
LEGAL_BASIS = "lienthong-legal-basis"
CLOCK = "lienthong-clock"
CASE = "lienthong-case"
REPLAYED = "lienthong-replayed"
TRACE_PARENT = "traceparent"

DEFAULT_WORLD = "default"
ANYBODY = "anonymous"
AGENCY_PREFIX = "agencies/"
"""With which a caller opens that is an agency: `agencies/tax`."""
LONGEST_VALUE = 200

Metadata = Sequence[tuple[str, str | bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who asks, for whom, what for, in which world and case."""

    world: str = DEFAULT_WORLD
    caller: str = ANYBODY
    on_behalf_of: str = ""
    purpose: str = ""
    legal_basis: str = ""
    case_id: str = ""
    trace_parent: str = ""
    clock_revision: int = 0

    def within(self, case_id: str) -> "Context":
        return replace(self, case_id=case_id)

    def metadata_of(self, agency: str, clock_revision: int) -> tuple[tuple[str, str], ...]:
        """Metadata for a call that `agency` makes in this context. What for is its own affair, and not its caller's."""
        pairs = (
            (WORLD, self.world),
            (CALLER, AGENCY_PREFIX + agency),
            (ON_BEHALF_OF, self.on_behalf_of or self.caller),
            (CLOCK, str(clock_revision)),
            (CASE, self.case_id),
            (TRACE_PARENT, self.trace_parent),
        )
        return tuple(pair for pair in pairs if pair[1])


class MalformedMetadata(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "MALFORMED_METADATA"
    english = "The metadata key {key} has a value that cannot be read."
    vietnamese = "Khóa siêu dữ liệu {key} có giá trị không đọc được."


def context_of(metadata: Metadata) -> Context:
    """The context of a call, from its metadata."""
    return _context_of(tuple(metadata))


@lru_cache(maxsize=1_024)  # who asks much asks with the same metadata
def _context_of(metadata: Metadata) -> Context:
    given = dict(metadata)
    for key in (WORLD, CALLER, ON_BEHALF_OF, PURPOSE, LEGAL_BASIS, CASE, TRACE_PARENT):
        if len(given.get(key, "")) > LONGEST_VALUE:
            raise MalformedMetadata(key=key)
    return Context(
        world=str(given.get(WORLD, DEFAULT_WORLD)),
        caller=str(given.get(CALLER, "")) or ANYBODY,
        on_behalf_of=str(given.get(ON_BEHALF_OF, "")),
        purpose=str(given.get(PURPOSE, "")),
        legal_basis=str(given.get(LEGAL_BASIS, "")),
        case_id=str(given.get(CASE, "")),
        trace_parent=str(given.get(TRACE_PARENT, "")),
        clock_revision=_revision(str(given.get(CLOCK, "0"))),
    )


def _revision(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise MalformedMetadata(key=CLOCK)
    return int(text)
