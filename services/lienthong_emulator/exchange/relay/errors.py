"""What the exchange refuses, and why."""

from typing import ClassVar

from lienthong_emulator.runtime.refusals import Kind, Refusal, TryAgain


class ExchangeRefusal(Refusal):
    """Base of the exchange's own refusals."""

    domain: ClassVar[str] = "exchange.lienthong"


class LogUnavailable(TryAgain):
    """What cannot be logged is not relayed."""

    domain: ClassVar[str] = ExchangeRefusal.domain
    reason = "LOG_UNAVAILABLE"
    english = "The exchange cannot write its log now and relays nothing ({problem}). Send again."
    vietnamese = "Nền tảng hiện không ghi được nhật ký nên không chuyển tiếp gì ({problem}). Xin gửi lại."


class SenderNotCaller(ExchangeRefusal):
    kind = Kind.PERMISSION_DENIED
    reason = "SENDER_NOT_CALLER"
    english = "{caller} cannot send a message in the name of {sender}."
    vietnamese = "{caller} không thể gửi thông điệp với tên {sender}."


class KindNotTheSenders(ExchangeRefusal):
    kind = Kind.PERMISSION_DENIED
    reason = "KIND_NOT_THE_SENDERS"
    english = "{sender} cannot send {message_kind}: only the agency whose name a kind begins with can."
    vietnamese = "{sender} không thể gửi {message_kind}: chỉ cơ quan có tên ở đầu loại thông điệp mới được gửi."


class KindNotTheReceivers(ExchangeRefusal):
    kind = Kind.PERMISSION_DENIED
    reason = "KIND_NOT_THE_RECEIVERS"
    english = "{message_kind} is registered for others than {receiver}."
    vietnamese = "Loại thông điệp {message_kind} được đăng ký cho cơ quan khác, không phải {receiver}."


class ReceiverNotFound(ExchangeRefusal):
    kind = Kind.NOT_FOUND
    reason = "RECEIVER_NOT_FOUND"
    english = "No agency is registered as {receiver}."
    vietnamese = "Không có cơ quan nào đăng ký với tên {receiver}."


class ReceiverNotCaller(ExchangeRefusal):
    kind = Kind.PERMISSION_DENIED
    reason = "RECEIVER_NOT_CALLER"
    english = "{caller} cannot read or acknowledge the log of {receiver}."
    vietnamese = "{caller} không thể đọc hoặc xác nhận nhật ký của {receiver}."


class MessageIdReused(ExchangeRefusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "MESSAGE_ID_REUSED"
    english = "Another message was sent with the id {message_id} before."
    vietnamese = "Mã thông điệp {message_id} đã được dùng cho một thông điệp khác."


class MessageNotFound(ExchangeRefusal):
    kind = Kind.NOT_FOUND
    reason = "MESSAGE_NOT_FOUND"
    english = "No log holds the message {message_id}."
    vietnamese = "Không nhật ký nào có thông điệp {message_id}."


class DeadLetterNotFound(ExchangeRefusal):
    kind = Kind.NOT_FOUND
    reason = "DEAD_LETTER_NOT_FOUND"
    english = "The message {message_id} is not among the dead letters."
    vietnamese = "Thông điệp {message_id} không nằm trong số thông điệp bị từ chối."


class CursorAhead(ExchangeRefusal):
    kind = Kind.OUT_OF_RANGE
    reason = "CURSOR_AHEAD"
    english = "The log ends at {head}; nothing up to {cursor} can have been taken in."
    vietnamese = "Nhật ký kết thúc ở số {head}; không thể đã nhận đến số {cursor}."


class CursorExpired(ExchangeRefusal):
    kind = Kind.OUT_OF_RANGE
    reason = "CURSOR_EXPIRED"
    english = "The log is kept from {oldest} on; what follows {cursor} is gone."
    vietnamese = "Nhật ký chỉ còn từ số {oldest}; phần sau số {cursor} không còn."


class AnchorExpired(ExchangeRefusal):
    kind = Kind.OUT_OF_RANGE
    reason = "ANCHOR_EXPIRED"
    english = "The log is kept from {oldest} on; whether {sequence} stood in it cannot be told any more."
    vietnamese = "Nhật ký chỉ còn từ số {oldest}; không thể xác nhận số {sequence} nữa."
