"""Annexes that arrive broken, twice or out of order; sent by hand in the name of tax."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from tests.journeys.filings import DECEMBER, Offices, offices_in

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.exchange.v1.exchange_service_pb2 import ListDeadLettersRequest, SendMessagesRequest
from lienthong.exchange.v1.message_pb2 import Message
from lienthong.filing.v1 import annex_pb2 as pb
from lienthong.filing.v1 import requests_pb2 as asked
from lienthong.filing.v1 import rows_pb2
from lienthong.filing.v1.events_pb2 import AnnexPartSent, AnnexRows

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from conftest import House, Refusing

pytestmark = pytest.mark.asyncio(loop_scope="session")

AN_PHAT, LAN, HUNG = "0309900172", "8019900175", "8019900182"
NUMBERS = count()


@pytest_asyncio.fixture(loop_scope="session")
async def offices(whole_house: House, world: str) -> AsyncGenerator[Offices]:
    async with offices_in(whole_house, world) as offices:
        yield offices


def deduction(**changes: Any) -> rows_pb2.DeductionRow:
    said: dict[str, Any] = {
        "employer_tax_code": AN_PHAT,
        "employer_name": "Công ty TNHH An Phát",
        "person_name": "Nguyễn Thị Lan",
        "person_tax_code": LAN,
        "insurance_deducted": 1_260_000,
        **changes,
    }
    return rows_pb2.DeductionRow(**said)


GOOD = deduction().SerializeToString()


@dataclass
class Sender:
    """Tax's office, as one who writes its messages by hand would play it."""

    offices: Offices
    annex: str
    version: int = 1
    kind: pb.AnnexKind.ValueType = pb.ANNEX_KIND_DEDUCTIONS
    digests: list[bytes] = field(default_factory=list[bytes])

    def part(self, rows: Sequence[bytes], *, last: bool = True, **changes: Any) -> AnnexPartSent:
        written = AnnexRows(rows=rows).SerializeToString()
        self.digests.append(sha256(written).digest())
        time = Timestamp()
        time.FromDatetime(datetime(2022, 1, 5, 2, tzinfo=UTC))
        said: dict[str, Any] = {
            "annex": self.annex,
            "kind": self.kind,
            "period": DECEMBER,
            "version": self.version,
            "part": len(self.digests),
            "rows": written,
            "digest": self.digests[-1],
            "annex_digest": sha256(b"".join(self.digests)).digest() if last else b"",
            "publish_time": time,
            **changes,
        }
        return AnnexPartSent(**said)

    async def send(self, *parts: AnnexPartSent) -> pb.Annex:
        """Send parts, each in a message of its own; the annex as insurance holds it then."""
        messages = [self._message(part) for part in parts]
        await self.offices.tax.exchange.SendMessages(SendMessagesRequest(messages=messages))
        await self.offices.tax.clock.AdvanceClock(AdvanceClockRequest(duration=Duration()))
        return await self.offices.look_at(self.annex, "insurance")

    def _message(self, part: AnnexPartSent) -> Message:
        message = Message(
            message_id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.annex}/{next(NUMBERS)}")),
            sender="agencies/tax",
            receiver="agencies/insurance",
            subject=self.annex,
            kind="tax.annex-part",
            case_id="sent-by-hand",
            body=Packed(),
        )
        message.body.Pack(part)
        return message

    async def refused(self) -> list[tuple[int, str, str, str]]:
        rows = await self.offices.refused(self.annex, "insurance")
        return [(row.number, row.key, row.refusal.reason, row.refusal.field) for row in rows]


@pytest.fixture
def sender(offices: Offices) -> Sender:
    return Sender(offices, "annexes/by-hand")


