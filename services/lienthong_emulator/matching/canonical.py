"""The canonical form of a name: one text for all the ways to encode and typeset it."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import Final

from lienthong_emulator.matching.letters import TONES, composed, is_flooded


class Normalization(StrEnum):
    """What may separate two texts of one canonical form."""

    UNICODE_FORM = "UNICODE_FORM"
    CASE = "CASE"
    SPACING = "SPACING"
    TONE_PLACEMENT = "TONE_PLACEMENT"
    LOOKALIKE_D = "LOOKALIKE_D"
    APOSTROPHE = "APOSTROPHE"
    INVISIBLE = "INVISIBLE"


def canonical_name(text: str) -> str:
    """A canonical form is its own canonical form."""
    return " ".join(map(canonical_word, visible(text).split()))


def canonical_word(word: str) -> str:
    return _remembered_spelling(word) if len(word) <= SHORT else _spelling(word)


def visible(text: str) -> str:
    return _INVISIBLE.sub("", text)


def normalizations(claim: str, held: str) -> frozenset[Normalization]:
    """The steps without which two different texts of one canonical form would still differ."""
    ours, theirs = visible(claim), visible(held)
    needed = set[Normalization]().union(*map(_needs, ours.split(), theirs.split()))
    if _WORD.split(ours) != _WORD.split(theirs):
        needed.add(Normalization.SPACING)
    if (ours, theirs) != (claim, held) and _differ_with_the_invisible(claim, held):
        needed.add(Normalization.INVISIBLE)
    return frozenset(needed)


def _differ_with_the_invisible(claim: str, held: str) -> bool:
    return [*map(canonical_word, claim.split())] != [*map(canonical_word, held.split())]


SHORT: Final = 3 * len("nghiêng")
"""Names are made of a few thousand words no longer than this, marks counted; longer ones are not kept in memory."""

# What Unicode says to ignore where it cannot be shown, save the Hangul fillers, which are letters.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_WORD: Final = re.compile(r"\S+")


def _spelling(word: str, left_out: Normalization | None = None) -> str:
    if is_flooded(word):
        return word
    for name, step in _STEPS:
        if name is not left_out:
            word = step(word)
    return word


def _needs(claim: str, held: str) -> frozenset[Normalization]:
    is_short = len(claim) <= SHORT and len(held) <= SHORT
    return _remembered_needs(claim, held) if is_short else _found_needs(claim, held)


def _found_needs(claim: str, held: str) -> frozenset[Normalization]:
    if claim == held:
        return frozenset()
    changing = _changing(claim) | _changing(held)
    needed = {step for step in changing if _spelling(claim, step) != _spelling(held, step)}
    return frozenset(needed or changing)  # where two steps do the same work, either is dispensable: name both


def _changing(word: str) -> set[Normalization]:
    changing: set[Normalization] = set()
    for name, step in _STEPS:
        before, word = word, step(word)
        if word != before:
            changing.add(name)
    return changing


_remembered_spelling: Final = lru_cache(maxsize=8192)(_spelling)
_remembered_needs: Final = lru_cache(maxsize=8192)(_found_needs)

_LOOKALIKE_D: Final = re.compile("[ÐðƉɖ]")
_APOSTROPHE: Final = re.compile("[`´ʹʻʼʽˈ‘’‛′‵ꞌ＇]")
# Only at the end of a word, for hoàn and toại have one spelling; and in "quý" the u is no vowel.
_LATE_TONE: Final = re.compile(r"(?:[oO][àáãảạèéẽẻẹÀÁÃẢẠÈÉẼẺẸ]|(?<![qQ])[uU][ỳýỹỷỵỲÝỸỶỴ])(?!\w|[^\s!-~])")


def _true_d(word: str) -> str:
    return _LOOKALIKE_D.sub(lambda found: "Đ" if found[0] in "ÐƉ" else "đ", word)


def _plain_apostrophe(word: str) -> str:
    return _APOSTROPHE.sub("'", word)


def _early_tone(word: str) -> str:
    """Write hòa for hoà."""
    return _LATE_TONE.sub(lambda found: _EARLY_TONES[found[0]], word)


def _early_tones() -> Iterator[tuple[str, str]]:
    for first, second in [*product("oO", "aAeE"), *product("uU", "yY")]:
        for tone in TONES:
            yield composed(first + second + tone), composed(first + tone + second)


_EARLY_TONES: Final = dict(_early_tones())

# Case is folded before letters are composed, for folding may take a letter apart.
_STEPS: Final[tuple[tuple[Normalization, Callable[[str], str]], ...]] = (
    (Normalization.CASE, str.casefold),
    (Normalization.UNICODE_FORM, composed),
    (Normalization.LOOKALIKE_D, _true_d),
    (Normalization.APOSTROPHE, _plain_apostrophe),
    (Normalization.TONE_PLACEMENT, _early_tone),
)
