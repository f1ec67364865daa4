"""A birth that was registered builds on the notice that its dossier quotes."""

from __future__ import annotations

from dataclasses import replace

from lienthong.justice.v1.events_pb2 import BirthRegistered
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.insurance.cards.domain import SI_DIGITS_START
from lienthong_emulator.insurance.newborns import newborn_under
from lienthong_emulator.insurance.papers.convert import birth_notice_of
from lienthong_emulator.insurance.papers.domain import Paper, PaperKind
from lienthong_emulator.insurance.papers.store import PaperStore
from lienthong_emulator.insurance.registry.store import RegistryStore
from lienthong_emulator.matching import compare_names
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.kit import Tx
from lienthong_emulator.wire import date_to_proto


async def quote_notice(tx: Tx, event: BirthRegistered) -> None:
    """Mark the notice that a dossier quotes, and let the child's card keep the digits of its temporary card.

    Our choice: a number that no facility told of is no objection, nor is a notice of another birth; both are seen.
    """
    number = event.birth_notice_number
    notices = await PaperStore(tx.db).under(PaperKind.BIRTH_NOTICE, number) if number else ()
    notice = next((notice for notice in notices if _is_of(notice, event)), None)
    if notice is None:
        if notices:
            details = {"birth_notice": number}
            tx.step("birth-notice-differs", f"Birth notice {number} tells of another birth", details=details)
        return
    if notice.quoted_by != event.dossier:
        PaperStore(tx.db).keep(replace(notice, quoted_by=event.dossier))
        tx.step("birth-notice-quoted", f"Birth notice {number} of facility {notice.facility} is quoted")
    temporary = birth_notice_of(notice).temporary_card
    if temporary and not event.health_insurance.temporary_card and await _is_free(tx, temporary, event):
        event.health_insurance.temporary_card = temporary  # as if the family had brought it along


def _is_of(notice: Paper, event: BirthRegistered) -> bool:
    """Whether a notice tells of the child that was registered: born on that day, of that sex and mother."""
    told, record = birth_notice_of(notice), event.record
    born = date_to_proto(told.birth_time.ToDatetime(HANOI).date())
    same_child = born == record.birth_date and told.child_sex == record.sex
    mother = event.mother.full_name
    return same_child and (not mother or compare_names(mother, told.mother_name).outcome.is_positive)


async def _is_free(tx: Tx, temporary_card: str, event: BirthRegistered) -> bool:
    """Whether nobody has the number but the child itself."""
    digits = temporary_card[SI_DIGITS_START:]
    if await RegistryStore(tx.db).find_by_number(SOCIAL_INSURANCE, digits) is None:
        return True
    return await newborn_under(tx, temporary_card, event) is not None
