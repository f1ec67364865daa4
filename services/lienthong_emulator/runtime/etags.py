"""A change of what somebody read is refused where it was changed meanwhile (AIP-154)."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class EtagStale(Refusal):
    kind = Kind.ABORTED
    reason = "ETAG_STALE"
    english = "It has changed since it was read. Read it again."
    vietnamese = "Dữ liệu đã thay đổi sau lần đọc trước. Xin đọc lại."


def refuse_stale(given: str, current: str, field: str = "etag") -> None:
    """Refuse with `ETAG_STALE` where an etag is given and is not the current one."""
    if given and given != current:
        raise EtagStale(field=field)
