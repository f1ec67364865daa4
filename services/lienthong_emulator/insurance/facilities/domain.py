"""Accounts and officers of facilities: each a pure function of the world's seed and the facility's code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from hashlib import blake2b, md5
from pathlib import Path
from typing import Final, TypeVar

from lienthong_emulator.matching import compare_names
from lienthong_emulator.reference.facilities import find_facility
from lienthong_emulator.reference.identity_numbers import Sex, personal_number, place_code_of_province
from lienthong_emulator.reference.tables import records_in

OFFICERS_OF_A_FACILITY: Final = 2
BIRTH_YEARS: Final = range(1965, 1996)
# Our choice: the last serials of those years, which neither personas nor the nation nor numbers issued later come to.
FIRST_SERIAL, SERIALS = 999_000, 1_000

Drawn = TypeVar("Drawn")

_DATA = Path(__file__).with_name("data")
_USERNAME: Final = re.compile(r"(?P<facility>[0-9A-Za-z]{5})_(?P<who>BV|[0-9]{12})", re.IGNORECASE)
OF_THE_FACILITY: Final = "BV"


class SignIn(IntEnum):
    """What signing in comes to; numbered as in the contract and at the gateway."""

    ACCEPTED = 200
    WRONG = 401
    FACILITY_WRONG = 402
    LOCKED = 403


class OfficerCheck(IntEnum):
    """What a check of an officer comes to; numbered as in the contract and at the gateway."""

    REGISTERED = 1
    NOT_REGISTERED = 54
    NAME_DIFFERS = 55


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """Somebody who may check cards for a facility."""

    full_name: str
    personal_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account at the gateway: a facility's, or that of one of its officers, by personal number.

    Our choice: since August 2024 officers have accounts of their own, of which nobody has written down the names.
    """

    facility_code: str
    locked: bool = False
    officer: str = ""

    @property
    def username(self) -> str:
        return f"{self.facility_code}_{self.officer or OF_THE_FACILITY}"

    @property
    def password(self) -> str:
        """Our choice: the same in every world, so that what a hospital's system has configured outlives them."""
        return f"lienthong-{self.officer or self.facility_code}"

    def has_password(self, hexadecimal_md5: str) -> bool:
        return md5(self.password.encode()).hexdigest() == hexadecimal_md5.strip().lower()


def account_of(facility_code: str, officer: str = "") -> Account:
    """A facility's account, or an officer's: that is locked with the facility's."""
    locked = _known(facility_code)["state"] == "locked"
    return Account(facility_code=facility_code, locked=locked, officer=officer)


def sign_in(username: str, hexadecimal_md5: str, seed: int) -> tuple[SignIn, Account | None]:
    """The result, and the account where it was accepted; officers follow from the world's seed."""
    match = _USERNAME.fullmatch(username.strip())
    if match is None:
        return SignIn.WRONG, None
    if find_facility(match["facility"]) is None:
        return SignIn.FACILITY_WRONG, None
    account = _account_named(match["facility"], match["who"], seed)
    if account is None or not account.has_password(hexadecimal_md5):
        return SignIn.WRONG, None
    return (SignIn.LOCKED, None) if account.locked else (SignIn.ACCEPTED, account)


def _account_named(facility_code: str, who: str, seed: int) -> Account | None:
    if who.upper() == OF_THE_FACILITY:
        return account_of(facility_code)
    if all(officer.personal_number != who for officer in officers_of(seed, facility_code)):
        return None
    return account_of(facility_code, who)


def officers_of(seed: int, facility_code: str) -> Sequence[Officer]:
    """Who may check cards for a facility, the one that tests know by name first."""
    return [*_known_officers(facility_code), *_drawn_officers(seed, facility_code)][:OFFICERS_OF_A_FACILITY]


def check_officer(officers: Sequence[Officer], personal_number: str, full_name: str) -> OfficerCheck:
    found = next((officer for officer in officers if officer.personal_number == personal_number.strip()), None)
    if found is None:
        return OfficerCheck.NOT_REGISTERED
    alike = compare_names(full_name, found.full_name).outcome.is_positive
    return OfficerCheck.REGISTERED if alike else OfficerCheck.NAME_DIFFERS


def _known_officers(facility_code: str) -> Iterator[Officer]:
    known = _known(facility_code)
    if known["officer_name"]:
        yield Officer(full_name=known["officer_name"], personal_number=known["officer_number"])


def _drawn_officers(seed: int, facility_code: str) -> Iterator[Officer]:
    for place in range(OFFICERS_OF_A_FACILITY):
        draw = _Draw(f"{seed}/officer/{facility_code}/{place}")
        sex = Sex(1 + draw.below(len(Sex)))
        family, own = draw.of(_names()["family"]), draw.of(_names()[sex.name.lower()])
        year = draw.of(BIRTH_YEARS)
        # The place in the facility sets the serial's parity: no two of one facility have the same number.
        serial = FIRST_SERIAL + OFFICERS_OF_A_FACILITY * draw.below(SERIALS // OFFICERS_OF_A_FACILITY) + place
        number = personal_number(place_code_of_province(facility_code[:2]), sex, year, serial)
        yield Officer(full_name=f"{family} {own}", personal_number=number)


class _Draw:
    """Whole numbers, one after the other, from a text."""

    def __init__(self, text: str) -> None:
        self._left = int.from_bytes(blake2b(text.encode(), digest_size=32).digest(), "little")

    def below(self, bound: int) -> int:
        self._left, drawn = divmod(self._left, bound)
        return drawn

    def of(self, what: Sequence[Drawn]) -> Drawn:
        return what[self.below(len(what))]


def _known(facility_code: str) -> Mapping[str, str]:
    return _accounts().get(facility_code, _BY_RULE)


_BY_RULE: Final = {"state": "open", "officer_name": "", "officer_number": ""}


@cache
def _accounts() -> Mapping[str, Mapping[str, str]]:
    return {row["facility_code"]: row for row in records_in(_DATA / "accounts.csv")}


@cache
def _names() -> Mapping[str, Sequence[str]]:
    rows = list(records_in(_DATA / "officer_names.csv"))
    return {part: [row["name"] for row in rows if row["part"] == part] for part in ("family", "male", "female")}
