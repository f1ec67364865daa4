"""Where tones stand, and where i is y, over every syllable of the language."""

import unicodedata
from collections.abc import Iterator
from itertools import permutations, product
from pathlib import Path

import pytest

from lienthong_emulator.matching import NAME_RULE, Comparison, Outcome, canonical_name, compare_names

TONES = "\u0300\u0301\u0303\u0309\u0323"
VOWELS = "aăâeêioôơuưy"
ONSETS = (
    *("", "b", "c", "ch", "d", "đ", "gh", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh"),
    *("p", "ph", "r", "s", "t", "th", "tr", "v", "x"),
)


def rimes(kind: str) -> list[str]:
    text = (Path(__file__).parent / "rimes.txt").read_text("utf-8")
    return text.split(f"[{kind}]")[1].split("[")[0].split()


def syllables(kind: str) -> Iterator[tuple[str, list[str]]]:
    """Each syllable in each tone, with what it looks like when the tone is on another vowel."""
    for onset, rime, tone in product(ONSETS, rimes(kind), TONES):
        yield with_tone(onset, rime, tone)


def syllables_of_qu_and_gi() -> Iterator[tuple[str, list[str]]]:
    for rime, tone in product(rimes("fixed"), TONES):
        onset = "qu" if unicodedata.normalize("NFD", rime)[0] in "aeiy" else "gi"
        yield with_tone(onset, rime, tone)


def with_tone(onset: str, rime: str, tone: str) -> tuple[str, list[str]]:
    right = onset + rime
    letters = composed(unicodedata.normalize("NFD", right).replace("\u0301", ""))
    seat = next(place for place, letter in enumerate(letters) if letter != right[place])
    placed = {
        place: composed(letters[: place + 1] + tone + letters[place + 1 :])
        for place, letter in enumerate(letters)
        if letter in VOWELS
    }
    return placed.pop(seat), list(placed.values())


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def test_both_tone_placements_of_an_open_syllable_are_one_name() -> None:
    expected = Comparison(Outcome.MATCH_NORMALIZED, ("TONE_PLACEMENT",), NAME_RULE)
    for early, (late,) in syllables("open"):
        assert canonical_name(late) == canonical_name(early) == early
        assert compare_names(late, early) == compare_names(early.title(), late.title()) == expected


def test_every_other_syllable_has_one_place_for_its_tone() -> None:
    expected = Comparison(Outcome.PARTIAL, ("TONE_MISPLACED",), NAME_RULE)
    for right, misplaced in [*syllables("fixed"), *syllables_of_qu_and_gi()]:
        assert canonical_name(right) == right
        for wrong in misplaced:
            assert compare_names(wrong, right) == expected, (wrong, right)


def test_another_tone_is_another_name() -> None:
    for rime in rimes("open") + rimes("fixed"):
        spelled = [with_tone("h", rime, tone)[0] for tone in TONES]
        outcomes = {compare_names(*pair).outcome for pair in permutations(spelled, 2)}
        assert outcomes == {Outcome.MISMATCH}, rime


@pytest.mark.parametrize("pair", ["Mỹ Mĩ", "Quý Quí", "Vy Vi", "Y I", "Huỳnh Huình", "Quỳnh Quình", "Yến Iến", "Đy Đi"])
def test_i_and_y_are_one_letter_where_they_sound_alike(pair: str) -> None:
    assert compare_names(*pair.split()).reasons == ("I_Y_VARIANT",)


@pytest.mark.parametrize("pair", ["Thúy Thúi", "Duy Dui", "Mây Mâi", "May Mai", "Xoay Xoai", "Quay Quai"])
def test_i_and_y_are_two_letters_where_they_do_not(pair: str) -> None:
    assert compare_names(*pair.split()).outcome is Outcome.MISMATCH
