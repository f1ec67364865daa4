"""Numbers of papers as they come over the wire: what cannot be of its kind is refused before anybody is looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from lienthong.type.v1 import identity_pb2
from lienthong_emulator.matching import Number
from lienthong_emulator.reference.tax_codes import has_empty_part, has_right_check_digit
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


class WrongCheckDigit(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "TAX_CODE_CHECK_DIGIT"
    english = "{field}: the tenth digit of {code} does not fit the others."
    vietnamese = "{field}: chữ số thứ mười của {code} không khớp với các chữ số trước."


class TaxCodeOfZeros(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "TAX_CODE_ZEROS"
    english = "{field}: the sequence and the dependent unit of a tax code are never all zeros, as in {code}."
    vietnamese = "{field}: số thứ tự và số đơn vị phụ thuộc của mã số thuế không thể toàn số 0 như {code}."


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


def check_tax_code(code: str, field: str) -> None:
    """Refused with `TAX_CODE_CHECK_DIGIT` and `TAX_CODE_ZEROS`; its shape was looked at before."""
    if has_empty_part(code):
        raise TaxCodeOfZeros(field=field, code=code)
    if not has_right_check_digit(code):
        raise WrongCheckDigit(field=field, code=code)


def is_tax_code(code: str) -> bool:
    """Whether a code can be one; its shape was looked at before."""
    return has_right_check_digit(code) and not has_empty_part(code)


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
