"""Answers that a page shows, and what of an answer it shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"


def objects(text: str) -> list[Any]:
    """One JSON, or one a line."""
    try:
        return [json.loads(text)]
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines()]


def as_short_as(said: Any, answer: Any) -> Any:
    """The part of an answer that the page shows."""
    if isinstance(said, dict) and isinstance(answer, dict):
        return {key: as_short_as(said[key], answer[key]) for key in said if key in answer}
    if isinstance(said, list) and isinstance(answer, list):
        return [as_short_as(one, other) for one, other in zip(said, answer, strict=True)]
    return answer
