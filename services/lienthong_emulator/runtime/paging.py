"""Pages of a list (AIP-158): a token serves only the caller and the question that it was given to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lienthong_emulator.runtime.refusals import Kind, Refusal

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call

Place = tuple[int, ...]
"""Where a page ended, as whole numbers by which the list is ordered."""
PAGE, LARGEST_PAGE = 50, 500
"""Rows of a page where none or too many are asked for, and a list has no reason for others."""


class MalformedPageToken(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "MALFORMED_PAGE_TOKEN"
    english = "The page token was not given by this list with these arguments."
    vietnamese = "Mã trang không phải do danh sách này cấp với các tham số này."


def page_size(request: Any, usual: int = PAGE, largest: int = LARGEST_PAGE) -> int:
    """How many rows the page has at the most."""
    return min(request.page_size or usual, largest)


def page_token(call: Call, request: Any, *place: int) -> str:
    """The token for the page after a place. `request` has `page_size` and `page_token`, which may change."""
    written = "-".join(map(str, place))
    return f"{written}-{_seal(call, request, written)}"


def place_in(call: Call, request: Any, start: Place) -> Place:
    """Where the page before ended, `start` for the first. Raises `MalformedPageToken`."""
    if not request.page_token:
        return start
    written, _, seal = request.page_token.rpartition("-")
    if not written or seal != _seal(call, request, written):
        raise MalformedPageToken(field="page_token")
    return tuple(map(int, written.split("-")))


def _seal(call: Call, request: Any, written: str) -> str:
    asked = type(request)()
    asked.CopyFrom(request)
    asked.ClearField("page_token")
    asked.ClearField("page_size")
    question = asked.SerializeToString(deterministic=True).hex()
    return call.kit.opaque_id("page", f"{call.method}/{call.context.caller}/{question}/{written}")
