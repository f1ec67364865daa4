"""Files that are no world, or not one of this version, are refused with what is wrong."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import pytest
from tests.control.test_exporting import Edit, edited, exported, imported

from lienthong.client import Client
from lienthong.control.v1.world_service_pb2 import GetWorldRequest

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import House


def without_a_part(members: dict[str, bytes]) -> None:
    del members["justice.sqlite3"]


def with_a_part_too_many(members: dict[str, bytes]) -> None:
    members["../justice.sqlite3"] = b""


def without_the_world(members: dict[str, bytes]) -> None:
    del members["world.json"]


def with_no_json(members: dict[str, bytes]) -> None:
    members["world.json"] = b"{"


def with_another_nation(members: dict[str, bytes]) -> None:
    world = json.loads(members["world.json"])
    members["world.json"] = json.dumps({**world, "recipe": {**world["recipe"], "seed": "8"}}).encode()


def with_another_clock(members: dict[str, bytes], now: str) -> None:
    world = json.loads(members["world.json"])
    members["world.json"] = json.dumps({**world, "clock": {**world["clock"], "now": now}}).encode()


def with_an_agency_of_nobody(members: dict[str, bytes]) -> None:
    world = json.loads(members["world.json"])
    members["world.json"] = json.dumps({**world, "agencies": [*world["agencies"], "agencies/weather"]}).encode()
    members["weather.sqlite3"] = members["justice.sqlite3"]


def with_no_database(members: dict[str, bytes]) -> None:
    members["justice.sqlite3"] = b"Lan"


def with_half_a_database(members: dict[str, bytes]) -> None:
    members["insurance.sqlite3"] = members["insurance.sqlite3"][:8192]


def _with_statement(members: dict[str, bytes], statement: str, folder: Path) -> None:
    path = folder / "justice.sqlite3"
    path.write_bytes(members["justice.sqlite3"])
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
        raw.execute(statement)
        raw.commit()
    members["justice.sqlite3"] = path.read_bytes()


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        pytest.param(without_a_part, "must be in it, not", id="a part is missing"),
        pytest.param(with_a_part_too_many, "must be in it, not", id="a part too many"),
        pytest.param(without_the_world, "there is no world.json in it", id="no world"),
        pytest.param(with_no_json, "its world.json is no World", id="no JSON"),
        pytest.param(with_another_nation, "another version or from another recipe", id="another recipe"),
        pytest.param(with_no_database, "justice: it is not an SQLite database", id="no database"),
        pytest.param(with_half_a_database, "insurance: it is damaged", id="half a database"),
    ],
)
async def test_a_file_that_is_no_world_is_refused_with_what_is_wrong(
    house: House, client: Client, edit: Edit, problem: str, refusal: Refusing
) -> None:
    no = await refusal(imported(client, edited(await exported(client), edit)))

    assert (no.code, no.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "WORLD_FILE_UNUSABLE")
    assert problem in no.metadata["problem"]
    assert (await refusal(client.worlds.GetWorld(GetWorldRequest(name="worlds/again")))).reason == "WORLD_NOT_FOUND"
    assert not list(house.folder.rglob("worlds/again"))


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        pytest.param("1970-01-01T00:00:00Z", "DATE_NOT_COVERED", id="as where none is told"),
        pytest.param("9999-12-31T00:00:00Z", "DATE_NOT_COVERED", id="a day that no world reaches"),
        pytest.param("2018-01-02T00:00:00Z", "WORLD_FILE_UNUSABLE", id="before the first day"),
    ],
)
async def test_a_clock_that_cannot_be_is_refused(client: Client, now: str, reason: str, refusal: Refusing) -> None:
    def other_clock(members: dict[str, bytes]) -> None:
        with_another_clock(members, now)

    no = await refusal(imported(client, edited(await exported(client), other_clock)))

    assert no.reason == reason
    assert (await refusal(client.worlds.GetWorld(GetWorldRequest(name="worlds/again")))).reason == "WORLD_NOT_FOUND"


async def test_other_tables_are_refused_though_the_digest_fits(
    client: Client, tmp_path: Path, refusal: Refusing
) -> None:
    def other_tables(members: dict[str, bytes]) -> None:
        _with_statement(members, "CREATE TRIGGER late AFTER INSERT ON timer BEGIN DELETE FROM timer; END", tmp_path)

    no = await refusal(imported(client, edited(await exported(client), other_tables)))

    assert (no.reason, no.metadata) == (
        "WORLD_FILE_UNUSABLE",
        {"problem": "justice: its tables are not those of this version"},
    )


async def test_an_agency_that_nobody_plays_gets_no_part(client: Client, refusal: Refusing) -> None:
    no = await refusal(imported(client, edited(await exported(client), with_an_agency_of_nobody)))

    assert (no.reason, no.metadata) == ("AGENCY_UNAVAILABLE", {"agency": "weather"})
