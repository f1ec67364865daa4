"""Deaths: dossiers that become entries, some of which were a mistake and are revoked; who was revoked dies again."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING, cast

from google.type.date_pb2 import Date
from tests.torture.filings import Damage
from tests.torture.people import WHO_DIE, Somebody, kept_people, persona

from lienthong.justice.v1 import birth_declaration_pb2 as declarations
from lienthong.justice.v1 import death_service_pb2 as contract
from lienthong.justice.v1.death_declaration_pb2 import DeathDeclaration, Deceased
from lienthong.justice.v1.death_dossier_pb2 import (
    DEATH_DOSSIER_STATE_FINISHED,
    DEATH_DOSSIER_STATE_REVOKED,
    DEATH_DOSSIER_STEP_UNSPECIFIED,
    DeathDossier,
    DeathDossierState,
)
from lienthong.type.v1.person_pb2 import Sex

if TYPE_CHECKING:
    from tests.torture.desk import Desk, Rows

ONE_STOP, COMMUNE = "portals/one-stop", "communes/00166"
DAY_OF_DEATH = Date(year=2022, month=1, day=4)
SHARE_OF_MISTAKES = 0.8
DIED, REVOKED = "DIED", "DEATH_REVOKED"
MADE = "SELECT citizen_key AS subject, kind, event_id FROM change_event ORDER BY citizen_key, subject_sequence"
FOLLOWED = "SELECT participant_key AS subject, event_id FROM change_event ORDER BY participant_key, position"
CURRENT_CARDS = "SELECT participant_key AS subject FROM card WHERE ending = 0"


class Deaths:
    """Of a few people, one after the other: the entry, its revocation, the next entry."""

    name = "deaths"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._service = desk.client.deaths
        self._people: dict[str, Somebody] = {}
        self._free = [*WHO_DIE]
        self._claimed = False
        """The first allowance is nobody's mistake: it is paid by nobody, so that something is overdue in the end."""
        self._dossiers = {who: list[DeathDossier]() for who in WHO_DIE}

    @property
    def filed(self) -> int:
        return sum(map(len, self._dossiers.values()))

    async def file(self) -> None:
        self._people = self._people or dict(zip(WHO_DIE, kept_people(self._desk, WHO_DIE), strict=True))
        if self._free:
            who = self._free.pop(0)
            dossier = await self._die(who)
            is_last = not self._free  # who else could die while more deaths of processes are planned?
            is_first_claim = not self._claimed and bool(dossier.funeral_allowance.claim)
            self._claimed |= is_first_claim
            if is_last or (self._desk.chance.random() < SHARE_OF_MISTAKES and not is_first_claim):
                self._dossiers[who][-1] = await self._revoke(dossier)
                self._free.append(who)

    async def _die(self, who: str) -> DeathDossier:
        request = contract.FileDeathDossierRequest(
            request_id=self._desk.request_id(), declaration=_declaration_of(who), linked_dossier_id=f"G23-{self.filed}"
        )
        dossier = await self._desk.ask(self._service.FileDeathDossier, request, ONE_STOP)
        self._dossiers[who].append(dossier)
        self._dossiers[who][-1] = ended = await self._ended(dossier, DEATH_DOSSIER_STATE_FINISHED)
        return ended

    async def _revoke(self, dossier: DeathDossier) -> DeathDossier:
        request = contract.RevokeDeathRecordRequest(
            request_id=self._desk.request_id(), name=dossier.death_record.name, reason="Nhầm người"
        )
        await self._desk.ask(self._service.RevokeDeathRecord, request, COMMUNE)
        return await self._ended(dossier, DEATH_DOSSIER_STATE_REVOKED)

    async def _ended(self, dossier: DeathDossier, state: DeathDossierState.ValueType) -> DeathDossier:
        request = contract.GetDeathDossierRequest(name=dossier.name)
        return await self._desk.until(
            lambda: self._desk.ask(self._service.GetDeathDossier, request),
            lambda found: (found.state, found.step) == (state, DEATH_DOSSIER_STEP_UNSPECIFIED),
        )

    def is_finished(self) -> bool:
        return not self._desk.rows("justice", "SELECT 1 FROM death_dossier WHERE step <> '' LIMIT 1")

    def compare(self) -> Damage:
        damage = self._entries()
        damage.add(self._changes())
        damage.add(self._claims())
        return damage

    def _entries(self) -> Damage:
        """One entry for each dossier, and the last of a person's stands where it was no mistake."""
        damage = Damage()
        filed = [*chain.from_iterable(self._dossiers.values())]
        rows = self._desk.rows("justice", "SELECT dossier_id, revoke_time FROM death_record")
        of = {row["dossier_id"]: row for row in rows}
        damage.count("entries of deaths", len(rows), len(filed))
        for dossier in filed:
            row = of.get(dossier.name.removeprefix("deathDossiers/"))
            damage.count(f"entry of {dossier.name}", row is not None)
            if row is not None and bool(row["revoke_time"]) is not _is_revoked(dossier):
                damage.disordered.append(f"entry of {dossier.name}, revoked: {row['revoke_time']!r}")
        return damage

    def _changes(self) -> Damage:
        """Population and insurance hold every death and every revocation once, in their order, and the last of them."""
        damage = Damage()
        made, followed = self._told("population", MADE), self._told("insurance", FOLLOWED)
        current = {row["subject"] for row in self._desk.rows("insurance", CURRENT_CARDS)}
        for who, one in self._people.items():
            wanted = [kind for dossier in self._dossiers[who] for kind in _kinds(dossier)]
            changes = made.get(one.citizen_key, [])
            _compare_kinds(damage, who, [row["kind"] for row in changes], wanted)
            events = [row["event_id"] for row in changes]
            seen = [row["event_id"] for row in followed.get(one.participant_key, [])]
            damage.compare(f"following {who}", seen, events)
            is_dead = wanted[-1:] == [DIED]
            if (one.participant_key in current) is is_dead:
                damage.disordered.append(f"card of {who}, dead: {is_dead}")
        return damage

    def _told(self, agency: str, query: str) -> dict[int, Rows]:
        rows = self._desk.rows(agency, query)
        return {who: [*told] for who, told in groupby(rows, lambda row: row["subject"])}

    def _claims(self) -> Damage:
        """A claim for each entry where one is due, withdrawn where the entry is revoked."""
        damage = Damage()
        rows = self._desk.rows("insurance", "SELECT record, state FROM benefit_claim")
        for dossier in chain.from_iterable(self._dossiers.values()):
            states = [row["state"] for row in rows if row["record"] == dossier.death_record.name]
            damage.count(f"claim after {dossier.name}", len(states), bool(dossier.funeral_allowance.claim))
            if states and states != ["WITHDRAWN" if _is_revoked(dossier) else "OPEN"]:
                damage.disordered.append(f"claim after {dossier.name}: {states}")
        return damage


