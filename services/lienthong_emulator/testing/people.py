"""The fixed people of every world, by situation."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lienthong_emulator.people.by_hand.person import Person


class People:
    """Personas of one world: `people.pensioner()` for the usual situations, `people["van-loc"]` for everybody.

    `lienthong personas` and docs/people.md list them.
    """

    def __init__(self, year: int) -> None:
        self._year = year

    def __getitem__(self, key: str) -> Person:
        """Raises `KeyError`, with keys that are nearly the same."""
        everybody = self._everybody()
        if key not in everybody:
            near = get_close_matches(key, everybody)
            raise KeyError(f"there is no persona {key!r}" + (f"; did you mean {' or '.join(near)}?" if near else ""))
        return everybody[key]

    def __iter__(self) -> Iterator[Person]:
        return iter(self._everybody().values())

    def _everybody(self) -> Mapping[str, Person]:
        from lienthong_emulator.people.by_hand.personas import personas

        return personas(self._year)

    def mother(self) -> Person:
        """Mother in the first example dossier."""
        return self["lan"]

    def father(self) -> Person:
        """Father in the first example dossier."""
        return self["hung"]

    def child(self) -> Person:
        """A child under six with a valid card."""
        return self["bao-ngoc"]

    def child_turning_six(self) -> Person:
        """Turns six next month."""
        return self["minh-quan"]

    def child_without_card(self) -> Person:
        """A child of two without a card."""
        return self["be-na"]

    def newborn(self) -> Person:
        """Born last week, with a temporary card from the hospital."""
        return self["newborn"]

    def pupil(self) -> Person:
        """Insured through her school."""
        return self["thao-vy"]

    def student(self) -> Person:
        """Insured through his university."""
        return self["tuan-kiet"]

    def pensioner(self) -> Person:
        """Draws a pension."""
        return self["van-loc"]

    def army_officer(self) -> Person:
        """His card is managed by the Ministry of Defence."""
        return self["quang-vinh"]

    def police_officer(self) -> Person:
        """His card is managed by the Ministry of Public Security."""
        return self["minh-hai"]

    def with_expired_card(self) -> Person:
        """His card ran out (010)."""
        return self["thanh-tung"]

    def with_replaced_card(self) -> Person:
        """Has a new card while the time of the old one has not ended (004)."""
        return self["ngoc-lan"]

    def with_expired_and_replaced_card(self) -> Person:
        """Has a new card, and the time of the old one has ended (003)."""
        return self["quoc-bao"]

    def with_revoked_card(self) -> Person:
        """Her card was revoked (110)."""
        return self["thi-nga"]

    def moved_out_of_province(self) -> Person:
        """His card was ended for it (121)."""
        return self["van-dung"]

    def who_stopped(self) -> Person:
        """No longer takes part (124)."""
        return self["thi-sen"]

    def dead(self) -> Person:
        """Died in December; her card is locked."""
        return self["thi-chin"]

    def falsely_dead(self) -> Person:
        """Alive, but population holds him for dead."""
        return self["van-bay"]

    def with_two_numbers(self) -> Person:
        """Has two social-insurance numbers."""
        return self["van-hau"]

    def with_year_of_birth_only(self) -> Person:
        """Only a year of birth is on record."""
        return self["hoa"]

    def with_name_unaccented_at_insurance(self) -> Person:
        """Insurance has her name without diacritics."""
        return self["thi-hue"]

    def with_birth_date_swapped_at_insurance(self) -> Person:
        """Insurance has day and month of his birth swapped."""
        return self["van-thang"]

    def self_employed(self) -> Person:
        """Runs a household business."""
        return self["ba-tam"]

    def with_employer_in_debt(self) -> Person:
        """Wages are paid, contributions are not."""
        return self["thi-mo"]

    def unemployed(self) -> Person:
        """Draws unemployment benefit."""
        return self["van-that"]

    def foreigner(self) -> Person:
        """Works here, and is no citizen."""
        return self["min-jun"]
