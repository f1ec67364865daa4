"""Shape rules: they stand in the proto, and one place enforces them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from lienthong_emulator.runtime.expected_forms import expected_form
from lienthong_emulator.runtime.refusals import Kind, Refusal, Violation
from lienthong_emulator.runtime.shape_rules import keeps_rules

if TYPE_CHECKING:
    from google.protobuf.message import Message

PATTERN = "string.pattern"
LARGEST_REQUEST = 4 << 20
"""Bytes. gRPC's own limit lies above, so that ours can name the field."""


class InvalidRequest(Refusal):
    """One or more fields break their shape rules; each is named."""

    kind = Kind.INVALID_ARGUMENT
    reason = "INVALID_REQUEST"
    english = "The request is not well formed: {summary}"
    vietnamese = "Yêu cầu không đúng định dạng: {summary_vi}"

    def __init__(self, found: list[Violation]) -> None:
        self._found = found
        summary = "; ".join(f"{v.field}: {v.message}" for v in found)
        summary_vi = "; ".join(f"{v.field}: {v.message_vi}" for v in found)
        super().__init__(field=found[0].field, summary=summary[:1000], summary_vi=summary_vi[:1000])
        self.facts = {"rule": "shape"}

    @property
    def message_vi(self) -> str:
        return "Yêu cầu không đúng định dạng: " + "; ".join(f"{v.field}: {v.message_vi}" for v in self._found)[:1000]

    def violations(self) -> list[Violation]:
        return self._found


class RequestTooLarge(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "REQUEST_TOO_LARGE"
    english = "The request has {bytes} bytes, {limit} are allowed; the most lie in {field}."
    vietnamese = "Yêu cầu có {bytes} byte, giới hạn là {limit}; phần lớn nằm ở {field}."


def check_request(request: Message, size: int) -> None:
    """Refuse a request of so many bytes that is too large or breaks a shape rule, naming the field."""
    if size > LARGEST_REQUEST:
        raise RequestTooLarge(field=largest_field(request), bytes=str(size), limit=str(LARGEST_REQUEST))
    check(request)


def check(message: Message) -> None:
    """Refuse a message that breaks a shape rule, naming the field."""
    _check_shape(message, "")


def check_row(row: Message, at: str) -> None:
    """Refuse a row of a batch that breaks a shape rule; `at` is where it stands in the request."""
    _check_shape(row, at)


def _check_shape(message: Message, at: str) -> None:
    if keeps_rules(message):
        return
    violations = validator().collect_violations(message)
    if violations:
        raise InvalidRequest([_violation(found, f"{at}." if at else "") for found in violations[:20]])


@cache
def validator() -> Any:
    """What tells of broken rules. Imported when it is first asked for: that takes longer than all else at start."""
    from protovalidate import Validator

    return Validator()


def is_validator_loaded() -> bool:
    return validator.cache_info().currsize > 0


def largest_field(message: Message) -> str:
    """The path of the field that holds the most bytes."""
    size, path = 0, ""
    for descriptor, value in message.ListFields():
        found, below = _measure(value)
        if found > size:
            size, path = found, f"{descriptor.name}{below}"
    return path


def _measure(value: Any) -> tuple[int, str]:
    """The size of a value, and the way from it to what is largest below it."""
    if hasattr(value, "ListFields"):
        below = largest_field(value)
        return value.ByteSize(), below and f".{below}"
    if isinstance(value, str | bytes):
        return len(value), ""
    if hasattr(value, "__len__"):
        return _measure_items(list(value))
    return 8, ""


def _measure_items(items: Sequence[Any]) -> tuple[int, str]:
    """That of many: the way leads to one of them where it holds the most by itself."""
    sizes = [_measure(item) for item in items]
    total = sum(size for size, _ in sizes)
    place, (largest, below) = max(enumerate(sizes), key=lambda one: one[1][0], default=(0, (0, "")))
    return total, f"[{place}]{below}" if largest * 2 > total else ""


def _violation(found: Any, at: str) -> Violation:
    elements: Any = found.proto.field.elements if found.proto.field else ()
    path = at + ".".join(map(_element, elements))
    if found.proto.rule_id == PATTERN:
        return Violation(path, *expected_form(found.rule_value))
    return Violation(path, _english(found), _vietnamese(found))


def _element(element: Any) -> str:
    subscript = element.subscript
    index = getattr(subscript, "value", None) if subscript is not None else None
    return element.field_name if index is None else f"{element.field_name}[{index}]"


def _english(found: Any) -> str:
    return found.proto.message or found.proto.rule_id


VIETNAMESE = {
    "required": "bắt buộc phải có",
    "string.min_len": "quá ngắn hoặc bỏ trống",
    "string.max_len": "quá dài",
    "string.uuid": "không phải là UUID",
    "string.uuid_empty": "không phải là UUID",
    "enum.defined_only": "không có trong danh mục",
    "enum.in": "không phải là giá trị được phép",
    "enum.not_in": "bắt buộc phải chọn giá trị",
    "int32.gte": "nhỏ hơn mức cho phép",
    "int32.gte_lte": "ngoài khoảng cho phép",
    "int64.gte": "nhỏ hơn mức cho phép",
    "int64.gte_lte": "ngoài khoảng cho phép",
    "double.gte_lte": "ngoài khoảng cho phép",
    "duration.gte_lte": "ngoài khoảng cho phép",
    "repeated.min_items": "quá ít phần tử",
    "repeated.max_items": "quá nhiều phần tử",
}
"""Sentences for the rules that the contract uses; a test holds the list complete."""


def _vietnamese(found: Any) -> str:
    return VIETNAMESE.get(found.proto.rule_id, "không hợp lệ")
