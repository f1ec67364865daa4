"""Files of facilities, as they were taken in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Final

from lienthong_emulator.insurance.papers.domain import Paper
from lienthong_emulator.insurance.treatments.domain import Treatment
from lienthong_emulator.matching import PartialDate

LARGEST_CLAIM_FILE: Final = 16 << 20
LARGEST_DOCUMENT_FILE: Final = 4 << 20
"""Our choice, in bytes: the gateway has a limit (1001), which is not public."""


class FileKind(IntEnum):
    """What a file is; numbered as in the contract."""

    CHECK_IN = 1
    CLAIM = 2
    CLAIM_4210 = 3
    CERTIFICATE = 4
    DEATH_NOTICE = 5
    BIRTH_NOTICE = 6
    SUMMARY_7980 = 7
    SUMMARY_19 = 8
    SUMMARY_20 = 9
    SUMMARY_21 = 10
    REFERRAL = 11
    DEPARTMENTS = 12
    PRACTITIONERS = 13
    MEDICINES = 14
    SUPPLIES = 15
    SERVICES = 16
    EQUIPMENT = 17
    SUMMARY_01BH = 18
    CORRECTIONS_09BH = 19

    @property
    def root(self) -> str:
        """The element that holds all of it; empty where nobody has said."""
        return ROOTS.get(self, "")

    @property
    def largest(self) -> int:
        """Bytes that it may have."""
        return LARGEST_DOCUMENT_FILE if self in DOCUMENTS else LARGEST_CLAIM_FILE


DOCUMENTS: Final = (FileKind.CERTIFICATE, FileKind.DEATH_NOTICE, FileKind.BIRTH_NOTICE)
ROOTS: Final[Mapping[FileKind, str]] = {
    FileKind.CHECK_IN: "CHI_TIEU_TRANG_THAI_KCB",
    FileKind.CLAIM: "GIAMDINHHS",
    FileKind.CLAIM_4210: "GIAMDINHHS",
    FileKind.CERTIFICATE: "HSCHUNGTU",
    FileKind.DEATH_NOTICE: "HSDLGBT",
    FileKind.BIRTH_NOTICE: "HSDLGCS",
}
CERTIFICATES: Final[Collection[str]] = (
    "CT03",
    "CT04",
    "CT06",
    "CT07",
    "GIAYDIEUTRINOITRU",
    "GIAYDIEUTRIVOSINH",
    "GIAYSUCKHOEME",
)
"""What document 39 may hold."""
TABLES: Final[Mapping[FileKind, Sequence[str]]] = {
    FileKind.CLAIM: [f"XML{number}" for number in range(1, 16)],
    FileKind.CLAIM_4210: [f"XML{number}" for number in range(1, 6)],
}
"""What a claim may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A file that was taken in. Keys of what it told of are divided by blanks."""

    submission_number: int
    submission_id: str
    kind: FileKind
    facility: str
    sender: str
    receive_time: datetime
    bytes: int
    digest: str
    dossiers: int
    treatments: str
    papers: str
    total_cost: int

    @property
    def transaction_code(self) -> str:
        """What the facility is told to remember (`maGiaoDich`)."""
        return f"HS_{self.submission_number:07}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A part of the bytes of a file, compressed."""

    submission_number: int
    part: int
    bytes: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Whom a treatment or paper is about, as the facility writes it. A name may be missing, a birth date too."""

    numbers: Sequence[str]
    full_name: str
    birth: PartialDate | None


@dataclass(frozen=True, slots=True)
class FoundTreatment:
    """A treatment in a file, its keys yet to be given."""

    patient: Patient
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """A paper in a file, its keys yet to be given. `died` is the day of a death that it tells of."""

    patient: Patient
    paper: Paper
    died: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a file holds that something is done with."""

    dossiers: int
    treatments: Sequence[FoundTreatment] = ()
    papers: Sequence[FoundPaper] = ()

    @property
    def total_cost(self) -> int:
        return sum(found.treatment.total_cost for found in self.treatments)


def plain(tag: str) -> str:
    """A tag without what its spellings differ in: tables write `HO_TEN_NND`, documents of 2025 `hotenNnd`."""
    return tag.replace("_", "").upper()
