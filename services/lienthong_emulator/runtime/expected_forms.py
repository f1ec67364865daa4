"""What the patterns of the contract ask for, in words."""

import re
from collections.abc import Mapping

_LETTERS_AND_DIGITS = ("must be of unaccented letters and digits", "chỉ gồm chữ cái không dấu và chữ số")
_OR_EMPTY = (" or empty", " hoặc để trống")

_MAY_BE_EMPTY = re.compile(r"\((.+)\)\?")
_NAME_OF_RESOURCE = re.compile(r"((?:[A-Za-z]+/)+)\[0-9a-z-\]\+")

_FORMS: Mapping[str, tuple[str, str]] = {
    r"[0-9]{2}": ("must be 2 digits", "phải gồm 2 chữ số"),
    r"[0-9]{3}": ("must be 3 digits", "phải gồm 3 chữ số"),
    r"[0-9]{5}": ("must be 5 digits", "phải gồm 5 chữ số"),
    r"[0-9A-Z]{5}": ("must be 5 digits or capital letters", "phải gồm 5 chữ số hoặc chữ cái hoa"),
    r"[0-9]{10}": ("must be 10 digits", "phải gồm 10 chữ số"),
    r"[0-9]{12}": ("must be 12 digits", "phải gồm 12 chữ số"),
    r"[0-9]{10}(-[0-9]{3})?": (
        "must be 10 digits, of a dependent unit with a hyphen and 3 more",
        "phải gồm 10 chữ số, đơn vị phụ thuộc thêm dấu gạch và 3 chữ số",
    ),
    r"[0-9+ ]{6,20}": (
        "must be 6 to 20 digits, plus signs and blanks",
        "phải gồm 6 đến 20 chữ số, dấu cộng và dấu cách",
    ),
    r"[0-9.]*": ("must be of digits and full stops", "chỉ gồm chữ số và dấu chấm"),
    r"[0-9A-Za-z]*": _LETTERS_AND_DIGITS,
    r"[0-9A-Za-z./_-]*": (
        f"{_LETTERS_AND_DIGITS[0]}, and . / _ -",
        f"{_LETTERS_AND_DIGITS[1]}, và các dấu . / _ -",
    ),
    r"[A-Z]{2}": ("must be 2 capital letters, such as VN", "phải gồm 2 chữ cái hoa, ví dụ VN"),
    r"[A-Z]{2}[0-9]{4}[A-Z]": (
        "must be 2 capital letters, 4 digits and a capital letter, such as AA0001A",
        "phải gồm 2 chữ cái hoa, 4 chữ số và 1 chữ cái hoa, ví dụ AA0001A",
    ),
    r"[A-Z]{2}[1-5][0-9]{12}": (
        "must be a card number of 15 characters, such as DN4010115000017",
        "phải là số thẻ gồm 15 ký tự, ví dụ DN4010115000017",
    ),
    r"([A-Z]{2}[1-5][0-9]{2})?[0-9]{10}": (
        "must be a card number of 15 characters, such as DN4010115000017, or a social-insurance number of 10 digits",
        "phải là số thẻ gồm 15 ký tự, ví dụ DN4010115000017, hoặc mã số bảo hiểm xã hội gồm 10 chữ số",
    ),
    r"TE1[0-9]{12}": ("must be TE1 and 12 digits", "phải là TE1 và 12 chữ số"),
    r"employers/[0-9A-Z]+/declarations/[0-9a-z-]+": (
        "must be employers/, a unit's code, declarations/ and an id",
        "phải là employers/, mã đơn vị, declarations/ và mã hồ sơ",
    ),
    r"0[0-79]": ("must be 00 to 07 or 09", "phải là 00 đến 07 hoặc 09"),
    r"[0-9]{1,6}/[0-9]{4}": ("must be a number and a year, such as 12/2021", "phải là số và năm, ví dụ 12/2021"),
    r"([01][0-9]|2[0-3]):[0-5][0-9]": ("must be hour and minute, such as 21:40", "phải là giờ và phút, ví dụ 21:40"),
    r"faults/[a-z]+-[0-9]{1,9}": ("must be faults/ and a fault's name", "phải là faults/ và tên lỗi"),
    r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*": (
        "must be capital letters and digits with underscores between",
        "chỉ gồm chữ cái hoa, chữ số và dấu gạch dưới ở giữa",
    ),
    r"worlds/[a-z0-9-]{1,63}": ("must be worlds/ and a world's name", "phải là worlds/ và tên thế giới"),
    r"agencies/[a-z-]+": ("must be agencies/ and an agency's name", "phải là agencies/ và tên cơ quan"),
    r"[a-z]+/[0-9A-Za-z-]+": (
        "must be of the form kind/code, such as facilities/01019",
        "phải có dạng loại/mã, ví dụ facilities/01019",
    ),
    r"[a-z-]{0,60}": ("must be of small letters and hyphens, at most 60", "chỉ gồm chữ thường và dấu gạch, tối đa 60"),
    r"[a-z]+\.[a-z0-9-]+": ("must be of the form agency.what-happened", "phải có dạng cơ-quan.sự-kiện"),
    r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?": (
        "must be of small letters, digits and hyphens, at most 63, and neither begin nor end with a hyphen",
        "chỉ gồm chữ thường, chữ số và dấu gạch, tối đa 63, không bắt đầu hay kết thúc bằng dấu gạch",
    ),
}


def expected_form(pattern: str) -> tuple[str, str]:
    """In English and Vietnamese. Raises `KeyError` where a pattern has no words: a test holds that none is without."""
    whole = pattern.removeprefix("^").removesuffix("$")
    if optional := _MAY_BE_EMPTY.fullmatch(whole):
        english, vietnamese = _words(optional[1])
        return english + _OR_EMPTY[0], vietnamese + _OR_EMPTY[1]
    return _words(whole)


def _words(pattern: str) -> tuple[str, str]:
    if name := _NAME_OF_RESOURCE.fullmatch(pattern):
        return f"must be {name[1]} and an id", f"phải là {name[1]} và mã"
    return _FORMS[pattern]
