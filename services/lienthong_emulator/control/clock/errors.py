"""What is refused about the clock, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class ClockSetBackwards(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "CLOCK_SET_BACKWARDS"
    english = (
        "The clock shows {now} and cannot go back to {time}: fork the world at a moment to which you want to return."
    )
    vietnamese = (
        "Đồng hồ đang chỉ {now}, không thể lùi về {time}: hãy rẽ nhánh (fork) thế giới tại thời điểm muốn quay lại."
    )
