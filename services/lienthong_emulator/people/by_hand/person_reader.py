"""People as a file writes them, what is usual left out: one format for the personas and a team's own people.

The shape is `data/people.schema.json`; what is read here has it already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias, cast

from lienthong_emulator.people.by_hand.person import (
    Circumstances,
    Drawn,
    Employer,
    HeldCard,
    HeldOtherwise,
    Paid,
    Person,
    Settlement,
    Work,
)
from lienthong_emulator.people.by_hand.years import five_years_after, read_birth, read_day, read_month
from lienthong_emulator.people.health.standing import CardEnd, Disability, Poverty
from lienthong_emulator.people.labour.standing import WITHOUT_ACCIDENT, WITHOUT_UNEMPLOYMENT, Benefit, Funds, Kind
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.administrative_units import find_commune
from lienthong_emulator.reference.identity_numbers import (
    PLACE_CODE_ABROAD,
    Sex,
    personal_number,
    place_code_of_province,
)

Row: TypeAlias = Mapping[str, Any]

SEXES: Final = {"male": Sex.MALE, "female": Sex.FEMALE}


@dataclass(frozen=True)
class Reader:
    """Reads a document so many `years` later; its people are numbered from `first` on in every agency.

    Each row of a person holds `serial`, the last six digits of all numbers that are not written out.
    """

    document: Mapping[str, Sequence[Row]]
    first: int
    years: int = 0

    def settlement(self) -> Settlement:
        rows = self.document.get("people", ())
        return Settlement(
            people={row["key"]: self._person(number, row) for number, row in enumerate(rows, self.first)},
            employers={row["key"]: self._employer(row) for row in self._employers.values()},
        )

    @cached_property
    def _people(self) -> Mapping[str, Row]:
        return _by_key(self.document.get("people", ()))

    @cached_property
    def _employers(self) -> Mapping[str, Row]:
        return _by_key(self.document.get("employers", ()))

    def _person(self, number: int, row: Row) -> Person:
        birth = read_birth(row["birth"], self.years)
        home = self._residence(row)
        return Person(
            number=number,
            birth=birth,
            birth_defaulted=row.get("birth_defaulted", False),
            sex=SEXES[row["sex"]],
            residence=home,
            registration_commune=row.get("registration_commune", home.commune_code),
            household_code=self._household_code(row),
            relation=row.get("relation", usual_relation(row)),
            social_insurance_number=self._si_number(row),
            personal_number=self._personal_number(row),
            died=read_day(row["died"], self.years) if "died" in row else None,
            card=self._card(row, row["card"]) if "card" in row else None,
            past_cards=[self._card(row, card) for card in row.get("past_cards", ())],
            work=self._work(row["work"]) if "work" in row else None,
            voluntary_months=row.get("voluntary", {}).get("months", 0),
            paid=self._paid(row),
            drawn=[self._drawn(drawn) for drawn in row.get("drawn", ())],
            circumstances=_circumstances(row),
            held_otherwise=list(self._held_otherwise(row)),
            **{name: row[name] for name in _AS_WRITTEN if name in row},
        )

    def _residence(self, row: Row) -> Address:
        """Where a person lives: who names no commune lives with the household's other member."""
        if "commune" not in row:
            return self._residence(self._people[row["household_of"]])
        return address_of(row["commune"], row.get("address", ""))

    def _household_code(self, row: Row) -> str:
        if "household_of" in row:
            return self._household_code(self._people[row["household_of"]])
        return row.get("household") or f"{self._residence(row).province_code}99{row['serial']:06}"

    def _si_number(self, row: Row) -> str:
        return row["si_number"] if "si_number" in row else self._made_up_si_number(row)

    def _made_up_si_number(self, row: Row) -> str:
        year = row.get("insured_since", int(row["birth"][:4])) + self.years
        return f"{self._office(row)}{year % 100:02}{row['serial']:06}"

    def _office(self, row: Row) -> str:
        """Where the number was given: the first two digits of a social-insurance number."""
        return row.get("insured_in") or row.get("card", {}).get("province") or self._residence(row).province_code

    def _personal_number(self, row: Row) -> str:
        if "same_as" in row:
            return self._personal_number(self._people[row["same_as"]])
        if "personal_number" in row or "cmnd" in row:
            return row.get("personal_number", "")
        year = int(row["birth"][:4]) + self.years
        return personal_number(self._place_code(row), SEXES[row["sex"]], year, row["serial"])

    def _place_code(self, row: Row) -> str:
        if row.get("born_abroad"):
            return PLACE_CODE_ABROAD
        registered = address_of(row.get("registration_commune", self._residence(row).commune_code), "")
        return place_code_of_province(registered.province_code)

    def _card(self, row: Row, card: Row) -> HeldCard:
        province = card.get("province") or self._residence(row).province_code
        valid_from = read_day(card["from"], self.years)
        since = read_day(card.get("continuous_since", card["from"]), self.years)
        return HeldCard(
            object_code=card["group"][:2],
            benefit_level=int(card["group"][2]),
            province_code=province,
            si_number=card.get("si_number") or self._si_number_on(card, row),
            valid_from=valid_from,
            valid_to=read_day(card["to"], self.years),
            initial_facility=card.get("facility") or f"{self._residence(row).province_code}001",
            living_area=int(card.get("area", "K0")[1]),
            five_year_date=five_years_after(since),
            ending=CardEnd[card["end"].upper()] if "end" in card else None,
            ended=read_day(card["ended"], self.years) if "ended" in card else None,
        )

    def _si_number_on(self, card: Row, row: Row) -> str:
        """An older one where the card says in which year it was given."""
        return self._made_up_si_number({**row, **card}) if "insured_since" in card else self._si_number(row)

    def _work(self, work: Row) -> Work:
        return Work(
            employer=work["employer"],
            since=read_month(work["since"], self.years),
            salary=work["salary"],
            declared=work.get("declared", work["salary"]),
            insured=work.get("insured", True),
            paid_until=read_month(work.get("paid_until", ""), self.years),
        )

    def _paid(self, row: Row) -> Sequence[Paid]:
        """What was paid in earlier times, for the present job, and of one's own will."""
        found = [self._period(paid) for paid in row.get("paid", ())]
        work: Row = row.get("work", {})
        if work and work.get("insured", True):
            found.append(self._period({**work, "from": work["since"], "to": work.get("paid_until", "")}))
        if own := row.get("voluntary"):
            found.append(self._period({"from": own["since"], "funds": ["social"], "salary": own["income"]}))
        return found

    def _period(self, paid: Row) -> Paid:
        employer = paid.get("employer", "")
        funds = paid.get("funds", self._usual_funds(employer))
        return Paid(
            first=read_month(paid["from"], self.years),
            last=read_month(paid.get("to", ""), self.years),
            funds=_sum(Funds[fund.upper()] for fund in funds),
            employer=employer,
            salary=paid.get("salary", 0),
        )

    def _usual_funds(self, employer: str) -> Sequence[str]:
        kind = _kind(self._employers[employer]) if employer in self._employers else Kind.ENTERPRISE
        accident = [] if kind in WITHOUT_ACCIDENT else ["accident"]
        unemployment = [] if kind in WITHOUT_UNEMPLOYMENT else ["unemployment"]
        return ["social", *accident, "health", *unemployment]

    def _drawn(self, drawn: Row) -> Drawn:
        return Drawn(
            kind=Benefit[drawn["kind"].upper()],
            first=read_month(drawn["from"], self.years),
            last=read_month(drawn.get("to", ""), self.years),
            amount=drawn["amount"],
            days=drawn.get("days", 0),
        )

    def _held_otherwise(self, row: Row) -> Iterable[HeldOtherwise]:
        for agency, fields in row.get("held_by", {}).items():
            for field, held in fields.items():
                told = told_otherwise(held)
                value = self._value(field, told)
                yield HeldOtherwise(
                    agency=agency, field=field, value=value, kind=told.get("kind", ""), outcome=told.get("outcome", "")
                )

    def _value(self, field: str, told: Row) -> object:
        if "number_of" in told:
            return self._personal_number(self._people[told["number_of"]])
        return _VALUES.get(field, lambda text, _: text)(told["held"], self.years)

    def _employer(self, row: Row) -> Employer:
        return Employer(
            key=row["key"],
            unit_code=row["unit_code"],
            tax_code=row["tax_code"],
            full_name=row["full_name"],
            address=address_of(row["commune"], row.get("address", "")),
            business_line=row["business_line"],
            kind=_kind(row),
            status=row.get("status", "00"),
            founded=read_day(row["founded"], self.years),
            ended=read_day(row["ended"], self.years) if "ended" in row else None,
            payment_months=row.get("payment_months", 1),
            phone=row.get("phone", ""),
            email=row.get("email", ""),
            situation=row.get("situation", ""),
        )


