"""What a labour list changes, row by row: each stands by itself or is refused by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lienthong.insurance.v1 import contribution_declaration_pb2 as pb
from lienthong_emulator.insurance.collection.domain import Declared, checked_tax_code
from lienthong_emulator.insurance.collection.errors import DeclaredTwice, NameDiffers, ParticipantDeceased
from lienthong_emulator.insurance.collection.plans import (
    CardEffect,
    Effect,
    Person,
    card_effect_of,
    declared,
    effect_of,
    is_past,
    object_of,
)
from lienthong_emulator.insurance.collection.store import StatementStore
from lienthong_emulator.insurance.contributions.domain import (
    Fund,
    SocialInsurance,
    SocialInsuranceObject,
    UnemploymentInsurance,
)
from lienthong_emulator.insurance.contributions.store import ContributionStore
from lienthong_emulator.insurance.months import first_day_of, told
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.participants import find_participant
from lienthong_emulator.insurance.registry.errors import ParticipantNotFound
from lienthong_emulator.insurance.reserved_months import corrected
from lienthong_emulator.insurance.staff_cards import card_begins, card_ends
from lienthong_emulator.matching import compare_names
from lienthong_emulator.runtime.refusals import Refusal, refusal_to_proto

if TYPE_CHECKING:
    from datetime import date

    from lienthong_emulator.insurance.collection.domain import Unit
    from lienthong_emulator.insurance.contributions.domain import Month
    from lienthong_emulator.insurance.registry.domain import Participant
    from lienthong_emulator.runtime.kit import Tx


@dataclass(slots=True, kw_only=True)
class LabourList:
    """A declaration of one unit for one month, while its rows are taken in."""

    tx: Tx
    unit: Unit
    month: Month
    declaration_number: int

    async def take(self, change: pb.DeclaredChange) -> pb.DeclaredRow:
        """What became of a row. Nothing of one that is refused is written."""
        try:
            return pb.DeclaredRow(change=change, participant=await self._taken(change))
        except Refusal as no:
            return pb.DeclaredRow(change=change, refusal=refusal_to_proto(no))

    async def _taken(self, change: pb.DeclaredChange) -> str:
        effect = effect_of(change.plan_code)
        tax_code = checked_tax_code(change.tax_code, "tax_code")
        participant = await self._participant(change, effect)
        key = participant.participant_key
        statements, groups = StatementStore(self.tx.db), ContributionStore(self.tx.db)
        if await statements.is_declared(self.unit.unit_code, self.month, key):
            raise DeclaredTwice(field="identity_number", month=told(self.month))
        social = await groups.social_insurance(key)
        person = Person(
            participant_key=key,
            full_name=participant.full_name,
            nationality=participant.nationality,
            unit_code=social.unit_code if social else "",
            engagements=await statements.engagements_with_all(key),
        )
        now = declared(effect, person, self.unit, self.month, change.salary)
        statements.keep_engagements(person.with_unit(self.unit), now)
        statements.add_declared(
            Declared(
                unit_code=self.unit.unit_code,
                month=self.month,
                participant_key=key,
                declaration_number=self.declaration_number,
            )
        )
        about_today = not is_past(effect, person, self.unit, now)
        await self._enrol(effect, person, social, tax_code, about_today=about_today)
        if about_today:
            await self._card(card_effect_of(change.plan_code), participant)
        return Names(self.tx.kit.opaque_id).participant(key)

    async def _participant(self, change: pb.DeclaredChange, effect: Effect) -> Participant:
        found = await find_participant(self.tx.db, change.identity_number)
        if found is None:
            raise ParticipantNotFound(field="identity_number")
        if change.full_name and not compare_names(change.full_name, found.full_name).outcome.is_positive:
            raise NameDiffers(field="full_name")
        is_dead = found.death_date is not None and found.death_date < first_day_of(self.month)
        if is_dead and effect is not Effect.LEAVE:
            raise ParticipantDeceased(field="identity_number", month=told(self.month))
        return found

    async def _card(self, effect: CardEffect, participant: Participant) -> None:
        if effect is CardEffect.BEGINS:
            await card_begins(self.tx, participant, self.unit)
        elif effect is CardEffect.ENDS:
            await card_ends(self.tx, participant)

    async def _enrol(
        self, effect: Effect, person: Person, social: SocialInsurance | None, tax_code: str, *, about_today: bool
    ) -> None:
        """Groups d and e follow."""
        groups, today = ContributionStore(self.tx.db), self.tx.now.date()
        key = person.participant_key
        held = social or SocialInsurance(
            participant_key=key, managing_agency=self.unit.managing_agency, confirm_date=today
        )
        changed = replace(held, tax_code=tax_code or held.tax_code, confirm_date=today)
        if effect is Effect.JOIN:
            changed = replace(
                changed,
                unit_code=self.unit.unit_code,
                managing_agency=self.unit.managing_agency,
                object=object_of(self.unit),
                payment_months=self.unit.due_months,
            )
        elif effect is Effect.LEAVE and about_today:
            changed = replace(changed, unit_code="", object=SocialInsuranceObject.RESERVED, payment_months=0)
        groups.keep_social_insurance(changed)
        await self._reserve(person, today)

    async def _reserve(self, person: Person, today: date) -> None:
        """Group e has whoever was ever in its fund, with the months up to the anchor that this row adds or takes."""
        key, groups = person.participant_key, ContributionStore(self.tx.db)
        engagements = await StatementStore(self.tx.db).engagements_with_all(key)
        before = await groups.unemployment_insurance(key)
        if before is None and not any(Fund.UNEMPLOYMENT in one.funds for one in engagements):
            return
        held = before or UnemploymentInsurance(participant_key=key, reserved_months=0, confirm_date=today)
        anchor = self.tx.kit.world.recipe.nation.anchor
        months = corrected(held.reserved_months, person.engagements, engagements, anchor)
        if before is None or months != held.reserved_months:
            groups.keep_unemployment_insurance(replace(held, reserved_months=months, confirm_date=today))
