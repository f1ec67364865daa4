"""Tax codes (mã số thuế): ten digits, the last of which checks the others; a dependent unit has a dash and three more.

Weights, modulus and zeros: as python-stdnum, `vn.mst`.
"""

from operator import mul

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_WEIGHT_OF_ZEROS = ord("0") * sum(_WEIGHTS)
"""What nine zeros come to where digits are taken as the bytes that they are written in."""
_MODULUS = 11
_SEQUENCE = slice(2, 9)
_ZEROS = ("0000000", "-000")


def has_right_check_digit(code: str) -> bool:
    """Tell whether the tenth digit is what the nine before it ask for."""
    return int(code[len(_WEIGHTS)]) == _check_digit(code)


def with_check_digit(nine_digits: str) -> str | None:
    """The code that opens with nine digits; None where the check digit would be 10, which is none."""
    check = _check_digit(nine_digits)
    return None if check == _MODULUS - 1 else f"{nine_digits}{check}"


def _check_digit(code: str) -> int:
    total = sum(map(mul, _WEIGHTS, code.encode())) - _WEIGHT_OF_ZEROS
    return _MODULUS - 1 - total % _MODULUS


def has_empty_part(code: str) -> bool:
    """Tell whether the sequence or the dependent unit is all zeros: none has been or will be given out."""
    sequence, unit = _ZEROS
    return code[_SEQUENCE] == sequence or code.endswith(unit)
