"""What is refused about faults, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class FaultNeverMet(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "FAULT_NEVER_MET"
    english = "Nothing can ever meet this fault: {why}. Names that look alike: {near}"
    vietnamese = "Không gì có thể gặp lỗi này: {why_vi}. Tên gần giống: {near}"

    def __init__(self, *, field: str, why: str, why_vi: str, near: str = "") -> None:
        super().__init__(field=field, why=why, why_vi=why_vi, near=near or "-")


class FaultNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "FAULT_NOT_FOUND"
    english = "There is no fault {name}. Names that look alike: {near}"
    vietnamese = "Không có lỗi {name}. Tên gần giống: {near}"

    def __init__(self, *, field: str, name: str, near: str = "") -> None:
        super().__init__(field=field, name=name, near=near or "-")
