"""The numbers under which a world begins to know its participants, as rows of insurance's table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.insurance.cards.domain import SI_DIGITS_START
from lienthong_emulator.insurance.registry.domain import FATHER, MOTHER
from lienthong_emulator.runtime.rows import Rows
from lienthong_emulator.verification.fingerprints import fingerprint, number_said, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lienthong_emulator.people.registers.versions import People, Relatives, Version

COLUMNS = ("value", "kind", "participant_key", "superseded", "fingerprint")


def number_rows(version: Version) -> Rows:
    """Every number but the social-insurance number; superseded are an old CMND, and what only past cards carry."""
    people, cards = version.people, version.cards
    made = _fingerprints(people, version.relatives)
    found = [
        row
        for si_number, personal, cmnd in zip(people.si_number, people.personal_number, people.cmnd, strict=True)
        for row in (
            (personal, PERSONAL_NUMBER, int(si_number), 0, made.get(si_number)),
            (cmnd, CMND, int(si_number), int(bool(personal)), None if personal else made.get(si_number)),
        )
        if row[0]
    ]
    merged = {
        (card[SI_DIGITS_START:], SOCIAL_INSURANCE, int(si_number), 1, None)
        for si_number, card in zip(cards.si_number, cards.card_number, strict=True)
        if not card.endswith(si_number)
    }
    return Rows("participant_number", COLUMNS, [*found, *sorted(merged)])


def _fingerprints(people: People, relatives: Relatives) -> Mapping[str, int]:
    """By their social-insurance numbers, of whom one can be made."""
    mothers, fathers = (_numbers_of(relatives, kind) for kind in (MOTHER, FATHER))
    said = words_of(
        people,
        (mothers.get(si_number, "") for si_number in people.si_number),
        (fathers.get(si_number, "") for si_number in people.si_number),
    )
    return {
        si_number: fingerprint(*words)
        for si_number, words, died in zip(people.si_number, said, people.died, strict=True)
        if words[0] and not died
    }


def _numbers_of(relatives: Relatives, kind: int) -> Mapping[str, str]:
    """The numbers of relatives of a kind, by the social-insurance numbers of those whose they are."""
    columns = (relatives.si_number, relatives.kind, relatives.personal_number, relatives.cmnd)
    return {
        si_number: number_said(personal, cmnd)
        for si_number, of_kind, personal, cmnd in zip(*columns, strict=True)
        if of_kind == kind
    }
