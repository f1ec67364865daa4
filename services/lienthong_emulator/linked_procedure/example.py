"""The example dossiers, received on 05/01/2022, or that day of another year: five invented births, four deaths."""

import re
from datetime import date
from pathlib import Path
from typing import Final

from lienthong_emulator.people.by_hand.years import years_later
from lienthong_emulator.reference.identity_numbers import parse_personal_number, personal_number

WRITTEN_FOR: Final = 2021
"""The anchor year of the nation whose personas they are about."""
_IN_WORDS: Final = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def example_dossiers(year: int = WRITTEN_FOR) -> bytes:
    """A JSON list for `read_dossiers`: an ordinary birth, late twins, an unknown father, a child nearly five.

    In a nation anchored at the end of another year, dates and personal numbers are those of its personas.
    """
    return _written("birth-dossiers.json", year)


def example_death_dossiers(year: int = WRITTEN_FOR) -> bytes:
    """The same for `read_death_dossiers`: a pensioner, a worker, a late one with only a CMND, a child."""
    return _written("death-dossiers.json", year)


def _written(file: str, year: int) -> bytes:
    written = Path(__file__).with_name("data").joinpath(file).read_bytes()
    return written if year == WRITTEN_FOR else _shifted(written.decode(), year - WRITTEN_FOR).encode()


def _shifted(text: str, years: int) -> str:
    def date_of(found: re.Match[str]) -> str:
        day, month, year = map(int, found.groups())
        return f"{years_later(date(year, month, day), years):%d/%m/%Y}"

    def number_of(found: re.Match[str]) -> str:
        parts = parse_personal_number(found[0])
        return personal_number(parts.place_code, parts.sex, parts.year + years, parts.serial) if parts else found[0]

    def year_of(found: re.Match[str]) -> str:
        return str(int(found[0]) + years)

    def day_of(found: re.Match[str]) -> str:
        day = date(2000 + int(found[1]), int(found[2]), int(found[3]))
        return f"{years_later(day, years):%y%m%d}"

    def words_of(found: re.Match[str]) -> str:
        return f"{found[1]}{_year_in_words(_YEARS_IN_WORDS[found[2]] + years)}"

    text = re.sub(r"\b([0-9]{2})/([0-9]{2})/([0-9]{4})\b", date_of, text)
    text = re.sub(r'(?<=NgaySinh": ")[0-9]{4}(?=")', year_of, text)
    text = re.sub(r"(?<=G[CB][ST]\.[0-9]{5}\.)[0-9]{4}(?=\.)", year_of, text)
    text = re.sub(r"(?<=-)([0-9]{2})([0-9]{2})([0-9]{2})(?=-[0-9]{4}\")", day_of, text)
    text = re.sub(r"(tháng [^\"]* năm )(hai nghìn [^\"]*)", words_of, text)
    return re.sub(r"(?<=\")[0-9]{12}(?=\")", number_of, text)


def _year_in_words(year: int) -> str:
    """`hai nghìn không trăm hai mươi mốt` for 2021; of this century's first hundred years."""
    tens, ones = divmod(year % 100, 10)
    opening = "hai nghìn không trăm"
    if not tens:
        return f"{opening} linh {_IN_WORDS[ones]}" if ones else "hai nghìn"
    decade = "mười" if tens == 1 else f"{_IN_WORDS[tens]} mươi"
    unit = {5: "lăm"} if tens == 1 else {1: "mốt", 4: "tư", 5: "lăm"}
    return f"{opening} {decade} {unit.get(ones, _IN_WORDS[ones])}".rstrip()


_YEARS_IN_WORDS: Final = {_year_in_words(year): year for year in range(2000, 2100)}
