"""What is refused of treatments, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class ClaimNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "CLAIM_NOT_FOUND"
    english = "There is no claim for a treatment {number}."
    vietnamese = "Không có hồ sơ đề nghị thanh toán mang số {number}."
