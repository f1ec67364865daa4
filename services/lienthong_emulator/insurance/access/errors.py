"""What is refused of consents and accesses, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class ConsentNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "CONSENT_NOT_FOUND"
    english = "There is no consent {consent}."
    vietnamese = "Không có sự đồng ý {consent}."


class ConsentWithdrawn(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "CONSENT_WITHDRAWN"
    english = "The consent was withdrawn on {day} already."
    vietnamese = "Sự đồng ý này đã được rút lại ngày {day}."


class EndsBeforeItBegins(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "IMPOSSIBLE_DATE"
    english = "{field} is not a day of the calendar from {valid_from} on."
    vietnamese = "{field} không phải là ngày có trong lịch kể từ {valid_from}."


class UnknownGroup(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "UNKNOWN_FIELD"
    english = "{field}: {path} is not a group of information of a participant."
    vietnamese = "{field}: {path} không phải là nhóm thông tin của người tham gia."
