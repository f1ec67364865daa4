"""A team's own people: what their file may say, and what is said of one that cannot be used."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lienthong_emulator.people.by_hand.own_people import (
    FIRST_KEY,
    PeopleFileUnusable,
    own_people_differences,
    own_people_held_by,
    read_people_file,
)
from lienthong_emulator.people.by_hand.person_views import AGENCIES, FIELDS
from lienthong_emulator.people.by_hand.shape import people_schema, schema_words
from lienthong_emulator.runtime.recipe import Nation

FAMILY = """
employers:
  - key: xuong-go
    full_name: Xưởng gỗ Tre Vàng
    unit_code: ZZ9001A
    tax_code: 9980000019
    business_line: Đồ gỗ
    commune: 00166
    founded: 2015-01-01
people:
  - key: minh
    full_name: Trần Minh
    birth: 1990-02-28
    sex: male
    commune: 00166
    address: Số 1 ngõ Nhỏ
    insured_since: 2012
    tax_code: 9980000026
    work: {employer: xuong-go, since: 2015-03, salary: 9_500_000}
    card: {group: DN4, from: 2015-03-01, to: 2022-12-31, facility: 01019}
    held_by:
      insurance: {full_name: Tran Minh}
  - key: na
    full_name: Trần Na
    birth: 2019
    sex: female
    household_of: minh
    relation: Con
    father: minh
    personal_number: "901319000999"
    nationality: NO
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.yaml"


def faults_of(file: Path, text: str, *, beside_nation: bool = False) -> list[str]:
    file.write_text(text, "utf-8")
    with pytest.raises(PeopleFileUnusable) as refused:
        read_people_file(file, beside_nation=beside_nation)
    assert str(refused.value).startswith(f"{file} cannot be used:\n")
    return list(refused.value.faults)


def nation_of(file: Path, text: str) -> Nation:
    file.write_text(text, "utf-8")
    return Nation(own_people=read_people_file(file))


def test_a_family_lives_in_every_register_that_knows_it(file: Path) -> None:
    nation = nation_of(file, FAMILY)
    insurance, population, tax = (own_people_held_by(agency, nation) for agency in ("insurance", "population", "tax"))

    assert insurance.people.key == [FIRST_KEY, FIRST_KEY + 1]
    assert insurance.people.full_name == ["Tran Minh", "Trần Na"]
    assert insurance.people.personal_number == ["901090000500", "901319000999"]
    assert insurance.people.si_number == ["0112000500", "0119000501"]
    assert insurance.people.household == [199000500, 199000500]
    assert (insurance.relatives.full_name, insurance.relatives.kind) == (["Trần Minh"], [2])
    assert insurance.cards.card_number == ["DN4010112000500"]
    assert (insurance.contributions.first_month, insurance.contributions.salary) == ([201503], [9_500_000])
    assert population.people.full_name == ["Trần Minh"]
    assert (tax.incomes.income, tax.incomes.insurance_deducted) == ([9_500_000], [997_500])
    [difference] = own_people_differences(nation)
    assert (difference.subject, difference.truth, difference.held) == ("901090000500", "Trần Minh", "Tran Minh")
    assert (difference.kind, difference.outcome) == ("NAME_WITHOUT_DIACRITICS", "PARTIAL")


def test_words_of_yaml_stay_what_is_written(file: Path) -> None:
    """YAML 1.1 would take NO for no, and 00166 for 118."""
    people = json.loads(nation_of(file, FAMILY).own_people)["people"]

    assert (people[1]["nationality"], people[0]["commune"], people[1]["birth"]) == ("NO", "00166", "2019")


def test_json_says_the_same(file: Path, tmp_path: Path) -> None:
    text = nation_of(file, FAMILY).own_people
    other = tmp_path / "people.json"
    other.write_text(text, "utf-8")

    assert read_people_file(other) == text


