"""Sample files at the terminal: insurance takes what the command makes, whoever it is about."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.facility_files import (
    BIRTH_NOTICE,
    CERTIFICATE,
    CHECK_IN,
    CLAIM,
    CLAIM_4210,
    DEATH_NOTICE,
    submitted,
)

from lienthong.client import connect
from lienthong_emulator.runtime.context import DEFAULT_WORLD

if TYPE_CHECKING:
    from cli.conftest import Ask, Up
    from lienthong.insurance.v1.submission_pb2 import Submission

KINDS = {
    "claim": CLAIM,
    "claim-4210": CLAIM_4210,
    "check-in": CHECK_IN,
    "sick-leave": CERTIFICATE,
    "birth-notice": BIRTH_NOTICE,
    "death-notice": DEATH_NOTICE,
}
BINH, GIANG = "GD4010195000167", "0107000351"


def taken(house: Up, kind: str, data: bytes, facility: str = "01999", world: str = DEFAULT_WORLD) -> Submission:
    """Insurance's answer."""

    async def send() -> Submission:
        async with connect(house.address, caller=f"facilities/{facility}", world=world) as client:
            return await submitted(client, KINDS[kind], data, facility)

    return asyncio.run(send())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["thi-giang", BINH], ids=["a persona", "a card"])
def test_a_sample_of_every_kind_is_taken_in(house: Up, ask: Ask, tmp_path: Path, kind: str, who: str) -> None:
    file = tmp_path / "sample.xml"
    said = ask("claim", "sample", who, "--kind", kind, "--out", file, "--json").objects()
    submission = taken(house, kind, file.read_bytes())

    assert said == [{"file": str(file), "kind": kind, "bytes": len(file.read_bytes())}]
    assert len(submission.treatments) + len(submission.papers) == 1


def test_a_sample_is_of_the_facility_that_is_named(house: Up, ask: Ask) -> None:
    said = ask("claim", "sample", GIANG, "--facility", "79034")

    assert taken(house, "claim", said.out.encode(), "79034").facility == "79034"


def test_samples_that_are_made_again_later_on_the_same_day_are_the_same_files(ask: Ask) -> None:
    at_nine = [ask("claim", "sample", GIANG, "--kind", kind).out for kind in KINDS]
    ask("clock", "advance", "--hours", "3")

    assert [ask("claim", "sample", GIANG, "--kind", kind).out for kind in KINDS] == at_nine


def test_samples_that_are_made_in_the_night_are_taken_in(house: Up, ask: Ask) -> None:
    ask("world", "create", "night")
    ask("clock", "advance", "--hours", "17", "--world", "night")

    for kind in KINDS:
        sample = ask("claim", "sample", GIANG, "--kind", kind, "--world", "night").out
        assert taken(house, kind, sample.encode(), world="night")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        pytest.param(["nobody-we-know"], 2, "is neither a number nor a persona", id="nobody"),
        pytest.param([BINH, "--kind", "poem"], 2, "--kind must be one of claim, ", id="no such kind"),
        pytest.param([BINH, "--facility", "1"], 2, "--facility must be 5 digits", id="no such facility"),
        pytest.param(["0199999999"], 1, "PARTICIPANT_NOT_FOUND", id="a number of nobody"),
        pytest.param(["my-linh", "--kind", "claim-4210"], 1, "Cao Mỹ Linh has no card", id="no card to name"),
    ],
)
def test_what_cannot_be_made_is_told(ask: Ask, words: list[str], code: int, sentence: str) -> None:
    said = ask("claim", "sample", *words)

    assert (said.code, sentence in said.err) == (code, True)
