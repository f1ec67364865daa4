"""Letters and the marks on them."""

import re
import unicodedata
from typing import Final

TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
"""Huyền, sắc, ngã, hỏi and nặng, as combining marks."""

_MARKS: Final = re.compile("[\u0300-\u036f]+")
_FLOOD: Final = re.compile(r"\W{17}")


def is_flooded(word: str) -> bool:
    """Whether a word has more marks in a row than any letter carries (a Vietnamese one: two).

    Putting marks in order takes quadratic time, so such a word must not be composed or taken apart.
    """
    return _FLOOD.search(word) is not None


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def taken_apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def bare(word: str) -> str:
    """A lower-case word without diacritics, the bar of the đ among them."""
    if word.isascii() or is_flooded(word):
        return word
    return composed(_MARKS.sub("", taken_apart(word))).replace("đ", "d")
