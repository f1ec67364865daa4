"""What is refused about annexes, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class AnnexNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "ANNEX_NOT_FOUND"
    english = "There is no annex {annex} here."
    vietnamese = "Không có phụ lục {annex} ở đây."


class AnnexNotReceived(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "ANNEX_NOT_RECEIVED"
    english = "Annex {number} of {month} was not received, or not as a whole."
    vietnamese = "Chưa nhận được đầy đủ phụ lục {number} của tháng {month}."


class NotItsAnnex(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "NOT_ITS_ANNEX"
    english = "{field}: {agency} does not send annex {number}."
    vietnamese = "{field}: {agency} không phải bên gửi phụ lục {number}."


class ImpossiblePeriod(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "IMPOSSIBLE_PERIOD"
    english = "{field} is not a month of the calendar without a day; a quarter is named by its first month."
    vietnamese = "{field} không phải là tháng có trong lịch, không kèm ngày; quý được ghi bằng tháng đầu quý."


class BeforeTheRegulation(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "BEFORE_THE_REGULATION"
    english = "Regulation 1999/QCPH-BHXH-TCT knows annexes from July 2021 on."
    vietnamese = "Quy chế 1999/QCPH-BHXH-TCT có phụ lục từ tháng 7 năm 2021."


class PeriodNotEnded(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PERIOD_NOT_ENDED"
    english = "The period ends on {last_day}; its annex can be written after that."
    vietnamese = "Kỳ báo cáo kết thúc ngày {last_day}; chỉ lập phụ lục sau ngày đó."


class AnnexPublished(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "ANNEX_PUBLISHED"
    english = "{annex} tells of this period already. Ask for a correction to send another version."
    vietnamese = "{annex} đã được gửi cho kỳ này. Xin yêu cầu điều chỉnh để gửi phiên bản mới."


class NothingToCorrect(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NOTHING_TO_CORRECT"
    english = "No annex was sent for this period yet."
    vietnamese = "Chưa có phụ lục nào được gửi cho kỳ này."


class AnnexUnderWay(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "ANNEX_UNDER_WAY"
    english = "{annex} was not answered yet."
    vietnamese = "{annex} chưa được bên nhận trả lời."


class InspectionAhead(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "INSPECTION_AHEAD"
    english = "{field}: nothing was inspected then; it is {today} today."
    vietnamese = "{field}: chưa thể có thanh tra, kiểm tra; hôm nay là {today}."


class DigestMismatch(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "ANNEX_DIGEST_MISMATCH"
    english = "Part {part}: the digest does not fit what arrived."
    vietnamese = "Phần {part}: mã băm không khớp với dữ liệu nhận được."


class PartMissing(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "ANNEX_PART_MISSING"
    english = "Part {part} came, and part {expected} did not."
    vietnamese = "Đã nhận phần {part} nhưng chưa nhận phần {expected}."


class VersionTaken(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "ANNEX_VERSION_TAKEN"
    english = "{annex} stands as this version already, with other content."
    vietnamese = "{annex} đã được ghi nhận là phiên bản này với nội dung khác."


class RowUnreadable(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "ROW_UNREADABLE"
    english = "These bytes are no row of annex {number}."
    vietnamese = "Dữ liệu không phải là dòng của phụ lục {number}."


class RowRepeated(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "ROW_REPEATED"
    english = "The row before says the same."
    vietnamese = "Dòng này trùng với dòng trước."
