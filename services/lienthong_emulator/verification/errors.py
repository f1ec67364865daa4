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
