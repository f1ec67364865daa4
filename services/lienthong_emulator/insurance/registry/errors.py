"""What the register of participants refuses, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class ParticipantNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "PARTICIPANT_NOT_FOUND"
    english = "No participant carries this number."
    vietnamese = "Không có người tham gia mang số này."


class HouseholdNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "HOUSEHOLD_NOT_FOUND"
    english = "There is no household {household_code}."
    vietnamese = "Không có hộ gia đình mang mã {household_code}."


class NumbersExhausted(Refusal):
    kind = Kind.RESOURCE_EXHAUSTED
    reason = "NUMBERS_EXHAUSTED"
    english = "No numbers are left that open with {stem}; what {field} brings along is taken instead."
    vietnamese = "Đã hết số bắt đầu bằng {stem}; có thể dùng số đã có, ghi tại {field}."
