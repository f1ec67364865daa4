"""Personas hang together in every year, and each situation that a tester needs is there."""

import json
import subprocess
import sys
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date

import pytest
from stdnum.vn import mst

from lienthong_emulator.insurance.cards.domain import last_day_of_child_card
from lienthong_emulator.people.by_hand.person import HeldCard, Person
from lienthong_emulator.people.by_hand.personas import SERIALS, persona_document, persona_employers, personas
from lienthong_emulator.people.by_hand.shape import Fault, in_shape
from lienthong_emulator.people.health.standing import CardEnd
from lienthong_emulator.people.labour.facts import levels_on, object_codes
from lienthong_emulator.people.labour.standing import Benefit
from lienthong_emulator.reference.administrative_units import find_commune, is_place
from lienthong_emulator.reference.ethnic_groups import ethnic_groups
from lienthong_emulator.reference.facilities import find_facility
from lienthong_emulator.reference.identity_numbers import PersonalNumber, Sex, contradiction, parse_personal_number

YEARS = range(2017, 2025)
IN_EVERY_YEAR = pytest.mark.parametrize("year", YEARS)
TODAY = date(2022, 1, 5)
"""On which the default world starts."""
ARMED_FORCES = {"QN": "97", "CA": "98"}
BETTER_LEVEL = {"huu-phuoc"}
"""Whose benefit digit comes from another group than the one that pays."""


def everybody(year: int = 2021) -> list[Person]:
    return list(personas(year).values())


def test_there_are_at_least_forty() -> None:
    assert len(everybody()) >= 40
    assert len({person.situation for person in everybody()}) == len(everybody())


