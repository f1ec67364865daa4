"""Telephones and e-mail of people: well formed, and nobody's."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from lienthong_emulator.matching.letters import bare
from lienthong_emulator.people.draws import Chance, Ints
from lienthong_emulator.people.folk.names import Names, Part, Texts, vocabulary

# No number in Viet Nam begins with two zeros, and `.example` is nobody's domain (RFC 2606).
PHONE_PREFIX: Final = "0000"
EMAIL_DOMAIN: Final = "thu.example"
_PHONES: Final = 1_000_000


def phones(index: Ints, chance: Chance) -> list[str]:
    """Ten digits for each person, of a million: a few people share one, as a family does."""
    return [f"{PHONE_PREFIX}{number:06}" for number in chance.below("phone", index, _PHONES).tolist()]


def emails(names: Names, index: Ints) -> list[str]:
    """One address for each person; it is nobody else's where the index is the person's in the nation."""
    given, family = _in_ascii("given")[names.given].tolist(), _in_ascii("family")[names.family].tolist()
    people = zip(given, family, index.tolist(), strict=True)
    return [f"{own}.{line}{number}@{EMAIL_DOMAIN}" for own, line, number in people]


@cache
def _in_ascii(part: Part) -> Texts:
    """Words without marks, blanks and apostrophes; people without a family name have a dot and a number."""
    words = [bare(word.lower()) for word in vocabulary(part).words.tolist()]
    return np.array(["".join(filter(str.isalnum, word)) for word in words], np.object_)
