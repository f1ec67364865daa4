"""Documents that went wrong by chance."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_emulator.linked_procedure import example_dossiers, read_dossiers, request_to_json
from lienthong_emulator.runtime.refusals import Refusal, status_of

HUGE = "huge"  # stands for a megabyte, which a report of a failure should not hold
LETTERS = st.characters(exclude_categories=())
TEXTS = st.text(LETTERS, max_size=20) | st.sampled_from(
    ["0", "1", "2", "1988", "31/12/2021", "9" * 40, "x" * (1 << 20)]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
GARBAGE = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=8
)


def written(document: object) -> str:
    return json.dumps(document).replace(HUGE, "x" * (1 << 20))


def objects_in(dossier: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield dossier
    for value in dossier.values():
        if isinstance(value, dict):
            yield from objects_in(value)


@st.composite
def damaged_dossiers(draw: st.DrawFn) -> dict[str, Any]:
    dossier = draw(st.sampled_from(json.loads(example_dossiers())))
    for _ in range(draw(st.integers(1, 3))):
        damaged = draw(st.sampled_from(list(objects_in(dossier))))
        key = draw(st.sampled_from(sorted(damaged) or ["maTinh"]) | TEXTS)
        if draw(st.booleans()):
            damaged[key] = draw(GARBAGE)
        else:
            damaged.pop(key, None)
    return dossier


@given(damaged_dossiers())
@settings(deadline=None)
def test_a_damaged_dossier_is_read_or_refused(dossier: dict[str, Any]) -> None:
    [read] = read_dossiers(written(dossier))

    assert (read.request is None) != (read.refusal is None)
    if read.refusal is not None:
        assert status_of(read.refusal).SerializeToString()
    if read.request is not None:
        [again] = read_dossiers(json.dumps(request_to_json(read.request)))
        assert again.request == read.request


def refusals_of(document: str | bytes) -> list[Refusal | None]:
    try:
        return [read.refusal for read in read_dossiers(document)]
    except Refusal as whole:
        return [whole]


@given(st.binary() | st.text(LETTERS) | GARBAGE.map(written))
@settings(deadline=None)
def test_any_other_document_is_refused(document: str | bytes) -> None:
    assert all(refusal and status_of(refusal).SerializeToString() for refusal in refusals_of(document))
