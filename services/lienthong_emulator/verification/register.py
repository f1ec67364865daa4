"""What a register must be able to say, so that claims about people can be compared with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from lienthong_emulator.matching import Place

if TYPE_CHECKING:
    from lienthong_emulator.matching import Held, Number
    from lienthong_emulator.reference.addresses import Address
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.verification.rights import Rights

NOBODY: Final = 0
"""In the place of a person's key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A person who carries a number, and what is held of them. `superseded`: it is an old number of theirs."""

    key: int
    superseded: bool
    deceased: bool
    held: Held


class Register(Protocol):
    """The people of one register."""

    @property
    def told_in_words(self) -> AbstractSet[str]:
        """The fields of which `words_held` can tell."""
        ...

    async def carriers_of(
        self, numbers: Collection[Number], asked: AbstractSet[str]
    ) -> Mapping[Number, Sequence[Carrier]]:
        """Who carries each number. Only the fields that are `asked` about need be held."""
        ...

    async def words_held(
        self, numbers: Sequence[str], fields: Sequence[str], *, day: str, caller: str
    ) -> Sequence[tuple[Any, ...]]:
        """Of each who carries one of many numbers: number, kind, words of some fields, the key, whether that is all.

        It is, of somebody alive, by the number of today, of whom nothing is under review, and about whom the caller
        may still ask on that day.
        """
        ...


class Asking(NamedTuple):
    """What one call asks of one register: `mask` names the fields, or none for all that a claim gives."""

    call: Call
    register: Register
    day: str
    mask: AbstractSet[str]
    rights: Rights


def place_of(address: Address) -> Place:
    """What of an address is compared."""
    return Place(address.province_code, address.district_code, address.commune_code)
