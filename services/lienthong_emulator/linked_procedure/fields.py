"""Which key of a dossier's JSON stands for which field of the request."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from google.protobuf.descriptor import FieldDescriptor

from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest
from lienthong_emulator.reference.tables import records_in

_FILE = Path(__file__).with_name("data") / "fields.csv"

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
    """A key of the JSON and the path of its field in `FileBirthDossierRequest`; `codes` are those of a coded field."""

    place: Place
    path: str
    kind: Kind
    need: Need
    codes: Mapping[str, int]

    @property
    def key(self) -> str:
        return bare_key(self.place)


def json_field(path: str) -> str:
    """The JSON key for a path in `FileBirthDossierRequest`, at any depth; an unknown path is returned as it came.

    The block is left out: `meHoTen`, `meNoiCuTru.maTinh`. A message without a key of its own goes by its first field.
    """
    field = _by_path().get(path) or _around(path) or _within(path)
    return field.key if field else path


def bare_key(place: Place) -> str:
    """The place as families and offices name it, without the block: `meNoiCuTru.maTinh`."""
    return ".".join(place[1:] or place)


@cache
def fields() -> tuple[Field, ...]:
    """All keys of a dossier, in the order of the form."""
    return tuple(_field(row) for row in records_in(_FILE))


def fields_in(place: Place) -> Mapping[str, Field]:
    """The keys that the object at a place may have; the dossier itself is at `()`."""
    return _by_object().get(place, {})


def descriptor_at(path: str) -> FieldDescriptor:
    """The contract's description of a field of `FileBirthDossierRequest`."""
    message = FileBirthDossierRequest.DESCRIPTOR
    *around, name = path.split(".")
    for part in around:
        inner = message.fields_by_name[part].message_type
        assert inner, f"{path} leads through a plain value"
        message = inner
    return message.fields_by_name[name]


def _around(path: str) -> Field | None:
    """The value that the path is a part of, as the month is of a date."""
    field = _by_path().get(path.rpartition(".")[0])
    return None if field is None or field.kind in OBJECTS else field


def _within(path: str) -> Field | None:
    return next((field for field in fields() if field.path.startswith(f"{path}.")), None)


@cache
def _by_path() -> Mapping[str, Field]:
    return {field.path: field for field in fields() if field.path}


@cache
def _by_object() -> Mapping[Place, Mapping[str, Field]]:
    objects: defaultdict[Place, dict[str, Field]] = defaultdict(dict)
    for field in fields():
        *outer, key = field.place
        objects[tuple(outer)][key] = field
    return objects


def _field(row: Mapping[str, str]) -> Field:
    path, kind = row["path"], Kind(row["kind"])
    return Field(tuple(row["place"].split(".")), path, kind, Need(row["need"]), _codes(path, kind))


def _codes(path: str, kind: Kind) -> Mapping[str, int]:
    if kind not in CODED:
        return {}
    enum = descriptor_at(path).enum_type
    assert enum, f"{path} is not coded"
    none, *known = enum.values
    if kind is Kind.WORD:
        prefix = none.name.removesuffix("UNSPECIFIED")
        return {value.name.removeprefix(prefix): value.number for value in known}
    offered = [none, *known] if kind is Kind.CODE_OR_NONE else known
    return {str(value.number): value.number for value in offered}