BROKEN = [
    ("no row", b"\xff\xff", ("", "ROW_UNREADABLE", "")),
    (
        "check digit",
        deduction(person_tax_code="8019900176").SerializeToString(),
        (f"{AN_PHAT} 8019900176", "TAX_CODE_CHECK_DIGIT", "rows[1].person_tax_code"),
    ),
    (
        "branch 000",
        deduction(employer_tax_code=f"{AN_PHAT}-000").SerializeToString(),
        (f"{AN_PHAT}-000 {LAN}", "TAX_CODE_ZEROS", "rows[1].employer_tax_code"),
    ),
    (
        "an amount below 0",
        deduction(insurance_deducted=-1).SerializeToString(),
        (f"{AN_PHAT} {LAN}", "INVALID_REQUEST", "rows[1].insurance_deducted"),
    ),
    ("the same again", GOOD, (f"{AN_PHAT} {LAN}", "ROW_REPEATED", "")),
]


@pytest.mark.parametrize(("row", "told"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN])
async def test_a_broken_row_is_refused_and_named_and_the_rest_stands(
    sender: Sender, row: bytes, told: tuple[str, str, str]
) -> None:
    hung = deduction(person_tax_code=HUNG).SerializeToString()
    annex = await sender.send(sender.part([GOOD, row, hung]))

    assert (annex.state, annex.row_count, annex.refused_row_count) == (pb.ANNEX_STATE_ACKNOWLEDGED, 3, 1)
    assert [(2, *told)] == await sender.refused()
    rows = await sender.offices.rows(annex.name, "insurance")
    assert [(row.number, row.deduction.person_tax_code) for row in rows] == [(1, LAN), (3, HUNG)]


async def test_a_digest_that_does_not_fit_refuses_the_whole_annex(sender: Sender) -> None:
    parts = [sender.part([GOOD], last=False), sender.part([GOOD, GOOD], digest=b"\0" * 32, last=False)]
    annex = await sender.send(*parts, sender.part([GOOD]))

    assert (annex.state, annex.refusal.reason) == (pb.ANNEX_STATE_REFUSED, "ANNEX_DIGEST_MISMATCH")
    assert annex.refusal.metadata["part"] == "2"
    assert await sender.offices.rows(annex.name, "insurance") == []


async def test_a_digest_of_the_whole_that_does_not_fit_refuses_it(sender: Sender) -> None:
    annex = await sender.send(sender.part([GOOD], annex_digest=b"\1" * 32))

    assert (annex.state, annex.refusal.reason) == (pb.ANNEX_STATE_REFUSED, "ANNEX_DIGEST_MISMATCH")


async def test_a_part_that_did_not_come_refuses_the_whole_annex(sender: Sender) -> None:
    first, _, last = sender.part([GOOD], last=False), sender.part([GOOD], last=False), sender.part([GOOD])
    annex = await sender.send(first, last)

    assert (annex.state, annex.refusal.reason) == (pb.ANNEX_STATE_REFUSED, "ANNEX_PART_MISSING")


async def test_an_annex_that_is_sent_twice_stands_once(sender: Sender) -> None:
    parts = [sender.part([GOOD], last=False), sender.part([deduction(person_tax_code=HUNG).SerializeToString()])]
    first = await sender.send(*parts)
    again = await sender.send(*parts)

    assert first == again
    assert len(await sender.offices.rows(first.name, "insurance")) == 2
    assert len(await sender.offices.annexes("insurance", kind=pb.ANNEX_KIND_DEDUCTIONS)) == 1


async def test_another_annex_with_the_same_version_is_refused(sender: Sender) -> None:
    standing = await sender.send(sender.part([GOOD]))
    other = Sender(sender.offices, "annexes/another")
    refused = await other.send(other.part([deduction(insurance_deducted=1).SerializeToString()]))

    assert (refused.state, refused.refusal.reason) == (pb.ANNEX_STATE_REFUSED, "ANNEX_VERSION_TAKEN")
    assert await sender.offices.look_at(standing.name, "insurance") == standing


