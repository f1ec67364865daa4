"""The compiled rules never trust a message that the validator refuses, and seldom doubt one that it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from google.protobuf import descriptor_pool, message_factory
from google.type.date_pb2 import Date
from tests.fuzz.messages import Drawn, Words

from lienthong.contract import import_messages
from lienthong.filing.v1.annex_pb2 import ANNEX_KIND_UNITS
from lienthong.filing.v1.requests_pb2 import GetAnnexRequest, PublishAnnexRequest, RecordInspectionRequest
from lienthong.filing.v1.rows_pb2 import AnnexShare, PersonRow
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.runtime.shape_rules import keeps_rules
from lienthong_emulator.runtime.validation import validator

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor
    from google.protobuf.message import Message

PROTO = Path(__file__).parents[2] / "proto"
DRAWN_OF_EACH = 60
LAN = PersonRow(
    unit_name="Công ty TNHH Gỗ Gia Long",
    unit_code="UC2678U",
    tax_code="0730085253",
    person_name="Nguyễn Thị Lan",
    person_tax_code="8643240524",
    identity_number=IdentityNumber(value="901185000017"),
    employer=AnnexShare(total=1_444_200, social=1_227_570, health=216_630),
    employee=AnnexShare(total=758_205),
    paid=2_202_405,
)
REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c001"
PUBLISHING = PublishAnnexRequest(kind=ANNEX_KIND_UNITS, period=Date(year=2021, month=12), request_id=REQUEST_ID)


def changed(message: Message, **fields: object) -> Message:
    other = type(message)()
    other.CopyFrom(message)
    other.MergeFrom(type(message)(**fields))
    return other


def kinds_of_messages() -> Iterator[Descriptor]:
    """Every kind of the contract."""
    import_messages()
    pool = descriptor_pool.Default()
    for path in sorted((PROTO / "lienthong").rglob("*.proto")):
        yield from pool.FindFileByName(str(path.relative_to(PROTO))).message_types_by_name.values()


def test_whatever_is_drawn_it_is_not_trusted_where_the_validator_refuses_it() -> None:
    chance, trusted, doubted = Random(71), 0, 0
    drawn = Drawn(chance, Words(chance))
    for kind in kinds_of_messages():
        for _ in range(DRAWN_OF_EACH):
            message = message_factory.GetMessageClass(kind)()
            drawn.fill(message)
            refused = validator().collect_violations(message)
            assert not (refused and keeps_rules(message)), (kind.full_name, message)
            trusted += keeps_rules(message)
            doubted += not refused and not keeps_rules(message)

    assert trusted > 100 * doubted


@pytest.mark.parametrize(
    "message", [LAN, PUBLISHING, changed(PUBLISHING, note="x" * 500)], ids=["Lan", "usual", "long"]
)
def test_what_keeps_its_rules_is_not_doubted(message: Message) -> None:
    assert keeps_rules(message)


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(changed(LAN, unit_code="UC2678U\n"), id="a line feed at the end"),
        pytest.param(changed(LAN, unit_code="UC267٣U"), id="a digit that is not ours"),
        pytest.param(changed(LAN, person_name="ễ" * 101), id="a letter too many"),
        pytest.param(changed(LAN, remaining=-1), id="a negative sum"),
        pytest.param(changed(LAN, employer=AnnexShare(health=-1)), id="a negative sum further down"),
        pytest.param(changed(LAN, identity_number=IdentityNumber(value="9 01")), id="a blank in a number"),
        pytest.param(PublishAnnexRequest(kind=ANNEX_KIND_UNITS), id="no period"),
        pytest.param(changed(PUBLISHING, request_id=f"{REQUEST_ID}0"), id="no UUID"),
        pytest.param(GetAnnexRequest(), id="empty, where that may not be"),
        pytest.param(RecordInspectionRequest(), id="neither of two"),
    ],
)
def test_what_breaks_a_rule_is_doubted(message: Message) -> None:
    assert validator().collect_violations(message)
    assert not keeps_rules(message)
