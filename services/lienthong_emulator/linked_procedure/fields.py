"""A key of a dossier's JSON, and the field of the request that it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Place = tuple[str, ...]
"""Where a value stands: keys from the outermost object in."""


class Kind(StrEnum):
    """What stands at a place of the JSON."""

    TEXT = "text"
    CODE = "code"  # the number of a value of the contract's enum
    CODE_OR_NONE = "code or none"  # the same, or 0 for none
    WORD = "word"  # the name of a value of the contract's enum
    DATE = "date"  # dd/MM/yyyy, MM/yyyy or yyyy
    INSTANT = "instant"  # dd/MM/yyyy HH:mm in Hà Nội
    COUNT = "count"  # a whole number
    YES_OR_NO = "yes or no"  # 1 or 0
    ADDRESS = "address"  # an object
    BLOCK = "block"  # an object, or that object as JSON text, as on the real link
    SKIPPED = "skipped"  # belongs to the real link's envelope; the contract has no field for it


class Need(StrEnum):
    """When a value must be given."""

    NEVER = ""
    ALWAYS = "always"
    UNLESS_BORN_ABROAD = "unless born abroad"
    MOTHER_KNOWN = "where the mother is known"
    FATHER_KNOWN = "where the father is known"


CODED = (Kind.CODE, Kind.CODE_OR_NONE, Kind.WORD)
OBJECTS = (Kind.ADDRESS, Kind.BLOCK)


@dataclass(frozen=True, slots=True)
class Field:
    """A key of the JSON and the path of its field in the request; `codes` are those of a coded field."""

    place: Place
    path: str
    kind: Kind
    need: Need
    codes: Mapping[str, int]

    @property
    def key(self) -> str:
        return bare_key(self.place)


def bare_key(place: Place) -> str:
    """The place as families and offices name it, without the block: `meNoiCuTru.maTinh`."""
    return ".".join(place[1:] or place)
