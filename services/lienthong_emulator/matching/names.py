"""Names of people: spelled alike, nearly alike, or differently."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from typing import Final

from lienthong_emulator.matching.canonical import Normalization, normalizations
from lienthong_emulator.matching.outcomes import Comparison, Outcome
from lienthong_emulator.matching.words import Word, words

NAME_RULE: Final = "vn-names-1"


class Departure(StrEnum):
    """What may separate two names that are nearly alike."""

    DIACRITICS_DROPPED = "DIACRITICS_DROPPED"
    WORD_ORDER = "WORD_ORDER"
    MIDDLE_NAME_MISSING = "MIDDLE_NAME_MISSING"
    I_Y_VARIANT = "I_Y_VARIANT"
    TONE_MISPLACED = "TONE_MISPLACED"


def compare_names(claim: str, held: str | None) -> Comparison:
    """Compare two whole names; a text without letter or digit counts as empty."""
    if not _LETTER.search(claim):
        return _NOT_COMPARED
    if claim == held:
        return _MATCH
    if held is None or not _LETTER.search(held):
        return _NOT_HELD
    return _compare_spellings(claim, held)


def _compare_spellings(claim: str, held: str) -> Comparison:
    ours, theirs = words(claim), words(held)
    if ours == theirs:
        return _comparison(Outcome.MATCH_NORMALIZED, normalizations(claim, held))
    departures = _departures(ours, theirs)
    return _comparison(Outcome.PARTIAL, departures) if departures else _MISMATCH


def is_name(text: str) -> bool:
    """Whether there is anything to compare: a letter, or a digit."""
    return _LETTER.search(text) is not None


@cache  # of a few dozen sets of reasons
def _comparison(outcome: Outcome, reasons: frozenset[Normalization] | frozenset[Departure]) -> Comparison:
    in_order = [reason for reason in (*Normalization, *Departure) if reason in reasons]
    return Comparison(outcome, tuple(in_order), NAME_RULE)


_LETTER: Final = re.compile(r"[^\W_]")
_MATCH: Final = Comparison(Outcome.MATCH, (), NAME_RULE)
_MISMATCH: Final = Comparison(Outcome.MISMATCH, (), NAME_RULE)
_NOT_HELD: Final = Comparison(Outcome.NOT_HELD, (), NAME_RULE)
_NOT_COMPARED: Final = Comparison(Outcome.NOT_COMPARED, (), NAME_RULE)

_Words = list[Word]
_Departures = frozenset[Departure]


def _departures(claim: _Words, held: _Words) -> _Departures:
    """All in which two canonical names depart from each other; empty where they are simply two names."""
    if _have_words_of_their_own(claim, held):
        return frozenset()
    for admitted, ours, theirs in _alignments(claim, held):
        spelling = _spelling_departures(ours, theirs)
        if spelling is not None:
            return admitted | spelling
    return frozenset()


def _have_words_of_their_own(claim: _Words, held: _Words) -> bool:
    ours, theirs = {word.skeleton for word in claim}, {word.skeleton for word in held}
    return not (ours <= theirs or theirs <= ours)


def _alignments(claim: _Words, held: _Words) -> Iterator[tuple[_Departures, _Words, _Words]]:
    """Ways to lay two names side by side, each with what it has to admit."""
    if len(claim) == len(held):
        yield frozenset(), claim, held
        yield frozenset({Departure.WORD_ORDER}), _sorted(claim), _sorted(held)
    else:
        for alike in (_canonical, _skeleton):
            ours, theirs = _less_one_middle(claim, held, alike), _less_one_middle(held, claim, alike)
            yield frozenset({Departure.MIDDLE_NAME_MISSING}), ours, theirs


def _sorted(name: _Words) -> _Words:
    return sorted(name, key=lambda word: (word.skeleton, word.canonical))


def _less_one_middle(more: _Words, fewer: _Words, alike: Callable[[Word], str]) -> _Words:
    """Leave out the first middle word that has no counterpart, where there is one word too many."""
    if not 2 <= len(fewer) == len(more) - 1:
        return more
    pairs = enumerate(zip(more, fewer, strict=False))
    extra = next((place for place, (one, other) in pairs if alike(one) != alike(other)), len(fewer))
    middle = min(max(extra, 1), len(more) - 2)
    return more[:middle] + more[middle + 1 :]


def _canonical(word: Word) -> str:
    return word.canonical


def _skeleton(word: Word) -> str:
    return word.skeleton


def _spelling_departures(claim: _Words, held: _Words) -> _Departures | None:
    """What separates two names word by word; None where a letter, a vowel or a tone does."""
    if [word.skeleton for word in claim] != [word.skeleton for word in held]:
        return None
    unequal = [pair for pair in zip(claim, held, strict=True) if pair[0].canonical != pair[1].canonical]
    found = [_separation(*pair) for pair in unequal]
    stripped = [pair for pair, departures in zip(unequal, found, strict=True) if departures >= _STRIPPED]
    return frozenset[Departure]().union(*found) if _one_side_is_bare(stripped) else None


def _separation(claim: Word, held: Word) -> _Departures:
    """The first spelling that two words of one skeleton share."""
    return next(departures for departures, spelling in _SHARED if spelling(claim) == spelling(held))


_STRIPPED: Final = frozenset({Departure.DIACRITICS_DROPPED})
_SHARED: Final[tuple[tuple[_Departures, Callable[[Word], str]], ...]] = (
    (frozenset({Departure.TONE_MISPLACED}), lambda word: word.tone_aside),
    (frozenset({Departure.I_Y_VARIANT}), lambda word: word.with_i),
    (frozenset({Departure.I_Y_VARIANT, Departure.TONE_MISPLACED}), lambda word: word.with_i_tone_aside),
    (_STRIPPED, lambda word: word.bare),
    (_STRIPPED | {Departure.I_Y_VARIANT}, _skeleton),
)


def _one_side_is_bare(pairs: list[tuple[Word, Word]]) -> bool:
    claims_are = all(claim.canonical == claim.bare for claim, _ in pairs)
    return claims_are or all(held.canonical == held.bare for _, held in pairs)
