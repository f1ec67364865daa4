"""The page on which every call can be tried."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from lienthong_emulator.edge.openapi import openapi_document

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECONDS_TO_END = 30
EXAMPLES_OF_ALL = """
const contract = JSON.parse(require("fs").readFileSync(0, "utf8"));
const examples = {};
for (const [path, item] of Object.entries(contract.paths)) {
  const body = item.post?.["x-lienthong-agency"] && item.post.requestBody.content["application/json"];
  if (body) examples[path] = exampleOf(body.schema, contract);
}
console.log(JSON.stringify(examples));
"""
PIECES_OF_ALL = """
console.log(JSON.stringify(JSON.parse(require("fs").readFileSync(0, "utf8")).map(piecesOf)));
"""
REASONS_OF_ALL = """
console.log(JSON.stringify(JSON.parse(require("fs").readFileSync(0, "utf8")).map(whyOf)));
"""


async def page_of(front: Front, path: str) -> str:
    async with front.client() as client:
        answer = await client.get(path)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


async def test_the_page_stands_at_the_root_and_where_others_look_for_it(front: Front) -> None:
    assert await page_of(front, "/") == await page_of(front, "/docs")


async def test_the_page_takes_nothing_from_elsewhere(front: Front) -> None:
    async with front.client() as client:
        answer = await client.get("/")

    assert re.findall(r"""(?:src|href)=["'](?!data:|openapi\.json|#)[^"']*|https?://""", answer.text) == []
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_what_the_page_proposes_is_json_of_the_request(front: Front) -> None:
    """The agencies may refuse it, for there is nobody of that number; but each can read it."""
    examples = await asyncio.to_thread(_examples, await page_of(front, "/"))
    async with front.client() as client:
        headers = {"lienthong-world": "nowhere", "connect-timeout-ms": "500"}
        answers = {path: await client.post(path, json=body, headers=headers) for path, body in examples.items()}

    assert len(answers) > 70
    assert {path: answer.text for path, answer in answers.items() if "MALFORMED_REQUEST" in answer.text} == {}


async def test_why_a_call_was_refused_stands_above_its_answer(front: Front) -> None:
    page = await page_of(front, "/")
    async with front.client() as client:
        refused = await client.post("/lienthong.insurance.v1.CardService/GetCard", json={"cardNumber": "1"})
        answered = await client.post("/lienthong.control.v1.ClockService/GetClock", json={})
    texts = [refused.text, answered.text, "<html>502</html>"]
    why = await asyncio.to_thread(_ran, page, REASONS_OF_ALL, texts)

    no = refused.json()
    (field,) = no["fields"]
    assert why == [f"INVALID_REQUEST ({field['field']}): {no['message']}", "", ""]


async def test_comments_are_told_without_the_line_breaks_of_their_files(front: Front) -> None:
    comment = "Tells of a card, see\n`Card`.\n\nRefused with:\n- `GONE`\n- `LOST`, where\nnobody knows."
    pieces = await asyncio.to_thread(_ran, await page_of(front, "/"), PIECES_OF_ALL, [comment])

    told = ["Tells of a card, see ", "Card", ".\n\nRefused with:\n- ", "GONE", "\n- ", "LOST", ", where nobody knows."]
    assert pieces == [told]


def _examples(page: str) -> dict[str, Any]:
    """What the page's own program proposes for each call."""
    return _ran(page, EXAMPLES_OF_ALL, openapi_document())


def _ran(page: str, more: str, given: Any) -> Any:
    """What the page's own program, and more after it, prints of what it is given."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed here")
    found = re.search(r"<script>(.*)</script>", page, re.DOTALL)
    assert found is not None
    done = subprocess.run(
        [node, "-e", found[1] + more],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_END,
        check=True,
    )
    return json.loads(done.stdout)