def usual_relation(row: Row) -> str:
    """To the head of the household, for a row that does not tell; empty where it must."""
    head = row.get("household_of")
    if head is None:
        return "Chủ hộ"
    return "Con" if head in (row.get("mother"), row.get("father")) else ""


def told_otherwise(held: object) -> Row:
    """What an agency holds otherwise, written out as a mapping or not."""
    return cast(Row, held) if isinstance(held, Mapping) else {"held": held}


def address_of(commune: str, detail: str) -> Address:
    """An address in a commune that there is."""
    found = find_commune(commune)
    assert found is not None
    return Address(found.province_code, found.district_code, commune, detail)


def _by_key(rows: Iterable[Row]) -> Mapping[str, Row]:
    return {row["key"]: row for row in rows}


def _kind(row: Row) -> Kind:
    return Kind[row.get("kind", "enterprise").upper()]


def _sum(funds: Iterable[Funds]) -> Funds:
    total = Funds(0)
    for fund in funds:
        total |= fund
    return total


def _circumstances(row: Row) -> Circumstances:
    return Circumstances(
        blood_group=row.get("blood_group", ""),
        conditions=row.get("conditions", ()),
        poverty=Poverty[row.get("poverty", "none").upper()],
        merit_code=row.get("merit", ""),
        disability=Disability[row.get("disability", "none").upper()],
        monthly_allowance=row.get("allowance", 0),
    )


_AS_WRITTEN: Final = (
    *("key", "full_name", "situation", "cmnd", "old_cmnd", "tax_code", "ethnic_group", "nationality"),
    *("mother", "father", "spouse", "representative", "phone", "email", "reserved_months", "same_as", "unknown_to"),
)
_VALUES: Final[Mapping[str, Callable[[Any, int], object]]] = {
    "birth": read_birth,
    "died": lambda text, years: read_day(text, years) if text else None,
    "sex": lambda word, _: SEXES[word],
    "commune": lambda code, _: address_of(code, ""),
}
