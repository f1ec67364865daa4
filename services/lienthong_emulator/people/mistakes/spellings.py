"""Names as a careless register writes them."""

import re
import unicodedata
from typing import Final

_MARKS: Final = re.compile("[\u0300-\u036f]")
_TONE: Final = "[\u0300\u0301\u0303\u0309\u0323]"
_MIDDLE_NAMES: Final = ("Quang", "Ngọc", "Hữu", "Bích", "Minh")
_EARLY: Final = re.compile(rf"(?i)(o(?={_TONE}[ae])|(?<!q)u(?={_TONE}y))({_TONE})([aey])(?=\s|$)")
"""A tone on the first vowel of an open oa, oe or uy, in decomposed letters; the u of "qu" carries none.

In "ua" it stands there for good: `Lụa` has no other spelling.
"""


def without_diacritics(name: str) -> str:
    """`Nguyen Van Duc` for `Nguyễn Văn Đức`."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", name))
    return bare.replace("đ", "d").replace("Đ", "D")


def with_late_tones(name: str) -> str:
    """`Thuý` for `Thúy`; the same name where there is no such syllable."""
    return unicodedata.normalize("NFC", _EARLY.sub(r"\1\3\2", unicodedata.normalize("NFD", name)))


def given_name_first(name: str) -> str:
    """`An Văn Nguyễn` for `Nguyễn Văn An`."""
    return " ".join(reversed(name.split()))


def with_other_middle_name(name: str) -> str:
    """Another word between family and given name, one that the name has nothing of."""
    first, *_, last = name.split()
    words = {without_diacritics(word).lower() for word in name.split()}
    other = next(word for word in _MIDDLE_NAMES if without_diacritics(word).lower() not in words)
    return f"{first} {other} {last}"


def has_middle_name(name: str) -> bool:
    return len(name.split()) > 2
