"""What every verification refuses, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class EmptyClaim(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "EMPTY_CLAIM"
    english = "{field} says nothing of the person beside the number."
    vietnamese = "{field} không có thông tin nào của công dân ngoài số giấy tờ."


class UnknownField(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "UNKNOWN_FIELD"
    english = "{field}: '{path}' is not a field that can be compared."
    vietnamese = "{field}: '{path}' không phải là trường đối chiếu được."


class ImpossibleDate(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "IMPOSSIBLE_DATE"
    english = "{field} is not a date, whole or partial, of the calendar from 1800 to 2400."
    vietnamese = "{field} không phải là ngày, đủ hoặc khuyết, có trong lịch từ năm 1800 đến năm 2400."


class AttemptsExhausted(Refusal):
    kind = Kind.RESOURCE_EXHAUSTED
    reason = "ATTEMPTS_EXHAUSTED"
    english = "{limit} claims about this person were wrong today. Ask again tomorrow."
    vietnamese = "Hôm nay đã có {limit} lượt đối chiếu về người này không khớp. Xin hỏi lại vào ngày mai."


class FingerprintsNotPermitted(Refusal):
    kind = Kind.PERMISSION_DENIED
    reason = "FINGERPRINTS_NOT_PERMITTED"
    english = "{caller} may not ask about every field that a fingerprint is made of."
    vietnamese = "{caller} không được hỏi về mọi trường tạo nên mã băm."


class FingerprintRuleUnknown(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "FINGERPRINT_RULE_UNKNOWN"
    english = "{field}: fingerprints are made by '{known}' here."
    vietnamese = "{field}: ở đây mã băm được tính theo '{known}'."


class FingerprintsDoNotFit(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "FINGERPRINTS_DO_NOT_FIT"
    english = "{field} has {bytes} bytes, where {numbers} numbers have eight each."
    vietnamese = "{field} có {bytes} byte, trong khi {numbers} số giấy tờ cần mỗi số tám byte."
