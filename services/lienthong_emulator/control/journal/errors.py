"""What is refused about the journal, and why."""

from lienthong_emulator.runtime.refusals import Kind, NamesNear, Refusal


class CaseNotInJournal(Refusal):
    kind = Kind.NOT_FOUND
    reason = "CASE_NOT_IN_JOURNAL"
    english = "The journal keeps no call of the case {case_id}; it has dropped {evicted} calls."
    vietnamese = "Nhật ký không còn lượt gọi nào của hồ sơ {case_id}; đã bỏ {evicted} lượt gọi."


class FilterNeverFits(NamesNear):
    kind = Kind.INVALID_ARGUMENT
    reason = "FILTER_NEVER_FITS"
    english = "No call can ever fit: {why}. Names that look alike: {near}"
    vietnamese = "Không lượt gọi nào có thể khớp: {why_vi}. Tên gần giống: {near}"
