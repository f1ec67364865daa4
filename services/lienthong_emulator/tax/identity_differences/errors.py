"""What is refused about differences of identity, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class IdentityDifferenceNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "IDENTITY_DIFFERENCE_NOT_FOUND"
    english = "There is no difference {difference}."
    vietnamese = "Không có sai lệch {difference}."


class IdentityDifferenceEnded(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "IDENTITY_DIFFERENCE_ENDED"
    english = "The difference {difference} has been corrected or upheld."
    vietnamese = "Sai lệch {difference} đã được điều chỉnh hoặc giữ nguyên."
