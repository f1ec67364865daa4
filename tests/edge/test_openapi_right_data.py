"""Requests as the document asks for them have answers as the document has them; none of its paths is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from schemathesis.generation import GenerationMode
from tests.edge.fuzzing import BREAKING, OPERATIONS, keeps_to_the_document, world_to_break

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

EXAMPLES = 6


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
async def test_no_answer_is_outside_the_document(
    whole_front: Front, spare_front: Front, fuzzed_world: str, path: str, method: str
) -> None:
    front, world = whole_front, fuzzed_world
    if path.startswith(BREAKING):
        front, world = spare_front, await world_to_break(spare_front)

    await keeps_to_the_document(front, world, path, method, GenerationMode.POSITIVE, EXAMPLES)
