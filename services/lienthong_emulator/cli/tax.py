"""`tax`: the annexes that tax and insurance send each other."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncGenerator, Iterator
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import note, print_json

if TYPE_CHECKING:
    from google.type.date_pb2 import Date

    from lienthong.filing.v1.annex_pb2 import Annex
    from lienthong.filing.v1.rows_pb2 import AnnexRow

LAST_OF_TAX: Final = 3
NUMBERS: Final = ("01", "02", "03", "04", "05", "06")
SECONDS_BETWEEN_LOOKS: Final = 0.1
DATE_PARTS: Final = 3

app = typer.Typer(
    help="What tax and insurance tell each other (Regulation 1999/QCPH-BHXH-TCT).",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def tax() -> None:
    """What tax and insurance tell each other (Regulation 1999/QCPH-BHXH-TCT)."""


@app.command()
def annex(
    number: Annotated[str, typer.Argument(help="01 to 06, as the Regulation numbers them.")],
    month: Annotated[str, typer.Option("--month", help="YYYY-MM; the first month of the quarter for 03 and 06.")],
    correct: Annotated[bool, typer.Option("--correct", help="Send a later version first.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print its rows as CSV.")] = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Show an annex and its rows; one that was not sent yet is sent.

    Without --csv and --json it prints what became of it, and the rows that the receiver refused.
    """
    finish(lambda: run(_annex(number, month, correct, as_csv, json, target, world)), json=json)


async def _annex(number: str, month: str, correct: bool, as_csv: bool, json: bool, target: str, world: str) -> Ending:
    kind, period = _kind(number), parse_month(month)
    caller = "agencies/tax" if kind <= LAST_OF_TAX else "agencies/insurance"
    async with client_of(parse_target(target), world, caller) as client:
        desk = client.tax_filing if kind <= LAST_OF_TAX else client.insurance_filing
        found = await _answered(desk, await _published(desk, kind, period, correct))
        if as_csv:
            await _print_csv(desk, found)
        elif json:
            await _print_rows(desk, found)
        else:
            await _show(desk, found)
    return Ending.DONE


def _kind(number: str) -> int:
    if number not in NUMBERS:
        raise Stopped(Ending.USAGE, f"there is no annex {number}; there are {', '.join(NUMBERS)}")
    return int(number)


def parse_month(month: str) -> Date:
    """A month that was typed as YYYY-MM."""
    from google.type.date_pb2 import Date

    year, _, number = month.partition("-")
    if not (len(year) == 4 and len(number) == 2 and month.replace("-", "").isdigit()):
        raise Stopped(Ending.USAGE, "--month is written YYYY-MM")
    return Date(year=int(year), month=int(number))


async def _published(desk: Any, kind: int, period: Date, correct: bool) -> Annex:
    """The latest version; where there is none, or another is wanted, it is sent."""
    from lienthong.filing.v1.requests_pb2 import ListAnnexesRequest, PublishAnnexRequest

    held = (await desk.ListAnnexes(ListAnnexesRequest(kind=kind, period=period))).annexes  # type: ignore[arg-type] # an enum is a number
    if held and not correct:
        return held[0]
    request = PublishAnnexRequest(kind=kind, period=period, correct=bool(held))  # type: ignore[arg-type] # as above
    return await desk.PublishAnnex(request)


async def _answered(desk: Any, annex: Annex) -> Annex:
    """The annex once the receiver has answered."""
    import asyncio

    from lienthong.filing.v1.annex_pb2 import ANNEX_STATE_SENT
    from lienthong.filing.v1.requests_pb2 import GetAnnexRequest

    if annex.state <= ANNEX_STATE_SENT:
        note(f"{annex.name} is under way")
    while annex.state <= ANNEX_STATE_SENT:
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        annex = await desk.GetAnnex(GetAnnexRequest(name=annex.name))
    return annex


async def _rows(desk: Any, annex: Annex) -> AsyncGenerator[AnnexRow]:
    from lienthong.filing.v1.requests_pb2 import ReadAnnexRequest

    async for frame in desk.ReadAnnex(ReadAnnexRequest(name=annex.name)):
        for row in frame.rows:
            yield row


async def _print_csv(desk: Any, annex: Annex) -> None:
    from lienthong.filing.v1.rows_pb2 import AnnexRow

    fields = AnnexRow.DESCRIPTOR.oneofs_by_name["row"].fields
    kind = fields[annex.kind - 1].message_type
    print(_line(["number", *(name for name, _ in _columns(kind, None))]), end="")
    async for row in _rows(desk, annex):
        said = getattr(row, fields[annex.kind - 1].name)
        print(_line([row.number, *(value for _, value in _columns(kind, said))]), end="")


def _line(values: list[Any]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue()


def _columns(kind: Any, said: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The columns of a message, those of messages in it after their names; without a message only the names count."""
    for field in kind.fields:
        value = getattr(said, field.name) if said is not None else None
        if field.message_type is None:
            yield f"{prefix}{field.name}", _text(field, value)
        elif field.message_type.full_name == "google.type.Date":
            yield f"{prefix}{field.name}", _date(value)
        else:
            yield from _columns(field.message_type, value, f"{prefix}{field.name}_")


def _text(field: Any, value: Any) -> Any:
    return field.enum_type.values_by_number[value].name if field.enum_type and value is not None else value


def _date(found: Date | None) -> str:
    if found is None or not found.year:
        return ""
    parts = [f"{found.year:04}", f"{found.month:02}", f"{found.day:02}"]
    return "-".join(parts[: DATE_PARTS if found.day else DATE_PARTS - 1])


async def _print_rows(desk: Any, annex: Annex) -> None:
    from google.protobuf.json_format import MessageToDict

    print_json(MessageToDict(annex, preserving_proto_field_name=True))
    async for row in _rows(desk, annex):
        print_json(MessageToDict(row, preserving_proto_field_name=True))


async def _show(desk: Any, annex: Annex) -> None:
    from lienthong.filing.v1.annex_pb2 import AnnexState
    from lienthong.filing.v1.requests_pb2 import ListRefusedRowsRequest

    state = AnnexState.Name(annex.state).removeprefix("ANNEX_STATE_").lower()
    print(f"Annex {annex.kind:02} of {_date(annex.period)}, version {annex.version}: {state}")
    print(f"  from {annex.sender} to {annex.receiver}, due by {_date(annex.due_date)}")
    size = f"rows: {annex.row_count:,}, parts: {annex.part_count:,}, bytes: {annex.byte_count:,}"
    print(f"  {size}, sha256 {annex.digest[:16]}")
    if annex.HasField("refusal"):
        print(f"  {annex.refusal.reason}: {annex.refusal.message}")
    for row in (await desk.ListRefusedRows(ListRefusedRowsRequest(name=annex.name))).rows:
        print(f"  row {row.number} refused ({row.key}): {row.refusal.reason}: {row.refusal.message}")
