"""Vietnamese syllables: one place for the tone, and i and y for one sound."""

import re
from typing import Final

from lienthong_emulator.matching.letters import TONES, bare, composed, taken_apart

_SYLLABLE: Final = re.compile(
    r"(?:ngh?|nh|gh?|gi|kh?|ph?|qu|th|tr|ch|[bcdfhjlmnrstvwxz]|)[aeiouy]{1,3}(?:ch|ng|nh|[ckmnpt]|)"
)
_TONE: Final = re.compile(f"[{TONES}]")

# A y that ends a group of vowels is heard: may is not mai, and thúy is not thúi. Any other sounds like i: in lý, in
# huỳnh, and in quý, where the u is no vowel.
_Y_LIKE_I: Final = re.compile(
    r"(?:^|(?<=[bcdđfghjklmnpqrstvwxz])|(?<=^q[uùúũủụ]))[yỳýỹỷỵ]|[yỳýỹỷỵ](?!$)",
)
_I_FOR: Final = dict(zip("yỳýỹỷỵ", "iìíĩỉị", strict=True))


def with_tone_aside(word: str) -> str:
    """Write the tone of a syllable behind it, so that qúy and quý, or hòang and hoàng, are spelled alike."""
    if not _is_syllable(word):
        return word
    apart = taken_apart(word)
    return composed(_TONE.sub("", apart)) + "".join(_TONE.findall(apart))


def with_i_for_y(word: str) -> str:
    """Write i for every y of a syllable that sounds like it: lý becomes lí, but thúy and may keep theirs."""
    return _Y_LIKE_I.sub(lambda found: _I_FOR[found[0]], word) if _is_syllable(word) else word


def _is_syllable(word: str) -> bool:
    return _SYLLABLE.fullmatch(bare(word)) is not None