def _declaration_of(who: str) -> DeathDeclaration:
    """What a family says, which is what the registers say."""
    person = persona(who)
    born = Date(year=person.birth.year, month=person.birth.month, day=person.birth.day)
    return DeathDeclaration(
        registration_kind=declarations.REGISTRATION_KIND_ON_TIME,
        registration_commune=person.residence.commune_code,
        deceased=Deceased(
            full_name=person.full_name,
            sex=cast("Sex.ValueType", person.sex),
            birth_date=born,
            nationality=person.nationality,
            paper=declarations.IdentityPaper(
                kind=declarations.PaperKind.PAPER_KIND_CCCD, number=person.personal_number
            ),
            death_date=DAY_OF_DEATH,
        ),
        applicant=declarations.Applicant(full_name="Phan Thị Bình", relation="Người thân"),
    )


def _is_revoked(dossier: DeathDossier) -> bool:
    return dossier.state == DEATH_DOSSIER_STATE_REVOKED


def _kinds(dossier: DeathDossier) -> list[str]:
    """What population made of it."""
    return [DIED, REVOKED] if _is_revoked(dossier) else [DIED]


def _compare_kinds(damage: Damage, who: str, found: list[str], wanted: list[str]) -> None:
    for kind in {*found, *wanted}:
        damage.count(f"{kind} of {who}", found.count(kind), wanted.count(kind))
    if sorted(found) == sorted(wanted) and found != wanted:
        damage.disordered.append(f"changes of {who}: {found}")
