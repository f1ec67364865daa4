"""Errors and answers as JSON, where they hold what is not in the contract."""

from __future__ import annotations

import base64

import pytest
from connectrpc.code import Code
from connectrpc.errors import ConnectError
from google.longrunning.operations_pb2 import Operation
from google.protobuf.any_pb2 import Any
from google.rpc import error_details_pb2, status_pb2

from lienthong_emulator.edge.error_json import CODES, HTTP_STATUSES, readable, wire_form
from lienthong_emulator.edge.rpc_codec import JsonCodec
from lienthong_emulator.runtime.refusals import Kind

FOREIGN = Any(type_url="type.googleapis.com/elsewhere.v1.Unknown", value=b"abc")


def test_codes_stand_at_the_numbers_that_grpc_gives_them() -> None:
    assert [CODES[kind.value].replace("canceled", "cancelled") for kind in Kind] == [kind.name.lower() for kind in Kind]
    assert set(CODES[1:]) == {code.value for code in Code}
    assert HTTP_STATUSES.keys() == set(CODES[1:]) - {"unknown", "internal", "data_loss"}


def test_a_detail_of_a_kind_that_nobody_knows_is_passed_on_as_it_is() -> None:
    told = readable(wire_form(status_pb2.Status(code=5, message="no", details=[FOREIGN])))

    assert told == {
        "code": "not_found",
        "message": "no",
        "details": [{"type": "elsewhere.v1.Unknown", "value": base64.b64encode(b"abc").decode()}],
    }


def test_what_was_made_readable_stays_as_it_is() -> None:
    info = Any()
    info.Pack(error_details_pb2.ErrorInfo(reason="CARD_NOT_FOUND", domain="lienthong"))
    once = readable(wire_form(status_pb2.Status(code=5, message="no", details=[info])))

    assert once["reason"] == "CARD_NOT_FOUND"
    assert readable(once) == once


def test_an_answer_that_has_no_json_is_told_so() -> None:
    with pytest.raises(ConnectError, match=r"elsewhere\.v1\.Unknown") as error:
        JsonCodec().encode(Operation(name="operations/1", response=FOREIGN))

    assert error.value.code is Code.UNIMPLEMENTED
