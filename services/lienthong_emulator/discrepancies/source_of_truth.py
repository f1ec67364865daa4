"""Who is the source of which field: read from data, held up against whoever writes."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lienthong.insurance.v1.participant_pb2 import Participant
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong_emulator.discrepancies.errors import NotSourceOfTruth, UnknownField
from lienthong_emulator.reference.tables import records_in

BASIC = "basic"
_BASIC_FIELDS = frozenset({"death_date", *PersonClaim.DESCRIPTOR.fields_by_name})
_FILE = Path(__file__).with_name("data") / "source_of_truth.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field, or with an empty `field` all of a group that no other row names."""

    group: str
    field: str
    sources: tuple[str, ...]
    legal_source: str

    @property
    def register(self) -> str:
        """The register in which a field is corrected: population keeps group a for the others, insurance the rest."""
        return "agencies/population" if self.group == BASIC else "agencies/insurance"

    @property
    def source(self) -> str:
        """Who decides: the register itself where it is a source, else the first of them."""
        return self.register if self.register in self.sources else self.sources[0]


@cache
def source_of_truth() -> Sequence[Row]:
    """The table, in the order of the law."""
    return [
        Row(
            group=row["group"],
            field=row["field"],
            sources=tuple(f"agencies/{name}" for name in row["sources"].split()),
            legal_source=row["legal_source"],
        )
        for row in records_in(_FILE)
    ]


@cache
def row_of(field: str, at: str = "field") -> Row:
    """The row of a field, which is a path in `PersonClaim`, `death_date`, or such as `health_insurance.card`.

    Refused with `UNKNOWN_FIELD`, at a path of the request.
    """
    group = _group_of(field)
    if group is None:
        raise UnknownField(field=at, unknown=field)
    return next(row for row in source_of_truth() if row.group == group and row.field in (field, ""))


@cache
def fields_decided_by(party: str) -> AbstractSet[str]:
    """Every field of which a party such as `agencies/justice` is a source."""
    return frozenset(field for field in _fields() if party in row_of(field).sources)


def refuse_unless_source(field: str, party: str, at: str = "") -> None:
    """Refuse with `NOT_SOURCE_OF_TRUTH` a party such as `agencies/justice` that is not one of the sources."""
    sources = row_of(field, at).sources
    if party not in sources:
        raise NotSourceOfTruth(field=at, party=party, of=field, sources=", ".join(sources))


def _group_of(field: str) -> str | None:
    if field in _BASIC_FIELDS:
        return BASIC
    return field.partition(".")[0] if field in _fields() else None


@cache
def _fields() -> AbstractSet[str]:
    """Whatever a discrepancy may be about."""
    groups = {group.name: group.message_type for group in Participant.DESCRIPTOR.fields if group.name != BASIC}
    return _BASIC_FIELDS | {f"{group}.{part.name}" for group, of in groups.items() if of for part in of.fields}
