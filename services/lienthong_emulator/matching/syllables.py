"""Vietnamese syllables: which vowel carries the tone, and where i and y are one letter."""

import re
from dataclasses import dataclass, replace
from typing import Final

from lienthong_emulator.matching.letters import TONES, composed, taken_apart


def seated(word: str) -> str:
    """Put the tone on the vowel that carries it: qúy becomes quý, hòang becomes hoàng."""
    syllable = _syllable(word)
    return syllable.seated().spelled() if syllable else word


def i_for_y(word: str) -> str:
    """Write i for every y that sounds like it: lý becomes lí, but thúy and may keep theirs."""
    syllable = _syllable(word)
    return syllable.with_i().spelled() if syllable else word


@dataclass(frozen=True, slots=True)
class _Syllable:
    """Letters without their tone, the tone as a combining mark, and the place in the word where it stands."""

    onset: str
    vowels: str
    coda: str
    tone: str
    place: int

    def spelled(self) -> str:
        letters = self.onset + self.vowels + self.coda
        return composed(letters[: self.place + 1] + self.tone + letters[self.place + 1 :])

    def seated(self) -> "_Syllable":
        return replace(self, place=len(self.onset) + self._seat())

    def _seat(self) -> int:
        marked = [place for place, vowel in enumerate(self.vowels) if vowel in _MARKED_VOWELS]
        if marked:
            return marked[-1]
        return len(self.vowels) - 1 if self.coda else (len(self.vowels) - 1) // 2

    def with_i(self) -> "_Syllable":
        # A y that closes an open group of vowels is heard: may is not mai, and thúy is not thúi.
        heard = "" if self.coda or len(self.vowels) == 1 else self.vowels[-1]
        return replace(self, vowels=self.vowels.removesuffix(heard).replace("y", "i") + heard)


_LONGEST: Final = len("nghiêng")
_TONE: Final = re.compile(f"[{TONES}]")
_VOWELS: Final = "aăâeêioôơuưy"
_MARKED_VOWELS: Final = "ăâêôơư"
_SYLLABLE: Final = re.compile(
    # The u of "qu" and the i of "gi" are no vowels as soon as another one follows.
    rf"((?:qu|gi)(?=[{_VOWELS}])|ngh?|nh|gh?|kh?|ph?|th|tr|ch|[bcdđfhjlmnrstvwxz]|)"
    rf"([{_VOWELS}]{{1,3}})"
    r"(ch|ng|nh|[ckmnpt]|)"
)


def _syllable(word: str) -> _Syllable | None:
    if len(word) > _LONGEST:
        return None
    apart = taken_apart(word)
    letters, tones = composed(_TONE.sub("", apart)), _TONE.findall(apart)
    found = _SYLLABLE.fullmatch(letters)
    if not found or len(tones) > 1 or len(letters) != len(word):
        return None
    place = next((place for place, letter in enumerate(word) if letter != letters[place]), 0)
    return _Syllable(found[1], found[2], found[3], "".join(tones), place)
