"""The forms of the linked procedure, each with the request that it becomes."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from functools import cached_property
from pathlib import Path
from typing import Final, Generic, TypeAlias, TypeVar

from google.protobuf.descriptor import FieldDescriptor

from lienthong.justice.v1.birth_declaration_pb2 import BirthKind
from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest
from lienthong.justice.v1.death_service_pb2 import FileDeathDossierRequest
from lienthong_emulator.linked_procedure.fields import CODED, OBJECTS, Field, Kind, Need, Place
from lienthong_emulator.reference.tables import records_in

_DATA = Path(__file__).with_name("data")
_PATH = re.compile(r"\bdeclaration(?:\.[a-z_]+)+")
_MOTHER_KNOWN = (BirthKind.BIRTH_KIND_BOTH_PARENTS, BirthKind.BIRTH_KIND_FATHER_UNKNOWN)
_FATHER_KNOWN = (BirthKind.BIRTH_KIND_BOTH_PARENTS, BirthKind.BIRTH_KIND_MOTHER_UNKNOWN)
_BIRTH_PLACE_ABROAD = ("hoTich", "nksNoiSinhNuocNgoai")

Request = TypeVar("Request", FileBirthDossierRequest, FileDeathDossierRequest)
Needs: TypeAlias = Callable[[Request, Set[Place]], Set[Need]]


class Form(Generic[Request]):
    """The keys of a dossier; `needs` tells which needs hold for a request, given the places that hold a value."""

    def __init__(self, table: str, request: type[Request], needs: Needs[Request]) -> None:
        self.request = request
        self.needs = needs
        self._table = _DATA / table

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All keys of a dossier, in the order of the form."""
        return tuple(self._field(row) for row in records_in(self._table))

    def fields_in(self, place: Place) -> Mapping[str, Field]:
        """The keys that the object at a place may have; the dossier itself is at `()`."""
        return self._by_object.get(place, {})

    def json_field(self, path: str) -> str:
        """The JSON key for a path in the request, at any depth; an unknown path is returned as it came.

        The block is left out: `meHoTen`, `meNoiCuTru.maTinh`. A message without a key of its own goes by its first.
        """
        field = self._by_path.get(path) or self._around(path) or self._within(path)
        return field.key if field else path

    def in_senders_words(self, message: str) -> str:
        """A sentence with the sender's names for the fields, where it names some by their path in the contract."""
        return _PATH.sub(lambda found: self.json_field(found[0]), message)

    def descriptor_at(self, path: str) -> FieldDescriptor:
        """The contract's description of a field of the request."""
        message = self.request.DESCRIPTOR
        *around, name = path.split(".")
        for part in around:
            inner = message.fields_by_name[part].message_type
            assert inner, f"{path} leads through a plain value"
            message = inner
        return message.fields_by_name[name]

    def _around(self, path: str) -> Field | None:
        """The value that the path is a part of, as the month is of a date."""
        field = self._by_path.get(path.rpartition(".")[0])
        return None if field is None or field.kind in OBJECTS else field

    def _within(self, path: str) -> Field | None:
        return next((field for field in self.fields if field.path.startswith(f"{path}.")), None)

    @cached_property
    def _by_path(self) -> Mapping[str, Field]:
        return {field.path: field for field in self.fields if field.path}

    @cached_property
    def _by_object(self) -> Mapping[Place, Mapping[str, Field]]:
        objects: defaultdict[Place, dict[str, Field]] = defaultdict(dict)
        for field in self.fields:
            *outer, key = field.place
            objects[tuple(outer)][key] = field
        return objects

    def _field(self, row: Mapping[str, str]) -> Field:
        path, kind = row["path"], Kind(row["kind"])
        return Field(tuple(row["place"].split(".")), path, kind, Need(row["need"]), self._codes(path, kind))

    def _codes(self, path: str, kind: Kind) -> Mapping[str, int]:
        if kind not in CODED:
            return {}
        enum = self.descriptor_at(path).enum_type
        assert enum, f"{path} is not coded"
        none, *known = enum.values
        if kind is Kind.WORD:
            prefix = none.name.removesuffix("UNSPECIFIED")
            return {value.name.removeprefix(prefix): value.number for value in known}
        offered = [none, *known] if kind is Kind.CODE_OR_NONE else known
        return {str(value.number): value.number for value in offered}


def _needs_of_birth(request: FileBirthDossierRequest, given: Set[Place]) -> Set[Need]:
    kind = request.declaration.child.birth_kind
    holds = {
        Need.ALWAYS: True,
        Need.UNLESS_BORN_ABROAD: _BIRTH_PLACE_ABROAD not in given,
        Need.MOTHER_KNOWN: kind in _MOTHER_KNOWN,
        Need.FATHER_KNOWN: kind in _FATHER_KNOWN,
    }
    return {need for need, so in holds.items() if so}


def _needs_of_death(_request: FileDeathDossierRequest, _given: Set[Place]) -> Set[Need]:
    return {Need.ALWAYS}


BIRTHS: Final = Form("birth-fields.csv", FileBirthDossierRequest, _needs_of_birth)
DEATHS: Final = Form("death-fields.csv", FileDeathDossierRequest, _needs_of_death)
