"""Cases written by hand: a file in `data/` for each service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, cast

from lienthong_emulator.conformance.cases import Answer, Case, Expected, Refusal, Step, WellFormed


@cache
def written_cases() -> Mapping[str, Sequence[Case]]:
    """Cases by service, in the order of their file."""
    import yaml  # only who asks for cases needs it

    folder = resources.files("lienthong_emulator.conformance") / "data"
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)
    found = [yaml.load(one.read_text("utf-8"), yaml.CSafeLoader) for one in files]
    return {content["service"]: list(_cases(content)) for content in found}


def _cases(content: Mapping[str, Any]) -> Iterator[Case]:
    service = content["service"]
    for row in content["cases"]:
        steps = [_step(one) for one in row.get("steps", [row])]
        case_id = f"{service}/{steps[-1].call}/{row['id']}"
        yield Case(case_id=case_id, service=service, steps=steps, after_writes=row.get("after_writes", False))


def _step(row: Mapping[str, Any]) -> Step:
    return Step(
        call=row["call"],
        request=row.get("request", {}),
        expected=_expected(row),
        metadata={f"lienthong-{name}": text for name, text in row.get("as", {}).items()},
        keep=row.get("keep", {}),
        changes=row.get("with", {}),
        frames=row.get("frames", 0),
        times=row.get("times", 1),
    )


def _expected(row: Mapping[str, Any]) -> Expected:
    if "refused" in row:
        code, reason, *field = cast(str, row["refused"]).split()
        return Refusal(code=code, reason=reason, field=field[0] if field else "")
    if row.get("well_formed"):
        return WellFormed()
    return Answer(holds=row.get("answer"), same_as=row.get("same_as"))
