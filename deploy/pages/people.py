"""The page of the personas, from their file."""

from collections.abc import Iterable

from pages.markdown import GENERATED, table

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.people.by_hand.person import Employer, Person
from lienthong_emulator.people.by_hand.person_views import FIELDS
from lienthong_emulator.people.by_hand.personas import persona_employers, personas

HEAD = """# The personas

Fixed people, each a situation that a tester needs. Every world has them, whatever else lives there; all are invented.

- This page shows the default world, anchored at 31 December 2021. In a world that starts in another year everybody is
  as old as here: all dates shift, and the numbers that hold a year with them. `lienthong personas --date DAY` tells
  them.
- Personal numbers open with 900 plus the code of a province (901 is Hà Nội; 998 is abroad), as no real number does.
- Social-insurance numbers, card numbers, tax codes and the 9-digit CMND are made up too, but a real person may carry
  the same.
- What stands under "situation" is the truth. Where an agency holds something else, the line says so.

"""
EMPLOYERS = """
## Who employs them

"""
COLUMNS = (
    "who",
    "situation",
    "name",
    "born",
    "sex",
    "personal number or CMND",
    "social insurance",
    "card",
    "household",
)
EMPLOYER_COLUMNS = ("who", "name", "unit", "tax code", "status", "situation")
SEX = {1: "male", 2: "female", 3: "not determined"}


def people_page() -> str:
    people = table(COLUMNS, _rows(personas().values()))
    employers = table(EMPLOYER_COLUMNS, _employers(persona_employers().values()))
    return GENERATED + HEAD + people + EMPLOYERS + employers


def _rows(everybody: Iterable[Person]) -> Iterable[list[str]]:
    for person in everybody:
        yield [
            f"`{person.key}`",
            _situation(person),
            person.full_name,
            _day(person.birth),
            SEX[person.sex],
            _numbers(person),
            person.social_insurance_number,
            _card(person),
            f"{person.household_code}, {person.relation}",
        ]


def _employers(everybody: Iterable[Employer]) -> Iterable[list[str]]:
    for one in everybody:
        yield [f"`{one.key}`", one.full_name, one.unit_code, one.tax_code, one.status, one.situation]


def _day(day: PartialDate) -> str:
    known = [f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"]
    return "-".join(known[: 1 + bool(day.month) + bool(day.day)])


def _numbers(person: Person) -> str:
    old = f" (earlier CMND {person.old_cmnd})" if person.old_cmnd else ""
    current = person.personal_number or (f"CMND {person.cmnd}" if person.cmnd else "none")
    return current + old


def _card(person: Person) -> str:
    held = person.card
    if held is None:
        return "none"
    return f"{held.card_number}, {held.valid_from} to {held.valid_to}, care at {held.initial_facility}"


def _situation(person: Person) -> str:
    relatives = (("mother", person.mother), ("father", person.father), ("employer", _employer(person)))
    related = [f"{word} `{key}`" for word, key in relatives if key]
    told = [person.situation, f"{', '.join(related).capitalize()}." if related else ""]
    if person.died:
        told.append(f"Died {person.died}.")
    told += [
        f"Earlier card {card.card_number}, to {card.valid_to}: {card.ending.name.lower().replace('_', ' ')}."
        for card in person.past_cards
        if card.ending
    ]
    told += [f"{one.agency.capitalize()} holds another {_in_words(one.field)}." for one in person.held_otherwise]
    return " ".join(filter(None, told))


def _employer(person: Person) -> str:
    return person.work.employer if person.work else ""


def _in_words(field: str) -> str:
    return FIELDS[field].replace("_", " ")
