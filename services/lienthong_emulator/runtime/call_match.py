"""Which calls a tester means: of a fault, or of a question to the journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.field_values import descriptor_of, field_at, holds_text, texts_at

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.journal import Method

Read = Callable[[], "Message | None"]
"""Gives the request of a call; None where it sends a stream or cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMatch:
    """What must be so of a call. An empty text fits every call, and a method may leave its service out."""

    method: str = ""
    caller: str = ""
    case_id: str = ""
    subject: str = ""
    """Stands in some text field of the request."""
    values: Sequence[tuple[str, str]] = ()
    """Paths of the request with what stands there."""

    def fits(self, method: Method, context: Context, read: Read) -> bool:
        return (
            self.method in ("", method.name, method.short)
            and self.caller in ("", context.caller)
            and self.case_id in ("", context.case_id)
            and (not self.asks_for_request or self._fits_request(read()))
        )

    @property
    def asks_for_request(self) -> bool:
        return bool(self.subject or self.values)

    def _fits_request(self, request: Message | None) -> bool:
        if request is None:
            return False
        return (not self.subject or holds_text(request, self.subject)) and all(
            field_at(descriptor_of(request), path) is not None and value in texts_at(request, path)
            for path, value in self.values
        )