async def test_what_was_refused_can_be_sent_again_as_a_later_version(sender: Sender) -> None:
    await sender.send(sender.part([GOOD], annex_digest=b"\1" * 32))
    later = Sender(sender.offices, "annexes/later", version=2)

    assert (await later.send(later.part([GOOD]))).state == pb.ANNEX_STATE_ACKNOWLEDGED


async def test_an_annex_that_is_not_the_senders_is_a_dead_letter(sender: Sender, refusal: Refusing) -> None:
    sender.kind = pb.ANNEX_KIND_UNITS
    assert (await refusal(sender.send(sender.part([GOOD])))).reason == "ANNEX_NOT_FOUND"

    asking = ListDeadLettersRequest(receiver="agencies/insurance")
    (dead,) = (await sender.offices.insurance.exchange.ListDeadLetters(asking)).dead_letters
    assert "NOT_ITS_ANNEX" in str(dead)


async def test_refused_rows_come_in_pages(sender: Sender) -> None:
    annex = await sender.send(sender.part([GOOD, *[b"\xff\xff"] * 5]))
    request, numbers = asked.ListRefusedRowsRequest(name=annex.name, page_size=2), list[int]()
    while True:
        page = await sender.offices.insurance.insurance_filing.ListRefusedRows(request)
        numbers += [row.number for row in page.rows]
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token

    assert numbers == [2, 3, 4, 5, 6]


async def test_nobody_but_the_agency_itself_files(offices: Offices, refusal: Refusing) -> None:
    publish = asked.PublishAnnexRequest(kind=pb.ANNEX_KIND_TAXPAYERS, period=DECEMBER)

    assert (await refusal(offices.insurance.tax_filing.PublishAnnex(publish))).reason == "ACCESS_NOT_PERMITTED"
    found = offices.tax.tax_filing.GetAnnex(asked.GetAnnexRequest(name="annexes/none"))
    assert (await refusal(found)).reason == "ANNEX_NOT_FOUND"


@pytest.mark.parametrize(
    ("tax_code", "reason"), [("0100109107", "TAX_CODE_CHECK_DIGIT"), ("0100109106-000", "TAX_CODE_ZEROS")]
)
async def test_an_inspection_names_a_tax_code_that_can_be(
    offices: Offices, refusal: Refusing, tax_code: str, reason: str
) -> None:
    finding = asked.RecordInspectionRequest(tax_inspection=rows_pb2.TaxInspectionRow(year=2021, tax_code=tax_code))

    assert (await refusal(offices.tax.tax_filing.RecordInspection(finding))).reason == reason


@pytest.mark.parametrize(
    ("party", "finding", "field"),
    [
        ("tax", rows_pb2.TaxInspectionRow(year=2023, tax_code=AN_PHAT), "year"),
        ("insurance", rows_pb2.InsuranceInspectionRow(last_month=Date(year=2022, month=9)), "last_month"),
        ("insurance", rows_pb2.InsuranceInspectionRow(inspection_date=Date(year=2099)), "inspection_date"),
    ],
    ids=["a year that has not begun", "a month that has not begun", "a day that has not come"],
)
async def test_an_inspection_tells_of_what_was(
    offices: Offices, refusal: Refusing, party: str, finding: Any, field: str
) -> None:
    if party == "insurance":
        finding.unit_code, finding.tax_code = "AA0001A", AN_PHAT
    request = asked.RecordInspectionRequest(**{f"{party}_inspection": finding})

    no = await refusal(offices.desk(party).RecordInspection(request))

    assert (no.reason, no.field) == ("INSPECTION_AHEAD", f"{party}_inspection.{field}")


async def test_an_inspection_is_recorded_where_it_was_made(offices: Offices, refusal: Refusing) -> None:
    finding = asked.RecordInspectionRequest(tax_inspection=rows_pb2.TaxInspectionRow(year=2021, tax_code=AN_PHAT))

    assert (await refusal(offices.insurance.insurance_filing.RecordInspection(finding))).reason == "NOT_ITS_ANNEX"
