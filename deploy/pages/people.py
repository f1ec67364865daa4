"""The page of the hand-made people, from their stories."""

from collections.abc import Iterable

from pages.markdown import GENERATED, table

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.people.stories import Person, people

HEAD = """# The people of the small world

Every one is a situation that a tester needs. They are the same in every world, and all of them are invented.

- Personal numbers open with 900 plus the code of a province (901 is Hà Nội), as no real number does.
- Social-insurance numbers, card numbers and the 9-digit CMND are made up too, but a real person may carry the same.

`lienthong people` lists them too. The registers of population and insurance hold them when a world starts.

"""
COLUMNS = ("who", "name", "born", "sex", "personal number or CMND", "social insurance", "card", "household", "story")
SEX = {1: "male", 2: "female", 3: "not determined"}


def people_page() -> str:
    return GENERATED + HEAD + table(COLUMNS, _rows(people().values()))


def _rows(everybody: Iterable[Person]) -> Iterable[list[str]]:
    for person in everybody:
        yield [
            f"`{person.key}`",
            person.full_name,
            _day(person.birth),
            SEX[person.sex],
            _numbers(person),
            person.social_insurance_number,
            _card(person),
            f"{person.household_code}, {person.relation}",
            _story(person),
        ]


def _day(day: PartialDate) -> str:
    known = [f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"]
    return "-".join(known[: 1 + bool(day.month) + bool(day.day)])


def _numbers(person: Person) -> str:
    old = f" (earlier CMND {person.old_cmnd})" if person.old_cmnd else ""
    return (person.personal_number or f"CMND {person.cmnd}") + old


def _card(person: Person) -> str:
    held = person.card
    if held is None:
        return "none"
    number = f"{held.object_code}{held.benefit_level}{held.province_code}{person.social_insurance_number}"
    return f"{number}, {held.valid_from} to {held.valid_to}, care at {held.initial_facility}"


def _story(person: Person) -> str:
    parents = [f"{word} `{key}`" for word, key in (("mother", person.mother), ("father", person.father)) if key]
    told = [person.story, f"{', '.join(parents).capitalize()}." if parents else ""]
    if person.died:
        told.append(f"Died {person.died}.")
    return " ".join(filter(None, told))
