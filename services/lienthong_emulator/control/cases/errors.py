"""What is refused about cases, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class CaseNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "CASE_NOT_FOUND"
    english = "No agency has taken a step of the case {case_id}."
    vietnamese = "Chưa cơ quan nào thực hiện bước nào của hồ sơ {case_id}."
