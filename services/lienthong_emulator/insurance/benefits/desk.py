"""What a death at justice leads to: the card locked, what goes on ended, a claim opened; and all of it taken back."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import TYPE_CHECKING

from lienthong.insurance.v1 import benefit_pb2
from lienthong.insurance.v1.events_pb2 import FuneralAllowanceDecided
from lienthong_emulator.insurance.benefits.convert import SURVIVORS, claim_to_proto, parties, survivor
from lienthong_emulator.insurance.benefits.domain import Claim, FuneralClass, class_of, law_on, month_of
from lienthong_emulator.insurance.benefits.errors import FuneralAllowanceNotDue, ParticipantAmbiguous
from lienthong_emulator.insurance.benefits.store import BenefitStore
from lienthong_emulator.insurance.changes.locking import note_death
from lienthong_emulator.insurance.changes.store import ChangeStore
from lienthong_emulator.insurance.contributions.domain import History
from lienthong_emulator.insurance.contributions.store import ContributionQuestions
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.registry.domain import FATHER, MOTHER, is_same_person, number_of
from lienthong_emulator.insurance.registry.errors import ParticipantNotFound
from lienthong_emulator.insurance.registry.store import RegistryStore
from lienthong_emulator.matching import PartialDate, canonical_name
from lienthong_emulator.runtime.intake import day_of, subject_of
from lienthong_emulator.runtime.refusals import Refusal, refusal_to_proto
from lienthong_emulator.wire import kind_of_number, partial_date

if TYPE_CHECKING:
    from datetime import date

    from lienthong.insurance.v1.benefit_pb2 import Survivor
    from lienthong.justice.v1.death_events_pb2 import DeathRecordRevoked, DeathRegistered
    from lienthong_emulator.insurance.registry.domain import Participant
    from lienthong_emulator.runtime.kit import Tx

BY_REGISTER = "death-register"
"""Who told of a death, beside treatments and death notices."""


async def take_death(tx: Tx, event: DeathRegistered) -> None:
    """Give a death its effects, and tell justice what came of the funeral allowance."""
    died = day_of(event.record.death_date, "record.death_date")
    decided = FuneralAllowanceDecided(dossier=event.dossier)
    try:
        people = await _who_died(tx, event)
        claim = await _decided(tx, event, people, died)
        today, names = tx.now.date(), Names(tx.kit.opaque_id)
        decided.claim.CopyFrom(claim_to_proto(claim, people[0].full_name, names, today))
    except Refusal as no:
        decided.refusal.CopyFrom(refusal_to_proto(no))
        tx.step("no-allowance", no.message, came_from=tx.context.caller, details={"reason": no.reason})
    # One answer to each message that asked: they are counted, as with cards of children.
    tx.post(
        "justice",
        subject=subject_of(event.record.name, "record.name"),
        kind="insurance.funeral-allowance-decided",
        key=str(await tx.next_number("funeral-allowance-answer")),
        body=decided,
    )


async def _who_died(tx: Tx, event: DeathRegistered) -> Sequence[Participant]:
    """Every record of the one person; refused where there is none, or where they are of others."""
    registry = RegistryStore(tx.db)
    keys = {
        key: None
        for number in event.known_by
        for key in await registry.keys_of_carriers(kind_of_number(number), number.value)
    }
    found = [person for key in keys if (person := await registry.find(key))]
    if not found:
        raise ParticipantNotFound()
    said = (event.record.full_name, partial_date(event.record.birth_date) or PartialDate(1))
    if not all(is_same_person(said, (person.full_name, person.birth)) for person in found):
        raise ParticipantAmbiguous()
    return found


async def _decided(tx: Tx, event: DeathRegistered, people: Sequence[Participant], died: date) -> Claim:
    """Lock the card, end what goes on, and open the claim; refused where none is due."""
    history = await _history_of(tx, people)
    for person in people:
        await _end(tx, event.record.name, died, person.participant_key)
    standing = await _standing(tx, people)
    if standing is not None:
        return standing
    law = law_on(died)
    funeral_class = class_of(history, died, law)
    if funeral_class is None:
        raise FuneralAllowanceNotDue()
    return await _opened(tx, event, people, died, funeral_class)


async def _history_of(tx: Tx, people: Sequence[Participant]) -> History:
    """Of all records of one person."""
    found = [await ContributionQuestions(tx.db).history(person.participant_key) for person in people]
    return History(
        [period for history in found for period in history.contributions],
        [period for history in found for period in history.benefits],
    )


async def _end(tx: Tx, record: str, died: date, key: int) -> None:
    await note_death(tx, BY_REGISTER, record, number_of(key), (key, died))
    BenefitStore(tx.db).end_what_goes_on(record, key, month_of(died))


async def _standing(tx: Tx, people: Sequence[Participant]) -> Claim | None:
    """A death that is registered again opens no second claim."""
    keys = [person.participant_key for person in people]
    claims = await BenefitStore(tx.db).list_claims(after=0, most=100, keys=keys, state=None, overdue_on=None)
    return next((claim for claim in claims if claim.stands), None)


async def _opened(
    tx: Tx, event: DeathRegistered, people: Sequence[Participant], died: date, funeral_class: FuneralClass
) -> Claim:
    law, position = law_on(died), await tx.next_number("benefit-claim")
    claim = Claim(
        position=position,
        claim_id=tx.kit.opaque_id("benefit-claim", position),
        participant_key=people[0].participant_key,
        record=event.record.name,
        funeral_class=funeral_class,
        amount=law.amount(died),
        death_date=died,
        open_time=tx.now,
        due_date=law.due(tx.now.date()),
        parties=parties(event.claimant, await _survivors(tx, event, people)),
    )
    BenefitStore(tx.db).add(claim)
    title = f"Funeral allowance of {claim.amount:,} đồng due by {claim.due_date}"
    details = {"claim": claim.name, "class": funeral_class.name}
    tx.step("allowance-claim-opened", title, came_from=tx.context.caller, details=details)
    return claim


async def _survivors(tx: Tx, event: DeathRegistered, people: Sequence[Participant]) -> Sequence[Survivor]:
    """Whom both registers name, each once, without those known to be dead."""
    named = [*event.survivors]
    for person in people:
        named += [one async for one in _relatives_of(tx, person)]
    return [one for one in each_once(named) if not await _is_dead(tx, one)]


def each_once(named: Sequence[Survivor]) -> Sequence[Survivor]:
    """Spouses first, then children and parents. Who is named without a number is who has the same name and one."""
    found = dict[tuple[int, str, str], benefit_pb2.Survivor]()
    for one in named:
        found.setdefault((one.kind, canonical_name(one.full_name), one.identity_number.value), one)
    numbered = {(kind, name) for kind, name, number in found if number}
    return [one for (kind, name, number), one in sorted(found.items()) if number or (kind, name) not in numbered]


async def _relatives_of(tx: Tx, person: Participant) -> AsyncGenerator[Survivor]:
    registry = RegistryStore(tx.db)
    for relative in await registry.relatives_of(person.participant_key):
        if relative.kind in SURVIVORS:
            yield survivor(SURVIVORS[relative.kind], relative.full_name, relative.number_kind, relative.number)
    for number in await registry.numbers_of(person):
        for copy in await registry.copies_under(number.kind, number.value):
            if copy.kind in (MOTHER, FATHER) and (child := await registry.find(copy.participant_key)):
                own = (await registry.numbers_of(child))[0]
                yield survivor(benefit_pb2.SURVIVOR_KIND_CHILD, child.full_name, own.kind, own.value)


async def _is_dead(tx: Tx, one: Survivor) -> bool:
    registry, number = RegistryStore(tx.db), one.identity_number
    person = await registry.find_by_number(kind_of_number(number), number.value) if number.value else None
    return person is not None and person.death_date is not None


async def take_back(tx: Tx, event: DeathRecordRevoked) -> None:
    """Undo what an entry did that is revoked: card, contributions, benefits and the claim, whose history stays.

    Where another entry of the death stands, all of it rests on that.
    """
    record, standing = event.record.name, _standing_entry(event)
    BenefitStore(tx.db).let_go_on(record)
    for told in await ChangeStore(tx.db).deaths_told_by(BY_REGISTER, record):
        if standing:
            await _end(tx, *standing, told.participant_key)
        await note_death(tx, BY_REGISTER, record, told.number, None)
    for claim in await BenefitStore(tx.db).of_record(record):
        if claim.stands:
            _change(tx, claim.resting_on(*standing) if standing else claim.taken_back(tx.now))
    if standing:
        tx.step("death-stands", f"Another entry says that the death was on {standing[1]}", came_from=tx.context.caller)
    else:
        tx.step("death-taken-back", "What the death ended goes on again", came_from=tx.context.caller)


def _standing_entry(event: DeathRecordRevoked) -> tuple[str, date] | None:
    """The other entry and its day; one with which the world began has no name, and is known by the revoked one's."""
    if not event.HasField("standing_death_date"):
        return None
    return event.standing_record or event.record.name, day_of(event.standing_death_date, "standing_death_date")


def _change(tx: Tx, claim: Claim) -> None:
    BenefitStore(tx.db).keep(claim)
    if claim.stands:
        tx.step("allowance-claim-kept", f"Claim {claim.name} rests on another entry", details={"claim": claim.name})
    else:
        tx.step("allowance-claim-ended", f"Claim {claim.name} is {claim.state}", details={"claim": claim.name})
