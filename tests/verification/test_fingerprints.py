"""The fingerprint as it is published: whoever computes it elsewhere comes to the same."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from lienthong_emulator.insurance.agency import AGENCY as INSURANCE
from lienthong_emulator.population.agency import AGENCY as POPULATION
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.verification.fingerprints import (
    FIELDS,
    RULE,
    fingerprint,
    fingerprints_from_bytes,
    fingerprints_to_bytes,
    made_of,
)

PAGE = (Path(__file__).parents[2] / "docs" / "fingerprints.md").read_text("utf-8")
LAN = ("1 901193000017", "Nguyễn Thị Lan", 19930517, 2, "01 001 00001", "1 901166000021", "")


def test_the_page_tells_the_text_and_its_fingerprint() -> None:
    _, _, rest = PAGE.partition("```text\n")
    text, _, rest = rest.partition("\n```")
    written = fingerprints_to_bytes([fingerprint(*LAN)])

    assert text == "\n".join(map(str, (RULE, *LAN)))
    assert sha256(text.encode()).digest()[:8] == written
    assert f"`{written.hex()}`" in rest


@pytest.mark.parametrize("place", range(len(LAN)), ids=["identity_number", *FIELDS])
def test_each_word_is_part_of_it(place: int) -> None:
    other = {1: "Nguyễn Thị Lân", 2: 19930518, 3: 1}.get(place, "1 901193000025")
    words = [*LAN[:place], other, *LAN[place + 1 :]]

    assert fingerprint(*words) != fingerprint(*LAN)  # type: ignore[arg-type] # words of several types


def test_a_row_of_words_has_the_fingerprint_of_its_words() -> None:
    (made,) = made_of([("901193000017", 1, *LAN[1:], 7, True)])
    assert made == ("901193000017", 1, 7, fingerprint(*LAN))


def test_eight_bytes_are_eight_bytes_whatever_the_highest_bit() -> None:
    found = [-(1 << 63), -1, 0, (1 << 63) - 1]
    assert list(fingerprints_from_bytes(fingerprints_to_bytes(found))) == found


@pytest.mark.parametrize("agency", [INSURANCE, POPULATION], ids=lambda agency: agency.name)
def test_another_rule_is_another_schema(agency: Agency) -> None:
    """What was kept by an older rule is never read by a newer one: the digest of a file is made of its schema."""
    assert f"-- Fingerprints: {RULE} " in agency.schema
