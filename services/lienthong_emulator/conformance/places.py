"""Places within protobuf JSON: `messages.0.kind`."""

from __future__ import annotations

from typing import Any, cast

Place = tuple[str | int, ...]


def place_of(path: str) -> Place:
    return tuple(int(part) if part.isdecimal() else part for part in path.split("."))


def put(held: Any, place: Place, value: Any) -> Any:
    """A copy with another value at a place; `None` leaves out what stands there."""
    head, *rest = place
    changed: Any = list(cast(list[Any], held)) if isinstance(held, list) else dict(held)
    if rest:
        changed[head] = put(changed[head], tuple(rest), value)
    elif value is None:
        changed.pop(head, None)
    else:
        changed[head] = value
    return changed


def value_at(held: Any, place: Place) -> Any:
    """What stands at a place, `None` where nothing does."""
    for part in place:
        if isinstance(part, int):
            elements = cast(list[Any], held or [])
            held = elements[part] if part < len(elements) else None
        else:
            held = cast(dict[str, Any], held or {}).get(part)
    return held
