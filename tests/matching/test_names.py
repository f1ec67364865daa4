import unicodedata
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from lienthong_emulator.matching import NAME_RULE, Comparison, Outcome, compare_names

GIVEN_NAMES = [
    name
    for line in (Path(__file__).parent / "given_names.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for name in line.split()
]
SURNAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Lý"]
MIDDLE_NAMES = ["Văn", "Thị", "Hữu", "Đức", "Thúy", "Hòa", "Ngọc", "Quý", "Xuân", "Đình"]

TONES = "\u0300\u0301\u0303\u0309\u0323"
"""Huyền, sắc, ngã, hỏi, nặng."""


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("claim", "held", "outcome", "reasons"),
    [
        pytest.param("Nguyễn Thị Lan", "Nguyễn Thị Lan", Outcome.MATCH, (), id="same bytes"),
        pytest.param(nfd("Nguyễn"), "Nguyễn", Outcome.MATCH_NORMALIZED, ("UNICODE_FORM",), id="form"),
        pytest.param("NGUYỄN", "Nguyễn", Outcome.MATCH_NORMALIZED, ("CASE",), id="case"),
        pytest.param("Trần\u00a0 Lan", "Trần Lan", Outcome.MATCH_NORMALIZED, ("SPACING",), id="spacing"),
        pytest.param("Thuý", "Thúy", Outcome.MATCH_NORMALIZED, ("TONE_PLACEMENT",), id="tone placement"),
        pytest.param("\u00d0ức", "\u0110ức", Outcome.MATCH_NORMALIZED, ("LOOKALIKE_D",), id="look-alike"),
        pytest.param("Nguyen", "Nguyễn", Outcome.PARTIAL, ("DIACRITICS_DROPPED",), id="no diacritics"),
        pytest.param("Lan Trần Thị", "Trần Thị Lan", Outcome.PARTIAL, ("WORD_ORDER",), id="word order"),
        pytest.param("Trần Lan", "Trần Thị Lan", Outcome.PARTIAL, ("MIDDLE_NAME_MISSING",), id="one less"),
        pytest.param("Lý", "Lí", Outcome.PARTIAL, ("I_Y_VARIANT",), id="i and y"),
        pytest.param("Qúy", "Quý", Outcome.PARTIAL, ("TONE_MISPLACED",), id="misplaced tone"),
        pytest.param("Thủy", "Thùy", Outcome.MISMATCH, (), id="other tone"),
        pytest.param("Hoan", "Hoân", Outcome.PARTIAL, ("DIACRITICS_DROPPED",), id="bare vowel"),
        pytest.param("Tân", "Tăn", Outcome.MISMATCH, (), id="other vowel"),
    ],
)
def test_names_compare_as_specified(claim: str, held: str, outcome: Outcome, reasons: tuple[str, ...]) -> None:
    assert compare_names(claim, held) == Comparison(outcome, reasons, NAME_RULE)
    assert compare_names(held, claim) == Comparison(outcome, reasons, NAME_RULE)


def test_a_register_without_a_name_holds_none() -> None:
    assert compare_names("Lan", None) == Comparison(Outcome.NOT_HELD, (), NAME_RULE)


def test_different_given_names_are_never_taken_for_one() -> None:
    assert len(set(GIVEN_NAMES)) == len(GIVEN_NAMES) >= 160
    wrong = [pair for pair in combinations(GIVEN_NAMES, 2) if compare_names(*pair).outcome.is_positive]
    assert not wrong


def test_the_letters_without_their_diacritics_are_never_a_yes() -> None:
    bare = {name: without_diacritics(name) for name in GIVEN_NAMES}
    outcomes = {compare_names(bare[name], name).outcome for name in GIVEN_NAMES if bare[name] != name}
    assert outcomes == {Outcome.PARTIAL}


def without_diacritics(text: str) -> str:
    apart = nfd(text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


# Encoding and typesetting never change who somebody is


def test_noise_never_makes_a_mismatch_and_is_named() -> None:
    random = Random(2022)
    for _ in range(100_000):
        held = some_name(random)
        noisy, applied = with_noise(held, random)
        compared = compare_names(noisy, held)
        assert compared.outcome.is_positive, (noisy, held)
        assert applied == {*compared.reasons}, (noisy, held)


def some_name(random: Random) -> str:
    middle = random.sample(MIDDLE_NAMES, random.randrange(3))
    return " ".join([random.choice(SURNAMES), *middle, random.choice(GIVEN_NAMES)])


def with_noise(name: str, random: Random) -> tuple[str, set[str]]:
    """The same name as another system might have sent it, and the reasons that this must give."""
    applied = set[str]()
    chosen = random.getrandbits(len(NOISE)) & random.getrandbits(len(NOISE))
    for place, (reason, noise) in enumerate(NOISE.items()):
        before, name = name, noise(name, random) if chosen >> place & 1 else name
        if name != before:
            applied.add(reason)
    return name, applied


def later_tone(name: str, _random: Random) -> str:
    return " ".join(word[:-2] + LATER.get(word[-2:], word[-2:]) for word in name.split())


def other_case(name: str, random: Random) -> str:
    return random.choice((str.upper, str.lower, str.swapcase))(name)


def foreign_d(name: str, random: Random) -> str:
    upper, lower = random.choice(("\u00d0\u00f0", "\u0189\u0256"))
    return name.replace("Đ", upper).replace("đ", lower)


def other_spaces(name: str, random: Random) -> str:
    space = random.choice(("  ", "\u00a0", "\u3000", "\u2009", "\t"))
    return random.choice(("", space)) + name.replace(" ", space) + random.choice(("", " "))


def other_form(name: str, random: Random) -> str:
    return random.choice((nfd, with_loose_tones))(name)


def with_loose_tones(name: str) -> str:
    """The form of Windows-1258: â is one character, its tone another."""
    return "".join(map(with_loose_tone, name))


@cache
def with_loose_tone(letter: str) -> str:
    return toneless(letter) + "".join(mark for mark in nfd(letter) if mark in TONES)


def toneless(text: str) -> str:
    return nfc("".join(letter for letter in nfd(text) if letter not in TONES))


def something_invisible(name: str, random: Random) -> str:
    place = random.randrange(len(name) + 1)
    return name[:place] + random.choice("\u200b\u200d\ufeff\u00ad\u202a\u2060\u034f") + name[place:]


LATER = {
    nfc(first + tone + second): nfc(first + second + tone) for first, second in ("oa", "oe", "uy") for tone in TONES
}
NOISE = {
    "TONE_PLACEMENT": later_tone,
    "CASE": other_case,
    "LOOKALIKE_D": foreign_d,
    "SPACING": other_spaces,
    "UNICODE_FORM": other_form,
    "INVISIBLE": something_invisible,
}