def test_a_world_of_personas_needs_no_numpy() -> None:
    program = (
        "import sys; from lienthong_emulator.people.nation import versions_of;"
        "from lienthong_emulator.runtime.recipe import Nation; next(versions_of('insurance', Nation()));"
        "print('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "False\n"


def test_the_file_has_the_shape_of_a_teams_own() -> None:
    faults: list[Fault] = []
    rows = [{key: value for key, value in row.items() if key != "serial"} for row in persona_document()["people"]]
    in_shape({"people": rows, "employers": persona_document()["employers"]}, faults)

    assert faults == []


@IN_EVERY_YEAR
def test_names_and_keys_are_the_same_in_every_year(year: int) -> None:
    assert [(one.key, one.number, one.full_name) for one in everybody(year)] == [
        (one.key, one.number, one.full_name) for one in everybody()
    ]


@IN_EVERY_YEAR
def test_personal_numbers_say_sex_and_birth(year: int) -> None:
    for person in everybody(year):
        if person.personal_number:
            parts = parse_personal_number(person.personal_number)
            assert parts is not None
            assert parts.place_code.startswith("9")
            assert parts.serial in SERIALS
            assert contradiction(PersonalNumber(person.personal_number), Sex(person.sex), person.birth.year) is None


@IN_EVERY_YEAR
def test_numbers_belong_to_one_person(year: int) -> None:
    for numbers in (
        [one.social_insurance_number for one in everybody(year)],
        [one.personal_number for one in everybody(year) if one.personal_number and not one.same_as],
        [one.tax_code for one in everybody(year) if one.tax_code],
        [one.cmnd for one in everybody(year) if one.cmnd],
    ):
        assert [number for number, times in Counter(numbers).items() if times > 1] == []


@IN_EVERY_YEAR
def test_a_social_insurance_number_is_of_a_year_in_which_its_holder_lived(year: int) -> None:
    for person in everybody(year):
        issued = int(person.social_insurance_number[2:4])
        assert any(person.birth.year <= century + issued <= year for century in (1900, 2000)), person.key


@IN_EVERY_YEAR
def test_places_and_codes_are_known(year: int) -> None:
    for person in everybody(year):
        home = person.residence
        assert is_place(home.province_code, home.district_code, home.commune_code)
        assert find_commune(person.registration_commune)
        assert person.ethnic_group in ethnic_groups()
        assert person.household_code[2:4] == "99"


@IN_EVERY_YEAR
def test_cards_follow_from_their_holders(year: int) -> None:
    for person in everybody(year):
        for card in person.cards:
            assert card.card_number[5:] == card.si_number
            assert card.valid_from < card.valid_to
            assert card.province_code == ARMED_FORCES.get(card.object_code, card.province_code)
            assert find_facility(card.initial_facility) or card.initial_facility.endswith("000")
        if person.card:
            assert person.card.si_number == person.social_insurance_number
            assert person.card.valid_from.year >= person.birth.year


@IN_EVERY_YEAR
def test_benefit_digits_are_those_of_the_group(year: int) -> None:
    codes, levels = [code.code for code in object_codes()], levels_on(date(2021, 12, 31))
    for person in everybody(year):
        for card in person.cards:
            if person.key not in BETTER_LEVEL:
                assert card.benefit_level == levels[codes.index(card.object_code)], person.key


@IN_EVERY_YEAR
def test_cards_of_small_children_end_as_the_law_says(year: int) -> None:
    children = [one for one in everybody(year) if one.card and one.card.object_code == "TE" and one.key != "newborn"]
    assert len(children) >= 4
    for child in children:
        born = date(child.birth.year, child.birth.month, child.birth.day)
        assert child.card
        assert (child.card.valid_from, child.card.valid_to) == (born, last_day_of_child_card(born))


@IN_EVERY_YEAR
def test_past_cards_came_one_after_the_other(year: int) -> None:
    for person in everybody(year):
        for card in person.past_cards:
            assert card.ending
            assert card.ended
            assert card.valid_from <= card.ended <= card.valid_to
            assert card.ended <= date(year, 12, 31)
        ends = [card.ended for card in person.past_cards]
        begins = [card.valid_from for card in person.cards][1:]
        assert all(end and end <= begin for end, begin in zip(ends, begins, strict=False)), person.key


@IN_EVERY_YEAR
def test_nothing_lies_after_the_anchor_but_what_goes_on(year: int) -> None:
    for person in everybody(year):
        assert person.died is None or person.died <= date(year, 12, 31)
        for period in (*person.paid, *person.drawn):
            assert period.first <= year * 100 + 12
            assert period.last == 0 or period.first <= period.last
            assert 1 <= period.first % 100 <= 12


@IN_EVERY_YEAR
def test_parents_are_older_and_of_their_sex(year: int) -> None:
    known = personas(year)
    for person in everybody(year):
        for key, sex in ((person.mother, Sex.FEMALE), (person.father, Sex.MALE)):
            if key:
                assert known[key].sex == sex
                assert person.birth.year - known[key].birth.year in range(16, 46)


def test_every_reference_leads_to_somebody() -> None:
    keys = personas().keys()
    for person in everybody():
        relatives = {person.mother, person.father, person.spouse, person.representative, person.same_as} - {""}
        assert relatives <= keys
        employers = {paid.employer for paid in person.paid} | ({person.work.employer} if person.work else set())
        assert employers - {""} <= persona_employers().keys()
        if person.spouse:
            assert personas()[person.spouse].spouse == person.key


def test_tax_codes_have_their_check_digit() -> None:
    codes = [one.tax_code for one in everybody() if one.tax_code.startswith("99")]
    assert len(codes) > 20
    for code in (*codes, *(one.tax_code for one in persona_employers().values() if one.tax_code.startswith("99"))):
        assert mst.calc_check_digit(code) == code[-1]


def test_nobody_can_be_reached() -> None:
    for contact in (*everybody(), *persona_employers().values()):
        assert not contact.phone or contact.phone.startswith("0000")
        assert not contact.email or contact.email.endswith(".example")


def test_the_leap_day_moves_to_the_last_of_february() -> None:
    assert [personas(year)["thu-ha"].birth.day for year in (2021, 2022, 2023, 2024, 2025)] == [29, 28, 28, 28, 29]
    for year in YEARS:
        for person in everybody(year):
            if person.birth.day:
                assert person.birth.day <= monthrange(person.birth.year, person.birth.month)[1]


def card_of(key: str) -> HeldCard:
    card = personas()[key].card
    assert card
    return card


def ending_of(key: str) -> CardEnd | None:
    return personas()[key].past_cards[-1].ending


def draws(key: str, kind: Benefit) -> bool:
    return any(drawn.kind is kind and drawn.last == 0 for drawn in personas()[key].drawn)


SITUATIONS: Mapping[str, Callable[[], object]] = {
    "a valid card": lambda: card_of("lan").valid_from <= TODAY <= card_of("lan").valid_to,
    "expired (010)": lambda: card_of("thanh-tung").valid_to < TODAY,
    "superseded, still valid (004)": lambda: personas()["ngoc-lan"].past_cards[-1].valid_to > TODAY,
    "superseded, expired (003)": lambda: personas()["quoc-bao"].past_cards[-1].valid_to < TODAY,
    "revoked (110)": lambda: ending_of("thi-nga") is CardEnd.REVOKED,
    "reduced (120)": lambda: ending_of("van-manh") is CardEnd.REDUCED,
    "moved out of the province (121)": lambda: ending_of("van-dung") is CardEnd.MOVED_OUT_OF_PROVINCE,
    "moved within the province (122)": lambda: ending_of("thi-phuong") is CardEnd.MOVED_WITHIN_PROVINCE,
    "increased again (123)": lambda: ending_of("huu-phuoc") is CardEnd.INCREASED_AGAIN,
    "stopped (124)": lambda: ending_of("thi-sen") is CardEnd.STOPPED,
    "a child without a card (130)": lambda: personas()["be-na"].cards == [],
    "not yet valid": lambda: card_of("minh-duc").valid_from > TODAY,
    "under six": lambda: card_of("bao-ngoc").object_code == "TE",
    "turns six next month": lambda: personas()["minh-quan"].birth.month == TODAY.month + 1,
    "a newborn's temporary number": lambda: card_of("newborn").initial_facility == "01000",
    "a pensioner": lambda: draws("van-loc", Benefit.OLD_AGE),
    "army (97)": lambda: card_of("quang-vinh").province_code == "97",
    "police (98)": lambda: card_of("minh-hai").province_code == "98",
    "locked at death": lambda: ending_of("thi-chin") is CardEnd.LOCKED,
    "five years complete": lambda: card_of("thi-hoai").five_year_date < TODAY,
    "living area K1": lambda: card_of("a-pao").living_area == 1,
    "living area K2": lambda: card_of("thi-may").living_area == 2,
    "living area K3": lambda: card_of("van-bien").living_area == 3,
    "a poor household": lambda: card_of("a-pao").object_code == "HN",
    "a near-poor household": lambda: card_of("thi-nghiem").object_code == "CN",
    "a pupil": lambda: card_of("thao-vy").object_code == "HS",
    "a student": lambda: card_of("tuan-kiet").object_code == "SV",
    "an organ donor": lambda: card_of("thi-hien").object_code == "HG",
    "special merit": lambda: card_of("van-ta").benefit_level == 1,
    "a foreigner": lambda: personas()["min-jun"].nationality == "KR",
    "born abroad": lambda: personas()["viet-linh"].personal_number.startswith("998"),
    "only a CMND": lambda: personas()["van-quy"].cmnd and not personas()["van-quy"].personal_number,
    "only a year of birth": lambda: personas()["hoa"].birth.month == 0,
    "1 January for the year": lambda: personas()["hoa-nguyen"].birth_defaulted,
    "unemployed, with benefit": lambda: card_of("van-that").object_code == "TN",
    "voluntary": lambda: personas()["thi-nguyen"].voluntary_months == 3,
    "a household business": lambda: card_of("ba-tam").object_code == "GD" and personas()["ba-tam"].tax_code,
    "an employer in debt": lambda: personas()["thi-mo"].paid[-1].last == 202108,
    "a lump sum": lambda: personas()["van-tien"].drawn[0].kind is Benefit.LUMP_SUM,
    "reserved": lambda: personas()["thi-mui"].paid and not personas()["thi-mui"].work,
    "an occupational accident": lambda: draws("van-ung", Benefit.ACCIDENT),
    "a survivor over eighty": lambda: draws("cu-ty", Benefit.SURVIVOR),
    "two social-insurance numbers": lambda: personas()["van-hau-again"].same_as,
    "two cards": lambda: card_of("thi-loan") != card_of("thi-loan-again"),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_situation_is_there(situation: str) -> None:
    assert SITUATIONS[situation]()


def test_the_document_is_plain() -> None:
    assert json.loads(json.dumps(persona_document())) == persona_document()
