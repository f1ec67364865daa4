"""Names and texts as they come over the wire: what nobody can read or print is refused by its field."""

import re
from collections.abc import Mapping
from typing import Final

from lienthong_emulator.runtime.refusals import Violation
from lienthong_emulator.runtime.validation import InvalidRequest

_LETTER: Final = re.compile(r"[^\W\d_]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_BLANK: Final = re.compile(r"\s")
_WITHOUT_LETTER: Final = ("holds no letter", "không có chữ cái nào")
_CONTROLS: Final = ("holds a control character", "chứa ký tự điều khiển")
_UNPRINTABLE: Final = ("holds a character that cannot be printed", "chứa ký tự không in được")


def refuse_unreadable(names: Mapping[str, str], texts: Mapping[str, str], *, printed: Mapping[str, str]) -> None:
    """Each by its field: what is in `printed` stands on a card or an extract. Refused with `INVALID_REQUEST`."""
    wrong = [Violation(field, *_WITHOUT_LETTER) for field, name in names.items() if not _LETTER.search(name)]
    wrong += [Violation(field, *_CONTROLS) for field, text in {**names, **texts}.items() if _CONTROL.search(text)]
    wrong += [Violation(field, *_UNPRINTABLE) for field, text in printed.items() if not _is_printable(text)]
    if wrong:
        raise InvalidRequest(wrong)


def is_readable_name(text: str) -> bool:
    """It holds a letter, and can be printed."""
    return bool(_LETTER.search(text)) and not _CONTROL.search(text) and _is_printable(text)


def _is_printable(text: str) -> bool:
    """Whatever kind of blank it holds."""
    return _BLANK.sub(" ", text).isprintable()
