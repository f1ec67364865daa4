"""The words of a name, each with the spellings that it might be mistaken for."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lienthong_emulator.matching.canonical import SHORT, canonical_word, visible
from lienthong_emulator.matching.letters import bare
from lienthong_emulator.matching.syllables import with_i_for_y, with_tone_aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    canonical: str
    tone_aside: str
    with_i: str
    with_i_tone_aside: str
    bare: str
    skeleton: str
    """Bare and with i: the same for all words that are at all alike."""


def words(text: str) -> list[Word]:
    return [_word(canonical_word(word)) for word in visible(text).split()]


def _word(canonical: str) -> Word:
    return _remembered(canonical) if len(canonical) <= SHORT else _read(canonical)


def _read(canonical: str) -> Word:
    with_i = with_i_for_y(canonical)
    return Word(
        canonical=canonical,
        tone_aside=with_tone_aside(canonical),
        with_i=with_i,
        with_i_tone_aside=with_tone_aside(with_i),
        bare=bare(canonical),
        skeleton=bare(with_i),
    )


_remembered: Final = lru_cache(maxsize=8192)(_read)
