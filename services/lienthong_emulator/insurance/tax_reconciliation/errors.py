"""What is refused about reconciling with tax, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class ReconciliationNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "RECONCILIATION_NOT_FOUND"
    english = "There is no reconciliation {reconciliation}."
    vietnamese = "Không có lần đối soát {reconciliation}."
