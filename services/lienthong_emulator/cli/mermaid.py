"""A case as a Mermaid sequence diagram."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lienthong_emulator.cli.hops import Hop

_ESCAPED = {ord(sign): f"#{ord(sign)};" for sign in '#;<>&"\\%{}'} | {ord(space): " " for space in "\r\n\t\v\f\x85\u2028\u2029"}


def sequence_diagram(case_id: str, hops: Sequence[Hop]) -> str:
    """Arrows for what went between parties, notes for what one did alone and for each new day."""
    parties = dict.fromkeys(party for hop in hops for party in (hop.agency, hop.party) if party)
    lines = ["sequenceDiagram", f"    title Case {_text(case_id)}"]
    lines += [f"    participant {_id(party)} as {_text(party)}" for party in parties]
    lines += [f"    {line}" for line in _happenings(hops, [_id(party) for party in parties])]
    return "\n".join(lines) + "\n"


def _happenings(hops: Sequence[Hop], everybody: Sequence[str]) -> Iterator[str]:
    day = None
    for hop in hops:
        if hop.time.date() != day:
            day = hop.time.date()
            yield f"Note over {','.join(dict.fromkeys([everybody[0], everybody[-1]]))}: {day}"
        yield _happening(hop)


def _happening(hop: Hop) -> str:
    agency, party, title = _id(hop.agency), _id(hop.party), _text(hop.title)
    if not hop.party:
        return f"Note over {agency}: {title}"
    return f"{party}->>{agency}: {title}" if hop.came_from_party else f"{agency}->>{party}: {title}"


def _id(party: str) -> str:
    """A name that is no word of the language, as `end` is."""
    return "party_" + re.sub(r"[^0-9A-Za-z]", "_", party)


def _text(text: str) -> str:
    """Text that ends no statement and starts no markup."""
    return text.translate(_ESCAPED).strip() or "-"
