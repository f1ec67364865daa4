"""Papers that health facilities issue."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum


class PaperKind(IntEnum):
    """What a paper is; numbered as in the contract."""

    BIRTH_NOTICE = 1
    DEATH_NOTICE = 2
    SICK_LEAVE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper as it stands; `participant_key` 0 where nobody is known of this number and name.

    `content` is what it says: a message of the contract, by its kind, which is told as it was kept.
    """

    paper_number: int
    paper_id: str
    kind: PaperKind
    facility: str
    number: str
    submission_id: str
    participant_key: int
    receive_time: datetime
    issue_date: date | None
    quoted_by: str = ""
    content: bytes
