"""A case as a Mermaid sequence diagram."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

_PLAIN = re.compile("control|exchange|insurance|justice|population|tax")
"""Agencies, which go by their names; others may have a name that Mermaid reads as a word of its own."""
_ESCAPED = {ord(sign): f"#{ord(sign)};" for sign in '#;<>&"\\%{}`'}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """Something that an agency did by itself, where `party` is empty; else what came from that party or went to it."""

    agency: str
    party: str
    came_from_party: bool
    title: str
    time: datetime

    @property
    def route(self) -> str:
        arrow = "←" if self.came_from_party else "→"
        return f"{self.agency} {arrow} {self.party}" if self.party else self.agency


def sequence_diagram(case_id: str, hops: Sequence[Hop]) -> str:
    """Arrows for what went between parties, notes for what one did alone and for each new day."""
    parties = dict.fromkeys(party for hop in hops for party in (hop.agency, hop.party) if party)
    ids = {party: party if _PLAIN.fullmatch(party) else f"party{place}" for place, party in enumerate(parties)}
    lines = ["sequenceDiagram", f"    title Case {_text(case_id)}"]
    lines += [f"    participant {ids[party]} as {_text(party)}" for party in parties]
    lines += [f"    {line}" for line in _happenings(hops, ids)]
    return "\n".join(lines) + "\n"


def _happenings(hops: Sequence[Hop], ids: Mapping[str, str]) -> Iterator[str]:
    first, last = next(iter(ids.values())), list(ids.values())[-1]
    everybody = first if first == last else f"{first},{last}"
    day = None
    for hop in hops:
        if hop.time.date() != day:
            day = hop.time.date()
            yield f"Note over {everybody}: {day}"
        yield _happening(hop, ids)


def _happening(hop: Hop, ids: Mapping[str, str]) -> str:
    agency, title = ids[hop.agency], _text(hop.title)
    if not hop.party:
        return f"Note over {agency}: {title}"
    party = ids[hop.party]
    return f"{party}->>{agency}: {title}" if hop.came_from_party else f"{agency}->>{party}: {title}"


def _text(text: str) -> str:
    """Text on one line that ends no statement and starts no markup."""
    return " ".join(text.split()).translate(_ESCAPED) or "-"