def test_their_dates_stay_in_every_year(file: Path) -> None:
    text = nation_of(file, FAMILY).own_people

    for agency in AGENCIES:
        assert own_people_held_by(agency, Nation(year=2023, own_people=text)).people.birth_year[0] == 1990


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param("sex: male", "sax: male", "people[0].sax is unknown; did you mean sex?", id="unknown key"),
        pytest.param(
            "sex: male", "sex: mal", "people[0].sex 'mal' is none of male, female; did you mean male?", id="word"
        ),
        pytest.param("    birth: 2019\n", "", "people[1].birth is missing", id="missing"),
        pytest.param("1990-02-28", "1990-02-30", "people[0].birth no calendar has 1990-02-30", id="no such day"),
        pytest.param("2015-03, s", "2015-13, s", "people[0].work.since no calendar has 2015-13", id="no such month"),
        pytest.param("9_500_000", "much", "people[0].work.salary must be a whole number", id="whole number"),
        pytest.param("9_500_000", "-1", "people[0].work.salary must be at least 0", id="too little"),
        pytest.param("9_500_000", "1" * 11, "people[0].work.salary must be at most 10000000000", id="too much"),
        pytest.param("2019", "[2019]", "people[1].birth must be a text", id="kind"),
        pytest.param("Trần Na", "''", "people[1].full_name must not be empty", id="empty"),
        pytest.param(
            "key: na", "key: Na", "people[1].key 'Na' is not as it must be: What you call the person", id="key"
        ),
        pytest.param("key: na", "key: lan", "people[1].key lan is one of the personas: choose another", id="persona"),
        pytest.param("key: na", "key: minh", "people[1].key minh stands there twice", id="twice"),
        pytest.param(
            "    commune: 00166\n    add", "    commune: 00167\n    add", "there is no commune 00167", id="commune"
        ),
        pytest.param(
            "    commune: 00166\n    add", "    add", "people[0] needs a commune, or household_of", id="homeless"
        ),
        pytest.param("nationality: NO", "ethnic_group: 77", "there is no ethnic group 77", id="ethnic group"),
        pytest.param("01019", "01000", "", id="temporary facility"),
        pytest.param("facility: 01019", "facility: 02999", "there is no facility 02999", id="facility"),
        pytest.param("DN4", "XX4", "people[0].card.group there is no object code XX", id="object code"),
        pytest.param(
            "to: 2022-12-31", "to: 2014-12-31", "people[0].card.to 2014-12-31 lies before 2015-03-01", id="order"
        ),
        pytest.param(
            "father: minh", "father: minn", "no person of this file is called minn; did you mean minh?", id="father"
        ),
        pytest.param(
            "employer: xuong-go", "employer: xuong", "no employer of this file is called xuong", id="employer"
        ),
        pytest.param("household_of: minh", "household_of: na", "na is in the household of another", id="household"),
        pytest.param("901319000999", "901219000999", "901219000999 contradicts the sex", id="sex in the number"),
        pytest.param(
            "901319000999", "901318000999", "901318000999 contradicts the year of birth", id="year in the number"
        ),
        pytest.param("901319000999", "955319000999", "is no personal number", id="place in the number"),
        pytest.param("901319000999", "901319900000", "ends with 900000 or more", id="reserved"),
        pytest.param(
            "901319000999", "901319000101", "is that of another person, or of a persona", id="persona's number"
        ),
        pytest.param(
            "9980000026", "9980000027", "people[0].tax_code 9980000027 has a wrong check digit", id="check digit"
        ),
        pytest.param("ZZ9001A", "AA0001A", "employers[0].unit_code AA0001A is another employer's", id="unit code"),
        pytest.param(
            "full_name: Tran Minh", "fullname: x", "insurance.fullname is unknown; did you mean full_name?", id="held"
        ),
        pytest.param("full_name: Tran Minh", "sex: {kind: X}", "needs either held or number_of", id="held nothing"),
        pytest.param("full_name: Tran Minh", "sex: {number_of: na}", "only a personal number", id="not a number"),
        pytest.param("people:", "people: [", "it is no YAML", id="no YAML"),
        pytest.param(
            "relation: Con\n    father: minh",
            "ethnic_group: 01",
            "people[1].relation is missing: minh heads the household, and is neither mother nor father",
            id="no relation",
        ),
        pytest.param(
            "birth: 2019", "birth: 2022-01", "people[1].birth 2022-01 lies after 2021-12-31", id="not yet born"
        ),
        pytest.param(
            "birth: 2019",
            "birth: 2019\n    died: 2022-01-01",
            "people[1].died 2022-01-01 lies after",
            id="not yet dead",
        ),
        pytest.param("    sex: male\n", "    sex: male\n    sex: male\n", "sex stands there twice", id="repeated"),
    ],
)
def test_each_fault_is_named(file: Path, old: str, new: str, fault: str) -> None:
    assert old in FAMILY
    text = FAMILY.replace(old, new, 1)
    if not fault:
        assert nation_of(file, text).own_people
    else:
        assert any(fault in told for told in faults_of(file, text))


