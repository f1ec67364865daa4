"""The page of differences from the real systems: what they are expected to fail of the conformance kit, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from typing import cast

from pages.markdown import GENERATED, table

from lienthong_emulator.conformance.cases import Answer, Case, Refusal, Step
from lienthong_emulator.conformance.known import known_failing
from lienthong_emulator.conformance.written import written_cases

LIST = "real-systems.txt"
HEADING = "## "
ABOUT = f"""# Differences from the real systems

No real system was ever asked. This page is made from a list of cases of [the conformance kit](conformance.md) that a
real system is expected to fail, as far as vendors' guides, annexes of laws and public clients tell, or because nobody
outside can know. It is no list of everything that is unlike: what is not played at all stands in
[README.md](../README.md#what-it-is-not), and what was chosen freely is called "our choice" where it stands.

Who can reach one, through an adapter that speaks gRPC, gives the list to the kit and learns where it is wrong: a case
that passes fails the run. Here, where all of them pass, it names them and ends with 1:

```sh
lienthong conform --list
lienthong conform --target localhost:50051 --service insurance.CardService --read-only \\
  --known-failing services/lienthong_emulator/conformance/data/{LIST}
```
"""


def differences_page() -> str:
    cases = {case.case_id: case for found in written_cases().values() for case in found}
    text = (resources.files("lienthong_emulator.conformance") / "data" / LIST).read_text("utf-8")
    reasons = known_failing(text, cases)
    return "\n".join([GENERATED + ABOUT, *_sections(text, cases, reasons)])


def _sections(text: str, cases: Mapping[str, Case], reasons: Mapping[str, str]) -> Iterator[str]:
    _, *parts = text.split(f"\n{HEADING}")
    for part in parts:
        heading, _, lines = part.partition("\n")
        named = [line.partition("#")[0].strip() for line in lines.splitlines() if line.strip()]
        rows = [(f"`{name}`", _played(_main_step(cases[name])), reasons[name]) for name in named]
        yield f"## {heading}\n\n{table(['case', 'as it is played', 'and really'], rows)}"


def _main_step(case: Case) -> Step:
    """The first one with the call that the case is named after."""
    _, call, _ = case.case_id.split("/")
    return next(step for step in case.steps if step.call == call)


def _played(step: Step) -> str:
    """What comes of a call."""
    match step.expected:
        case Refusal(code=code, reason=reason):
            return f"{step.call} is refused: {code}, `{reason}`"
        case Answer(holds=holds) if isinstance(holds, dict):
            told = ", ".join(f"`{name}`" for name in cast("dict[str, object]", holds))
            return f"{step.call} answers, with {told}"
        case _:
            return f"{step.call} answers"
