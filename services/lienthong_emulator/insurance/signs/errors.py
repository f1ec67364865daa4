"""What is refused about signs, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class ViolationRuleNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "VIOLATION_RULE_NOT_FOUND"
    english = "There is no rule {rule}."
    vietnamese = "Không có quy tắc {rule}."
