"""What the civil-status registers refuse, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class CivilStatusNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "CIVIL_STATUS_NOT_FOUND"
    english = "The registers name nobody under this number."
    vietnamese = "Sổ hộ tịch không có người mang số này."
