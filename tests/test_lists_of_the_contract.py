"""Lists of the contract are asked alike, and say so in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.house import HOME

PROTO = HOME / "proto"
FIELD = re.compile(r"(?P<words>(?:  // [^\n]+\n)+)  (?P<type>\w+) (?P<name>\w+) = \d+(?P<rules> \[[^;]*\])?;")
WORDS = {
    "page_size": re.compile(r"How many .*[\d,]+ where 0, never more than [\d,]+\."),
    "page_token": re.compile(r"`next_page_token` of the page before, empty for the first\."),
    "next_page_token": re.compile(r"Token of the next page.*[,;] empty on the last\."),
}
RULES = {
    "page_size": "(buf.validate.field).int32.gte = 0",
    "page_token": "(buf.validate.field).string.max_len = 200",
    "next_page_token": "",
}


def _fields() -> Iterator[tuple[str, str, str, str]]:
    for path in sorted(PROTO.rglob("*.proto")):
        for found in FIELD.finditer(path.read_text("utf-8")):
            if found["name"] in WORDS:
                words = " ".join(line.strip().removeprefix("// ") for line in found["words"].splitlines())
                yield path.stem, found["name"], words, (found["rules"] or "").strip(" []")


FIELDS = list(_fields())


def test_every_list_has_the_three_fields_of_pages() -> None:
    found = [name for _, name, _, _ in FIELDS]

    assert found.count("page_token") == found.count("next_page_token") > 20


@pytest.mark.parametrize(("file", "name", "words", "rules"), FIELDS)
def test_a_list_is_asked_page_by_page_as_all_others_are(file: str, name: str, words: str, rules: str) -> None:
    assert WORDS[name].fullmatch(words), f"{file}: {words}"
    assert RULES[name] == rules
