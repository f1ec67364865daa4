"""What the register of employers refuses, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class EmployerNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "EMPLOYER_NOT_FOUND"
    english = "There is no employer {code}."
    vietnamese = "Không có đơn vị sử dụng lao động mang mã {code}."
