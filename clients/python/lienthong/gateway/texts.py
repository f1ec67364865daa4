"""Days and moments as the gateway writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

HANOI = timezone(timedelta(hours=7))


def utc_now() -> datetime:
    return datetime.now(UTC)


def birth_text(born: date | str) -> str:
    """A day as dd/MM/yyyy; text (a year, MM/yyyy) as it is."""
    return born if isinstance(born, str) else f"{born:%d/%m}/{born.year:04}"


def day(text: str) -> date | None:
    """dd/MM/yyyy; None for no day, and for what is written otherwise."""
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def minute(text: str) -> datetime | None:
    """yyyyMMddHHmm in Hà Nội; None as above."""
    try:
        return datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=HANOI)
    except ValueError:
        return None


def instant(text: str) -> datetime | None:
    """ISO 8601 with its zone; None as above."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
