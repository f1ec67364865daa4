"""Requests that break what the document asks for are refused as the document has it, on every path that takes any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from schemathesis.generation import GenerationMode
from tests.edge.fuzzing import BREAKING, DOCUMENT, OPERATIONS, keeps_to_the_document, world_to_break

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

EXAMPLES = 4
TAKE_SOMETHING = [(path, method) for path, method in OPERATIONS if "parameters" in DOCUMENT["paths"][path][method]]


@pytest.mark.parametrize(("path", "method"), TAKE_SOMETHING)
async def test_no_refusal_is_outside_the_document(
    whole_front: Front, spare_front: Front, fuzzed_world: str, path: str, method: str
) -> None:
    front, world = whole_front, fuzzed_world
    if path.startswith(BREAKING):
        front, world = spare_front, await world_to_break(spare_front)

    await keeps_to_the_document(front, world, path, method, GenerationMode.NEGATIVE, EXAMPLES)
