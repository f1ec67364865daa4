"""Numbers of papers as they come over the wire: what cannot be of its kind is refused before anybody is looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from lienthong.type.v1 import identity_pb2
from lienthong_emulator.matching import Number
from lienthong_emulator.runtime.refusals import Kind, Refusal
from lienthong_emulator.wire import kind_of_number

if TYPE_CHECKING:
    from lienthong.type.v1.identity_pb2 import IdentityNumber

PERSONAL_NUMBER: Final = identity_pb2.IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER


class MalformedNumber(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "MALFORMED_NUMBER"
    english = "{field}: this cannot be a number of that kind."
    vietnamese = "{field}: số này không đúng loại giấy tờ đã khai."


def number_asked(found: IdentityNumber, at: str) -> Number:
    """The number under which somebody is looked up; where its kind is not said, it may be of any paper.

    Refused with `MALFORMED_NUMBER`: of an empty number `not found` would tell nothing of the person.
    """
    kind = kind_of_number(found)
    if not _SHAPES.get(kind, _ANYTHING)(found.value):
        raise MalformedNumber(field=f"{at}.value")
    return Number(kind, found.value)


def number_claimed(found: IdentityNumber, at: str) -> Number:
    """A number that somebody is said to have: its length, or else the claim, says the kind.

    Refused with `MALFORMED_NUMBER`.
    """
    kind = kind_of_number(found)
    looks_right = _SHAPES.get(kind) or (_ANYTHING if found.type else _NOTHING)
    if not looks_right(found.value):
        raise MalformedNumber(field=f"{at}.value")
    return Number(kind, found.value)


_ANYTHING: Final = re.compile("[0-9A-Za-z]+").fullmatch
_NOTHING: Final = re.compile("(?!)").fullmatch
_SHAPES: Final[Mapping[int, Callable[[str], object]]] = {
    PERSONAL_NUMBER: re.compile("[0-9]{12}").fullmatch,
    identity_pb2.IDENTITY_NUMBER_TYPE_CMND: re.compile("[0-9]{9}").fullmatch,
    identity_pb2.IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE: re.compile("[0-9]{10}").fullmatch,
    identity_pb2.IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD: re.compile("[A-Z]{2}[1-5][0-9]{12}").fullmatch,
    identity_pb2.IDENTITY_NUMBER_TYPE_TAX_CODE: re.compile("[0-9]{10}").fullmatch,
}
"""What a number of a kind looks like; of the others nothing is known but that there is one."""
