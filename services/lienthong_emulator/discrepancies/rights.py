"""Who may read a discrepancy, report one, and handle it: what another holds of a person is nobody else's affair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.access.rules import keeps_register
from lienthong_emulator.discrepancies.domain import Sight
from lienthong_emulator.discrepancies.errors import NotItsHandler, ReporterUnknown
from lienthong_emulator.discrepancies.source_of_truth import fields_decided_by, row_of
from lienthong_emulator.runtime.context import ANYBODY

if TYPE_CHECKING:
    from lienthong_emulator.discrepancies.domain import Discrepancy
    from lienthong_emulator.runtime.context import Context


def sight_of(context: Context, agency: str) -> Sight:
    """What a caller may read at an agency."""
    return Sight(context.caller, keeps_register(context, agency), fields_decided_by(context.caller))


def refuse_nameless(context: Context) -> None:
    """Refuse with `REPORTER_UNKNOWN` who does not say who reports: nobody could be told how it ends."""
    if context.caller in ("", ANYBODY):
        raise ReporterUnknown


def refuse_unless_handler(context: Context, agency: str, discrepancy: Discrepancy) -> None:
    """Refuse with `NOT_ITS_HANDLER` whoever neither keeps the register, nor decides, nor reported it."""
    handlers = (*row_of(discrepancy.field).sources, discrepancy.reporter)
    if context.caller not in handlers and not keeps_register(context, agency):
        raise NotItsHandler(caller=context.caller)
