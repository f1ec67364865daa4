"""What is refused of papers, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class PaperNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "PAPER_NOT_FOUND"
    english = "There is no paper {paper}."
    vietnamese = "Không có giấy tờ {paper}."
