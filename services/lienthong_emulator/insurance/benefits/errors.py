"""What is refused of benefit claims, and why none is opened."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class BenefitClaimNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "BENEFIT_CLAIM_NOT_FOUND"
    english = "There is no claim {claim}."
    vietnamese = "Không có hồ sơ hưởng {claim}."


class BenefitClaimNotOpen(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "BENEFIT_CLAIM_NOT_OPEN"
    english = "The claim {claim} is not open: it is {state}."
    vietnamese = "Hồ sơ hưởng {claim} không chờ chi trả: trạng thái là {state}."


# Reasons told to the death register: a death stands, and no allowance is due.


class ParticipantAmbiguous(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PARTICIPANT_AMBIGUOUS"
    english = "Insurance holds somebody else, or several people, under the number of who died."
    vietnamese = "Bảo hiểm có người khác, hoặc nhiều người, mang số của người chết."


class FuneralAllowanceNotDue(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "FUNERAL_ALLOWANCE_NOT_DUE"
    english = "What who died had paid in or drew makes no funeral allowance due."
    vietnamese = "Người chết không thuộc diện hưởng trợ cấp mai táng."


# Of certificates that a claim for an illness quotes.


class SickLeaveAmbiguous(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "SICK_LEAVE_AMBIGUOUS"
    english = "Several facilities issued a certificate {number}: name the facility."
    vietnamese = "Nhiều cơ sở đã cấp giấy chứng nhận số {number}: cần nêu cơ sở cấp."


class SickLeaveOfAnother(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "SICK_LEAVE_OF_ANOTHER"
    english = "The certificate {number} is not about this person."
    vietnamese = "Giấy chứng nhận số {number} không phải của người này."


class SickLeaveQuoted(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "SICK_LEAVE_QUOTED"
    english = "The certificate {number} is quoted by {claim} already."
    vietnamese = "Giấy chứng nhận số {number} đã được dùng trong {claim}."
