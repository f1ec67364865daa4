"""What is refused about faults, and why."""

from lienthong_emulator.runtime.refusals import Kind, NamesNear


class FaultNeverMet(NamesNear):
    kind = Kind.INVALID_ARGUMENT
    reason = "FAULT_NEVER_MET"
    english = "Nothing can ever meet this fault: {why}. Names that look alike: {near}"
    vietnamese = "Không gì có thể gặp lỗi này: {why_vi}. Tên gần giống: {near}"


class FaultNotFound(NamesNear):
    kind = Kind.NOT_FOUND
    reason = "FAULT_NOT_FOUND"
    english = "There is no fault {name}. Names that look alike: {near}"
    vietnamese = "Không có lỗi {name}. Tên gần giống: {near}"
