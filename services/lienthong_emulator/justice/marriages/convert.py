"""Between the domain and the wire."""

from unicodedata import normalize

from lienthong.justice.v1 import marriage_pb2
from lienthong.population.v1.citizen_service_pb2 import VerifyCitizenRequest
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong_emulator.justice.civil_status.convert import partial_day
from lienthong_emulator.justice.marriages.domain import SEX_OF, Party, Record
from lienthong_emulator.justice.registers.convert import place_to_proto
from lienthong_emulator.justice.registers.domain import Register
from lienthong_emulator.justice.registers.store import NOBODY
from lienthong_emulator.papers import number_asked
from lienthong_emulator.readable import refuse_unreadable
from lienthong_emulator.wire import identity, partial_to_proto, sex_to_proto


def party_from_proto(role: str, found: marriage_pb2.MarriageParty) -> Party:
    """Refuses names that nobody can read, dates that no calendar has, numbers that cannot be of their kind."""
    name = {f"{role}.full_name": found.full_name}
    refuse_unreadable(name, {}, printed=name)
    number = number_asked(found.identity_number, f"{role}.identity_number")
    return Party(
        person_key=NOBODY,
        full_name=" ".join(normalize("NFC", found.full_name).split()),
        birth=partial_day(f"{role}.birth_date", found.birth_date),
        number_kind=number.kind,
        number=number.value,
    )


def claim_about(role: str, party: Party) -> VerifyCitizenRequest:
    claim = PersonClaim(
        identity_number=identity(party.number_kind, party.number),
        full_name=party.full_name,
        birth_date=partial_to_proto(party.birth),
        sex=sex_to_proto(SEX_OF[role]),
    )
    return VerifyCitizenRequest(claim=claim)


def record_to_proto(record: Record) -> marriage_pb2.MarriageRecord:
    return marriage_pb2.MarriageRecord(
        name=record.name,
        place=place_to_proto(record.place, Register.MARRIAGES),
        husband=_party(record.husband),
        wife=_party(record.wife),
    )


def _party(party: Party) -> marriage_pb2.MarriageParty:
    return marriage_pb2.MarriageParty(
        full_name=party.full_name,
        birth_date=partial_to_proto(party.birth),
        identity_number=identity(party.number_kind, party.number),
    )
