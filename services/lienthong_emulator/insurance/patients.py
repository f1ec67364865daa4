"""Whom a paper of a facility is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.insurance.participants import find_participant
from lienthong_emulator.matching import Outcome, PartialDate, compare_dates, compare_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.insurance.registry.domain import Participant
    from lienthong_emulator.runtime.database import Reader


async def patient_under(
    db: Reader, numbers: Sequence[str], full_name: str, birth: PartialDate | None
) -> Participant | None:
    """The participant under the first number that leads to somebody of this name and birth date.

    A mistyped number must not lock a stranger's card. A paper that has no name is about whose number it has.
    """
    for number in filter(None, numbers):
        found = await find_participant(db, IdentityNumber(value=number))
        if found is not None and _is_same(found, full_name, birth):
            return found
    return None


def _is_same(found: Participant, full_name: str, birth: PartialDate | None) -> bool:
    # A part of the date that one side does not know contradicts nothing, as at the check of a card.
    differs = birth is not None and compare_dates(birth, found.birth).outcome is Outcome.MISMATCH
    is_named = not full_name or compare_names(full_name, found.full_name).outcome.is_positive
    return is_named and not differs
