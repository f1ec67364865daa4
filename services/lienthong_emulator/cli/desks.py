"""The desk of a procedure, as the command line deals with each alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.linked_procedure.forms import Request

if TYPE_CHECKING:
    from lienthong import Client
    from lienthong.type.v1 import refusal_pb2
    from lienthong_emulator.linked_procedure import Form, ReadDossier, ResultRefusal
    from lienthong_emulator.runtime.refusals import Refusal


class Result(Protocol):
    """What came of a dossier, for programs."""

    @property
    def dossier(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def case(self) -> str | None: ...
    @property
    def refusal(self) -> ResultRefusal | None: ...
    def to_json(self) -> dict[str, Any]: ...


Told = TypeVar("Told", bound=Result)

Filed = TypeVar("Filed")
Seen = TypeVar("Seen", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Told]):
    """What came of a dossier, with what its result has no place for; `facts` are lines for people."""

    result: Told
    person: str = ""
    facts: Sequence[tuple[str, str]] = ()
    message_vi: str = ""
    step: str = ""
    waits_until: date | None = None
    supplement_by: date | None = None


class Watching(Protocol[Seen]):
    """A stream that can be left."""

    def __aiter__(self) -> AsyncIterator[Seen]: ...
    def cancel(self) -> bool: ...


class Desk(ABC, Generic[Request, Filed, Told]):
    """Where dossiers of one procedure are filed, and looked up."""

    form: ClassVar[Form[Any]]
    names: ClassVar[str]
    """How the name of every dossier begins."""

    def __init__(self, client: Client) -> None:
        self.client = client

    @abstractmethod
    async def file(self, request: Request) -> Filed: ...

    @abstractmethod
    def watch(self, dossier: Filed, seconds: float) -> Watching[Filed]: ...

    @abstractmethod
    def goes_on(self, dossier: Filed) -> bool:
        """By itself, and soon."""

    @abstractmethod
    def outcome_of(self, dossier: Filed) -> Outcome[Told]:
        """What came so far of a dossier that was filed."""

    @abstractmethod
    def not_taken(self, read: ReadDossier[Any], refusal: Refusal | refusal_pb2.Refusal) -> Outcome[Told]: ...

    @abstractmethod
    async def get(self, name: str) -> Filed: ...

    @abstractmethod
    def listed(self, **query: Any) -> AsyncGenerator[Filed]: ...

    async def found(self, called: str) -> Filed:
        """A dossier by its name, or by its `maHoSoLT`: of several the latest."""
        from lienthong_emulator.justice.civil_status.errors import DossierNotFound

        if called.startswith(self.names):
            return await self.get(called)
        found = [dossier async for dossier in self.listed(linked_dossier_id=called)] if called else []
        if not found:
            no = DossierNotFound(dossier=called)
            raise Stopped(Ending.REFUSED, f"{no.reason}: {no}\n  {no.message_vi}", no)
        return found[-1]


class DossierDesk(Desk[Request, Filed, Told]):
    """A desk whose dossiers have a day by which they should end, and are supplemented where they came back."""

    states: ClassVar[Any]
    """The enum of the contract."""
    person: ClassVar[str]
    """Whom a dossier is about, as the key of a JSON."""

    @classmethod
    def state(cls, name: str) -> int:
        """A state by the last words of its name; without a name that of none."""
        none = cls.states.Name(0)
        return cls.states.Value(none.replace("UNSPECIFIED", name)) if name else 0

    @abstractmethod
    async def supplement(self, dossier: Filed, request: Request) -> Filed:
        """Supplement a dossier, as it was last seen, with the declaration of a request."""

    def kept(self, dossier: Filed) -> Mapping[str, object]:
        """What programs are told of a dossier beside what every procedure has."""
        return {}

    def facts_kept(self, dossier: Filed) -> Sequence[tuple[str, str]]:
        """The same for people, as lines."""
        return ()


async def pages(call: Callable[[Any], Awaitable[Any]], request: Any) -> AsyncGenerator[Any]:
    """The dossiers of a list, page after page."""
    while True:
        page = await call(request)
        for dossier in page.dossiers:
            yield dossier
        request.page_token = page.next_page_token
        if not request.page_token:
            return
