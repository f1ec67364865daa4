"""Birth dossiers: what they say, how they go on, and by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from lienthong_emulator.matching import PartialDate, canonical_name
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.administrative_units import find_commune
from lienthong_emulator.reference.working_days import add_working_days

# Civil-status law 60/2014, article 15: within 60 days of the birth.
DAYS_IN_TIME = 60
# Civil-status decree 123/2015, article 14: seven days of public notice for an abandoned child.
DAYS_OF_NOTICE = 7
# Our choice: one entry on a page, 200 pages in a book.
PAGES_IN_A_BOOK = 200


class State(StrEnum):
    """Where a dossier stands; named as in the contract."""

    IN_PROCESS = "IN_PROCESS"
    RETURNED = "RETURNED"
    REFUSED = "REFUSED"
    CARD_ISSUED = "CARD_ISSUED"
    WITHDRAWN = "WITHDRAWN"
    NUMBER_OBSTACLE = "NUMBER_OBSTACLE"


class Step(StrEnum):
    """What a dossier in process waits for; named as in the contract."""

    NONE = ""
    PUBLIC_NOTICE = "PUBLIC_NOTICE"
    REGISTER = "REGISTER"
    AWAIT_CARD = "AWAIT_CARD"
    RECEIVE = "RECEIVE"


class BirthKind:
    """Which parents are known: codes of `nksLoaiKhaiSinh`."""

    BOTH_PARENTS = 1
    MOTHER_UNKNOWN = 2
    FATHER_UNKNOWN = 3
    PARENTS_UNKNOWN = 4
    ABANDONED = 5


class RegistrationKind:
    """How a birth comes to be registered: codes of `loaiDangKy`."""

    ON_TIME = 1
    AGAIN = 2
    FOREIGN_RECORD = 3
    LATE = 4


class PaperKind:
    """Kinds of identity paper: codes of `LoaiGiayToTuyThan`."""

    CMND = 1
    CCCD = 4
    ARMED_FORCES = (5, 6, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A parent as declared. Numbers are empty where there are none."""

    full_name: str
    birth_date: PartialDate
    nationality: str
    personal_number: str
    paper_kind: int
    paper_number: str
    residence: Address

    @property
    def is_citizen(self) -> bool:
        """Of Viet Nam, which is taken for granted where no nationality is said."""
        return self.nationality in ("", "VN")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What the rules need of a declaration. Places, ethnic groups and dates carry the path of their field."""

    registration_kind: int
    registration_commune: str
    notice_number: str
    foreign_record: str
    child_name: str
    child_sex: int
    child_birth_date: date
    child_ethnic_group: str
    child_nationality: str
    child_hometown: Address
    child_number: str
    birth_kind: int
    mother: Parent | None
    father: Parent | None
    applicant_residence: Address
    facility: str
    places: Sequence[tuple[str, Address]]
    ethnic_groups: Sequence[tuple[str, str]]
    past_dates: Sequence[tuple[str, PartialDate]]
    other_papers: Sequence[tuple[str, int, str, str]]  # of applicant and child: field, kind, number, personal number

    def parents(self) -> Mapping[str, Parent]:
        """The parents that are known, by the name of their field."""
        both = {"mother": self.mother, "father": self.father}
        return {role: parent for role, parent in both.items() if parent is not None}

    def child_key(self) -> str:
        """Tells the child from all others: name, birth date and a parent. Empty where no parent has a number."""
        numbers = (parent.personal_number or parent.paper_number for parent in self.parents().values())
        number = next(filter(None, numbers), "")
        return f"{canonical_name(self.child_name)}|{self.child_birth_date}|{number}" if number else ""

    def residence(self) -> Address:
        """Where the child lives: with its mother, else its father, else its guardian, else where it is registered."""
        homes = [*(parent.residence for parent in self.parents().values()), self.applicant_residence]
        return next((home for home in homes if home.province_code), self._place_of_registration())

    def _place_of_registration(self) -> Address:
        commune = find_commune(self.registration_commune)
        return Address(commune.province_code, commune.district_code, commune.code) if commune else Address()


@dataclass(frozen=True, slots=True)
class Due:
    """The days by which the birth must be registered, the card issued, and the whole group of procedures done."""

    registration: date
    card: date
    group: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A birth dossier. `declaration`, `card`, `refusal` and `history` are kept as the contract writes them."""

    dossier_id: str
    linked_dossier_id: str
    one_stop_dossier_id: str
    case_id: str
    on_behalf_of: str
    state: State
    step: Step
    notice_number: str
    child_key: str
    declaration: bytes
    file_time: datetime
    registration_due_date: date
    card_due_date: date
    due_date: date
    supplement_due_date: date | None = None
    waits_until: datetime | None = None
    record_id: str = ""
    card: bytes = b""
    refusal: bytes = b""
    history: bytes = b""
    round: int = 1
    attempts: int = 0
    revision: int = 1
    position: int = 0

    @property
    def name(self) -> str:
        return f"birthDossiers/{self.dossier_id}"

    @property
    def called(self) -> str:
        """What people call it: the id of the inter-link system, else its name."""
        return self.linked_dossier_id or self.name

    @property
    def is_open(self) -> bool:
        return self.state in (State.IN_PROCESS, State.RETURNED, State.NUMBER_OBSTACLE)

    @property
    def takes_supplement(self) -> bool:
        """What was declared may change: the family was asked to, or it stands in the way of a number."""
        return self.state in (State.RETURNED, State.NUMBER_OBSTACLE)

    @property
    def declares_its_child(self) -> bool:
        """Another dossier for the same child would be one too many."""
        return self.is_open or self.state is State.CARD_ISSUED or bool(self.record_id)

    def is_overdue(self, today: date) -> bool:
        """While it is returned the family's time runs, not the office's."""
        return self.state in (State.IN_PROCESS, State.NUMBER_OBSTACLE) and today > self.due_date

    def has_to_wait(self, now: datetime) -> bool:
        return self.waits_until is not None and now < self.waits_until

    def at(self, step: Step, *, until: datetime | None = None, **changes: object) -> "Dossier":
        """In process, at a step that goes on at a moment, or at once."""
        return self._changed(state=State.IN_PROCESS, step=step, attempts=0, waits_until=until, **changes)

    def ended(self, state: State, *, until: datetime | None = None, **changes: object) -> "Dossier":
        """No longer under way, for good or until a moment."""
        return self._changed(state=state, step=Step.NONE, attempts=0, waits_until=until, **changes)

    def tried_in_vain(self) -> "Dossier":
        """One more attempt. The dossier has not changed, so its revision stays."""
        return replace(self, attempts=self.attempts + 1)

    def supplemented(
        self,
        declaration: bytes,
        child_key: str,
        notice_number: str,
        step: Step,
        *,
        waits_until: datetime | None,
        due: Due,
    ) -> "Dossier":
        """In process again, with what was declared anew; the deadline begins anew."""
        return self._changed(
            state=State.IN_PROCESS,
            step=step,
            attempts=0,
            waits_until=waits_until,
            registration_due_date=due.registration,
            card_due_date=due.card,
            due_date=due.group,
            declaration=declaration,
            child_key=child_key,
            notice_number=notice_number,
            round=self.round + 1,
            refusal=b"",
            supplement_due_date=None,
        )

    def _changed(self, **changes: object) -> "Dossier":
        return replace(self, revision=self.revision + 1, **changes)  # type: ignore[arg-type] # names are checked by replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An entry in the birth register."""

    record_id: str
    number: str
    book: str
    page: int
    registration_date: date
    registration_commune: str
    personal_number: str
    full_name: str
    birth_date: date
    sex: int
    registration_kind: int
    dossier_id: str

    @property
    def name(self) -> str:
        return f"birthRecords/{self.record_id}"


def place_in_book(count: int, year: int) -> tuple[str, str, int]:
    """Number, book and page of a commune's count-th entry (from 1) in a year."""
    book, page = divmod(count - 1, PAGES_IN_A_BOOK)
    return f"{count}/{year}", f"{book + 1:02}/{year}-TP/KS", page + 1


def registered_kind(declared: int, born: date, today: date) -> int:
    """Whether a birth is late is told by the dates, whatever was declared."""
    if declared not in (RegistrationKind.ON_TIME, RegistrationKind.LATE):
        return declared
    return RegistrationKind.LATE if today > born + timedelta(days=DAYS_IN_TIME) else RegistrationKind.ON_TIME


def first_step(declaration: Declaration) -> Step:
    return Step.PUBLIC_NOTICE if declaration.birth_kind == BirthKind.ABANDONED else Step.REGISTER


def end_of_notice(today: date) -> date:
    """The first working day after the public notice."""
    return add_working_days(today + timedelta(days=DAYS_OF_NOTICE - 1), 1)