def test_all_faults_are_named_at_once(file: Path) -> None:
    text = FAMILY.replace("sex: male", "sex: mal").replace("1990-02-28", "1990-02-30").replace("birth: 2019", "age: 2")

    assert len(faults_of(file, text)) == 4


def test_a_number_that_the_nation_may_give_is_refused_beside_it(file: Path) -> None:
    text = FAMILY.replace("901319000999", "901319012345")

    assert nation_of(file, text).own_people
    [fault] = faults_of(file, text, beside_nation=True)
    assert "may be that of somebody in the nation" in fault


def test_a_child_of_the_head_of_a_household_is_told_to_be_one(file: Path) -> None:
    untold = nation_of(file, FAMILY.replace("    relation: Con\n", ""))

    for agency in AGENCIES:
        people = [own_people_held_by(agency, nation).people for nation in (nation_of(file, FAMILY), untold)]
        assert people[0] == people[1]


def test_who_is_born_after_one_nation_is_anchored_is_known_in_a_later_one(file: Path) -> None:
    file.write_text(FAMILY.replace("birth: 2019", "birth: 2022-01").replace("901319", "901322"), "utf-8")

    assert read_people_file(file, year=2022)


@pytest.mark.parametrize("text", ["", "[]", "people", "people: 7", "7: 8"])
def test_what_holds_no_people_is_refused(file: Path, text: str) -> None:
    assert faults_of(file, text)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "people.csv", "") == ["its name must end in one of .yaml, .yml, .json"]


def test_broken_json_is_told_by_its_line(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "people.json", '{\n"people": [}')[0].startswith("line 2: it is no JSON")


def test_more_people_than_numbers_can_be_made_up_for_are_refused(file: Path) -> None:
    one = {"full_name": "An", "birth": "1990", "sex": "male", "commune": "00166"}
    text = json.dumps({"people": [{"key": f"an-{number}", **one} for number in range(501)]})

    assert faults_of(file, text) == ["line 1: people 501 people leave a number out; numbers can be made up for 500"]


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        pytest.param("it.yaml", "people: &a [*a]", "line 1: *a is an alias", id="what holds itself"),
        pytest.param("it.yaml", "a: &a [x, x]\nb: &b [*a, *a]\npeople: [*b, *b]", "line 2: *a", id="a bomb"),
        pytest.param("it.yaml", "[" * 100_000, "too deep", id="deep YAML"),
        pytest.param("it.json", "[" * 100_000, "too deep", id="deep JSON"),
    ],
)
def test_text_that_would_exhaust_a_machine_is_refused(tmp_path: Path, name: str, text: str, why: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(PeopleFileUnusable, match=re.escape(why)):
        read_people_file(tmp_path / name)


def test_yaml_is_imported_only_for_a_file() -> None:
    program = "import sys, lienthong_emulator.people.by_hand.own_people; print('yaml' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "False\n"


UNDERSTOOD = {
    *("$schema", "$defs", "$ref", "title", "description"),
    *("type", "properties", "required", "additionalProperties", "items", "oneOf"),
    *("enum", "pattern", "format", "minLength", "minimum", "maximum"),
}


def test_every_word_of_the_schema_is_understood() -> None:
    assert set(schema_words()) == UNDERSTOOD


def test_the_schema_and_the_reader_know_the_same_fields_that_agencies_hold_otherwise() -> None:
    fields: dict[str, Any] = people_schema()["$defs"]["fields"]["properties"]

    assert fields.keys() == FIELDS.keys()
    assert tuple(people_schema()["$defs"]["person"]["properties"]["held_by"]["properties"]) == AGENCIES


EVERYTHING = Path(__file__).with_name("everybody.yaml")


def test_what_the_schema_allows_the_reader_reads(file: Path) -> None:
    """One person who uses every field of the schema, so that none is allowed and then overlooked."""
    text = EVERYTHING.read_text("utf-8")
    person: dict[str, Any] = people_schema()["$defs"]["person"]["properties"]
    used = {name for row in json.loads(nation_of(file, text).own_people)["people"] for name in row}

    assert used == person.keys()
    for agency in AGENCIES:
        assert own_people_held_by(agency, nation_of(file, text))
