"""What is refused of facilities, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class FacilityNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "FACILITY_NOT_FOUND"
    english = "There is no facility {code}."
    vietnamese = "Không có cơ sở khám chữa bệnh mang mã {code}."
