"""Death dossiers: what they say, how they go on, and by when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from lienthong_emulator.justice.civil_status.domain import PaperKind, RegistrationKind
from lienthong_emulator.justice.registers.domain import Place
from lienthong_emulator.matching import PartialDate, canonical_name
from lienthong_emulator.reference.addresses import Address

# Civil-status law 60/2014, article 33: within 15 days of the death.
DAYS_IN_TIME = 15


class State(StrEnum):
    """Where a dossier stands; named as in the contract."""

    IN_PROCESS = "IN_PROCESS"
    RETURNED = "RETURNED"
    REFUSED = "REFUSED"
    FINISHED = "FINISHED"
    WITHDRAWN = "WITHDRAWN"
    REVOKED = "REVOKED"


class Step(StrEnum):
    """What a dossier waits for; named as in the contract."""

    NONE = ""
    REGISTER = "REGISTER"
    LOCK_NUMBER = "LOCK_NUMBER"
    AWAIT_ALLOWANCE = "AWAIT_ALLOWANCE"
    UNLOCK_NUMBER = "UNLOCK_NUMBER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deceased:
    """Who died, as declared. The paper's kind and number are empty where there is none."""

    full_name: str
    sex: int
    birth_date: PartialDate
    nationality: str
    paper_kind: int
    paper_number: str
    death_date: date

    @property
    def personal_number(self) -> str:
        """An identity card shows it."""
        return self.paper_number if self.paper_kind == PaperKind.CCCD else ""

    @property
    def is_citizen(self) -> bool:
        """Of Viet Nam, which is taken for granted where no nationality is said."""
        return self.nationality in ("", "VN")

    @property
    def is_known_to_population(self) -> bool:
        """The population database knows citizens; a foreigner's passport says nothing to it."""
        return self.is_citizen and bool(self.paper_number)

    def key(self) -> str:
        """Tells this dead person from all others: by number, else by name and birth date."""
        return self.paper_number or f"{canonical_name(self.full_name)}|{self.birth_date}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What the rules need of a declaration. Places, ethnic groups and dates carry the path of their field."""

    registration_kind: int
    registration_commune: str
    notice_number: str
    deceased: Deceased
    applicant_paper: tuple[int, str, str]  # kind, number, personal number
    places: Sequence[tuple[str, Address]]
    ethnic_group: str
    past_dates: Sequence[tuple[str, PartialDate]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A death dossier. `declaration`, `allowance` and `refusal` are kept as the contract writes them."""

    position: int
    dossier_id: str
    linked_dossier_id: str
    one_stop_dossier_id: str
    case_id: str
    on_behalf_of: str
    state: State
    step: Step
    notice_number: str
    deceased_key: str
    declaration: bytes
    file_time: datetime
    due_date: date
    follow_up_due_date: date
    supplement_due_date: date | None = None
    record_id: str = ""
    allowance: bytes = b""
    refusal: bytes = b""
    attempts: int = 0
    revision: int = 1

    @property
    def name(self) -> str:
        return f"deathDossiers/{self.dossier_id}"

    @property
    def called(self) -> str:
        """What people call it: the id of the inter-link system, else its name."""
        return self.linked_dossier_id or self.name

    @property
    def is_open(self) -> bool:
        return self.state in (State.IN_PROCESS, State.RETURNED)

    @property
    def stands(self) -> bool:
        """Another dossier for the same death would be one too many."""
        return self.is_open or self.state is State.FINISHED

    @property
    def step_due_date(self) -> date:
        """By when the step must be done: the entry, or what follows it."""
        return self.due_date if self.step is Step.REGISTER else self.follow_up_due_date

    def is_overdue(self, today: date) -> bool:
        """While it is returned the family's time runs, not the office's."""
        return self.step is not Step.NONE and today > self.step_due_date

    def at(self, step: Step, **changes: object) -> "Dossier":
        """In process, at a step."""
        return self._changed(state=State.IN_PROCESS, step=step, attempts=0, **changes)

    def ended(self, state: State, step: Step = Step.NONE, **changes: object) -> "Dossier":
        """No longer under way, unless the number is to be unlocked."""
        return self._changed(state=state, step=step, attempts=0, **changes)

    def tried_in_vain(self) -> "Dossier":
        """One more attempt. The dossier has not changed, so its revision stays."""
        return replace(self, attempts=self.attempts + 1)

    def _changed(self, **changes: object) -> "Dossier":
        return replace(self, revision=self.revision + 1, **changes)  # type: ignore[arg-type] # names are checked by replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An entry in the death register that came of a dossier. `person_key` is 0 of whom no register names."""

    record_id: str
    person_key: int
    place: Place
    number_kind: int
    number: str
    full_name: str
    birth: PartialDate
    sex: int
    died: date
    registration_kind: int
    dossier_id: str
    revoke_time: datetime | None = None
    revoke_reason: str = ""
    revision: int = 1

    @property
    def name(self) -> str:
        return f"deathRecords/{self.record_id}"

    @property
    def is_revoked(self) -> bool:
        return self.revoke_time is not None

    def revoked(self, at: datetime, reason: str) -> "Record":
        return replace(self, revoke_time=at, revoke_reason=reason, revision=self.revision + 1)


def registered_kind(declared: int, died: date, today: date) -> int:
    """Whether a death is registered late is told by the dates, whatever was declared."""
    if declared not in (RegistrationKind.ON_TIME, RegistrationKind.LATE):
        return declared
    return RegistrationKind.LATE if today > died + timedelta(days=DAYS_IN_TIME) else RegistrationKind.ON_TIME
