"""What people are called."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from tests.people.nations import seeded

from lienthong_emulator.matching import Outcome, compare_names
from lienthong_emulator.people.draws import Chance, Mask
from lienthong_emulator.people.folk.communities import KINH, provinces_of
from lienthong_emulator.people.folk.families import NOBODY, Families
from lienthong_emulator.people.folk.names import Names, full_names, names_of, vocabulary
from lienthong_emulator.people.tables import records

CHANCE = Chance(1, 0)
EDE, XODANG, FOREIGNER = 12, 14, 55


@dataclass(frozen=True)
class Named:
    """A tile's people, and what each is called."""

    families: Families
    names: Names
    full: list[str]

    @property
    def northern(self) -> Mask:
        return provinces_of(self.families.hometown) < 48

    def of_group(self, group: int, sex: int) -> set[str]:
        rows = np.nonzero((self.families.ethnic_group == group) & (self.families.sex == sex))[0]
        return {self.full[one] for one in rows}


@pytest.fixture(scope="module")
def named() -> Named:
    families = seeded(1).families
    names = names_of(families, CHANCE)
    return Named(families, names, full_names(names.family, names.middle, names.given))


def rows(part: str, *words: str) -> list[int]:
    assert part in ("family", "middle", "given")
    return [vocabulary(part).words.tolist().index(word) for word in words]


def test_everybody_has_a_name_in_composed_letters_and_single_blanks_of_at_most_fifty(named: Named) -> None:
    assert len(named.full) == named.families.size
    assert [name for name in named.full if name != unicodedata.normalize("NFC", name)] == []
    assert [name for name in named.full if not name or " ".join(name.split()) != name or len(name) > 50] == []


def test_a_name_is_the_same_whenever_it_is_asked_for(named: Named) -> None:
    again = names_of(named.families, CHANCE)

    assert full_names(again.family, again.middle, again.given) == named.full
    assert full_names(named.names.family[7:8], named.names.middle[7:8], named.names.given[7:8]) == [named.full[7]]


def test_children_have_the_family_name_of_their_fathers_and_clans_have_one(named: Named) -> None:
    children = np.nonzero(named.families.father != NOBODY)[0]

    assert (named.names.family[children] == named.names.family[named.families.father[children]]).all()
    assert len(np.unique([named.families.clan, named.names.family], axis=1).T) == len(np.unique(named.families.clan))


@pytest.mark.parametrize(
    ("word", "share"),
    [("Nguyễn", 0.38), ("Trần", 0.11), ("Lê", 0.095), ("Phạm", 0.07), ("Phan", 0.045)],
)
def test_family_names_of_the_kinh_are_as_common_as_they_are(named: Named, word: str, share: float) -> None:
    kinh = named.families.ethnic_group == KINH

    assert np.isin(named.names.family[kinh], rows("family", word)).mean() == pytest.approx(share, rel=0.15)


def test_the_north_has_no_huynh_and_the_south_rather_vo_than_vu(named: Named) -> None:
    kinh = named.families.ethnic_group == KINH
    huynh, (vu, vo) = rows("family", "Huỳnh"), rows("family", "Vũ", "Võ")

    assert not np.isin(named.names.family[kinh & named.northern], huynh).any()
    southern = named.names.family[kinh & ~named.northern]
    assert (southern == vo).sum() > 3 * (southern == vu).sum()


def test_thi_and_van_were_common_and_are_no_longer(named: Named) -> None:
    born_early, born_late = named.families.birth_year < 1960, named.families.birth_year >= 2000

    for sex, word in ((1, "Văn"), (2, "Thị")):
        has_it = (named.names.middle == rows("middle", word)[0])[named.families.sex == sex]
        assert has_it[born_early[named.families.sex == sex]].mean() > 0.5
        assert has_it[born_late[named.families.sex == sex]].mean() < 0.15


@pytest.mark.parametrize(
    ("group", "sex", "form"),
    [
        pytest.param(EDE, 1, r"Y \w+ .+", id="an Ê Đê man has his clan's name last"),
        pytest.param(EDE, 2, r"H'\w+ .+", id="an Ê Đê woman too"),
        pytest.param(XODANG, 1, r"A \w+", id="a Xơ Đăng man has no family name"),
        pytest.param(XODANG, 2, r"Y \w+", id="a Xơ Đăng woman neither"),
    ],
)
def test_other_peoples_put_names_in_their_own_way(named: Named, group: int, sex: int, form: str) -> None:
    found = named.of_group(group, sex)

    assert found
    assert [name for name in found if not re.fullmatch(form, name)] == []


def test_foreigners_have_two_names(named: Named) -> None:
    found = named.of_group(FOREIGNER, 1) | named.of_group(FOREIGNER, 2)

    assert found
    assert all(re.fullmatch("[A-Za-z]+ [A-Za-z]+", name) for name in found)


def test_hardly_anybody_says_a_word_twice(named: Named) -> None:
    twice = [name for name in named.full if re.search(r"(?:^|\s)(\S+) \1(?:\s|$)", name)]

    assert len(twice) < len(named.full) / 1_000


def given_names() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in records("given_names"):
        found.setdefault(f"Kinh, sex {row['sex']}", []).append(row["name"])
    for row in records("ethnic_names"):
        if row["part"] == "given":
            found.setdefault(f"{row['peoples']}, sex {row['sex']}", []).append(row["name"])
    return found


@pytest.mark.parametrize("names", [pytest.param(names, id=key) for key, names in given_names().items()])
def test_no_given_name_is_nearly_alike_to_another_of_its_sex_and_people(names: list[str]) -> None:
    alike = [
        (one, other)
        for one, other in combinations(names, 2)
        if compare_names(f"Nguyễn Thị {one}", f"Nguyễn Thị {other}").outcome is not Outcome.MISMATCH
    ]
    assert alike == []


def test_each_sex_has_more_than_a_hundred_given_names() -> None:
    assert {key: len(names) > 100 for key, names in given_names().items() if key.startswith("Kinh")} == {
        "Kinh, sex 1": True,
        "Kinh, sex 2": True,
    }


def test_a_name_may_lack_parts() -> None:
    none, lan = rows("middle", "")[0], rows("given", "Lan")[0]
    names = Names(family=np.array(rows("family", "Nguyễn")), middle=np.array([none]), given=np.array([lan]))

    assert full_names(names.family, names.middle, names.given) == ["Nguyễn Lan"]
