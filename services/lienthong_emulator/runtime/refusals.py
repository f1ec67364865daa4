"""The 'no' that the contract foresees, and how it travels.

A refusal is a class, raised where it is known. It reaches the caller as `google.rpc.Status` with one ErrorInfo (reason,
domain, metadata), a BadRequest where fields are at fault, a RetryInfo where a retry helps, and the sentence in
Vietnamese.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from google.protobuf import any_pb2, duration_pb2, message
from google.rpc import error_details_pb2, status_pb2

from lienthong.type.v1 import refusal_pb2

DOMAIN = "lienthong"
RETRY_AFTER_SECONDS = 1
NO_NAMES = "-"


class Kind(Enum):
    """What sort of 'no': names and numbers of the gRPC status codes."""

    CANCELLED = 1
    INVALID_ARGUMENT = 3
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    INTERNAL = 13
    UNAVAILABLE = 14


class Refusal(Exception):
    """Base of every foreseen refusal. Raise a subclass; never this.

    `english` and `vietnamese` are sentences with the names of the facts in braces, as in `"Nobody carries {number}."`.
    `field` is the path of the field at fault in the request.
    """

    kind: ClassVar[Kind]
    reason: ClassVar[str]
    english: ClassVar[str]
    vietnamese: ClassVar[str]
    domain: ClassVar[str] = DOMAIN
    retry: ClassVar[bool] = False

    def __init__(self, *, field: str = "", **facts: str) -> None:
        self.field = field
        self.facts: Mapping[str, str] = facts
        super().__init__(self.english.format_map({"field": field, **facts}))

    @property
    def message(self) -> str:
        return str(self)

    @property
    def message_vi(self) -> str:
        return self.vietnamese.format_map({"field": self.field, **self.facts})

    def violations(self) -> "list[Violation]":
        """The fields at fault."""
        return [Violation(self.field, self.message, self.message_vi)] if self.field else []


@dataclass(frozen=True, slots=True)
class Violation:
    """One field at fault, and why, in both languages."""

    field: str
    message: str
    message_vi: str
    reason: str = ""
    """Where it is another than that of the refusal."""


class PeerRefusal(Exception):
    """A peer's 'no', with its reason. Catch it by reason and answer with a refusal of your own."""

    def __init__(self, peer: str, status: status_pb2.Status) -> None:
        super().__init__(f"{peer}: {status.message}")
        self.peer = peer
        self.status = status
        self.reason = reason_of(status)


class NamesNear(Refusal):
    """Base of what may be mistyped: sentences that end in names which look alike do without where there are none."""

    def __init__(self, *, near: str = "", field: str = "", **facts: str) -> None:
        super().__init__(field=field, near=near or NO_NAMES, **facts)

    def __str__(self) -> str:
        return super().__str__().removesuffix(f" Names that look alike: {NO_NAMES}")

    @property
    def message_vi(self) -> str:
        return super().message_vi.removesuffix(f" Tên gần giống: {NO_NAMES}")


class TryAgain(Refusal):
    """Base of what may go well the next time. Who works in the background waits and tries again."""

    kind = Kind.UNAVAILABLE
    retry = True


class AgencyUnavailable(TryAgain):
    reason = "AGENCY_UNAVAILABLE"
    english = "The agency {agency} does not answer now. Ask again."
    vietnamese = "Cơ quan {agency} hiện không trả lời. Xin gửi lại yêu cầu."


class CallNotOffered(AgencyUnavailable):
    """A peer that does not know a call: it may know another one."""


class DatabaseUnavailable(TryAgain):
    """The disk is full, the server is gone: nothing was written."""

    reason = "DATABASE_UNAVAILABLE"
    english = "The database cannot do it now, nothing was written ({problem}). Ask again."
    vietnamese = "Cơ sở dữ liệu hiện không thực hiện được, chưa có gì được ghi ({problem}). Xin gửi lại yêu cầu."


class WorldBuildFailed(Refusal):
    """What generates a world's people has a bug: asked again, it fails again."""

    kind = Kind.INTERNAL
    reason = "WORLD_BUILD_FAILED"
    english = "The world cannot be built; that is a bug of the emulator: {problem}."
    vietnamese = "Không dựng được thế giới; đây là lỗi của bộ giả lập: {problem}."


def status_of(refusal: Refusal) -> status_pb2.Status:
    """The refusal as it travels."""
    return status_pb2.Status(
        code=refusal.kind.value,
        message=refusal.message,
        details=[_packed(detail) for detail in _details(refusal)],
    )


def _details(refusal: Refusal) -> list[message.Message]:
    details: list[message.Message] = [
        error_details_pb2.ErrorInfo(reason=refusal.reason, domain=refusal.domain, metadata=refusal.facts)
    ]
    if violations := refusal.violations():
        details.append(
            error_details_pb2.BadRequest(field_violations=[_field_violation(v, refusal.reason) for v in violations])
        )
    if refusal.retry:
        details.append(error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=RETRY_AFTER_SECONDS)))
    details.append(error_details_pb2.LocalizedMessage(locale="vi-VN", message=refusal.message_vi))
    return details


def _field_violation(violation: Violation, reason: str) -> error_details_pb2.BadRequest.FieldViolation:
    return error_details_pb2.BadRequest.FieldViolation(
        field=violation.field,
        description=violation.message,
        reason=violation.reason or reason,
        localized_message=error_details_pb2.LocalizedMessage(locale="vi-VN", message=violation.message_vi),
    )


def _packed(detail: message.Message) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(detail)
    return packed


def reason_of(status: status_pb2.Status) -> str:
    """The reason in a status, or an empty text where it carries none."""
    info = error_details_pb2.ErrorInfo()
    return next((info.reason for detail in status.details if detail.Unpack(info)), "")


def refusal_to_proto(refusal: Refusal) -> refusal_pb2.Refusal:
    """The refusal as it is kept with the thing that was refused."""
    return refusal_pb2.Refusal(
        reason=refusal.reason,
        field=refusal.field,
        message=refusal.message,
        message_vi=refusal.message_vi,
        metadata=refusal.facts,
    )
