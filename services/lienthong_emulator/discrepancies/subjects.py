"""What the register that keeps discrepancies must know."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from lienthong_emulator.discrepancies.errors import PersonNotFound
from lienthong_emulator.wire import kind_of_number

if TYPE_CHECKING:
    from lienthong.type.v1.identity_pb2 import IdentityNumber
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Kit

ABOUT_THE_NUMBER = "identity_number"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a register: the key there, and the resource name."""

    key: int
    name: str


NOBODY = Person(0, "")


class Register(Protocol):
    """A register of people that keeps its changes."""

    async def carriers_of(self, kit: Kit, db: Reader, kind: int, number: str) -> Sequence[Person]:
        """Who carries a number, now or once."""
        ...

    async def fields_changed(self, db: Reader, event_id: str, person_key: int) -> AbstractSet[str]:
        """What a change of a person changed; key 0 stands for anybody. Nothing where none is on record under the id."""
        ...


async def person_under(register: Register, kit: Kit, db: Reader, number: IdentityNumber, field: str) -> Person:
    """Whom a report is about. One about the number itself may lead to nobody, or to more than one: that is its point.

    Refused with `PERSON_NOT_FOUND`.
    """
    carriers = await register.carriers_of(kit, db, kind_of_number(number), number.value)
    if len(carriers) == 1:
        return carriers[0]
    if field == ABOUT_THE_NUMBER:
        return NOBODY
    raise PersonNotFound(field="identity_number")
