"""Places by their codes: province, district, commune."""

from enum import StrEnum
from typing import Final, NamedTuple

from lienthong_emulator.matching.outcomes import Comparison, Outcome

PLACE_RULE: Final = "vn-places-1"


class PlaceReason(StrEnum):
    """Why places that agree as far as both go are not one place."""

    HELD_LESS_EXACT = "HELD_LESS_EXACT"


class Place(NamedTuple):
    """Codes of the three levels, empty where not said. House and street are not compared: no two people write alike."""

    province_code: str = ""
    district_code: str = ""
    commune_code: str = ""

    def __bool__(self) -> bool:
        return any(self)


NOWHERE: Final = Place()


def compare_places(claim: Place, held: Place) -> Comparison:
    """Compare as far as the claim goes: a claim of a province asks for the province alone."""
    asked = [(said, known) for said, known in zip(claim, held, strict=True) if said]
    if not asked:
        return _NOT_COMPARED
    answered = [(said, known) for said, known in asked if known]
    if not answered:
        return _NOT_HELD
    if any(said != known for said, known in answered):
        return _MISMATCH
    return _MATCH if len(answered) == len(asked) else _PARTIAL


_MATCH: Final = Comparison(Outcome.MATCH, (), PLACE_RULE)
_PARTIAL: Final = Comparison(Outcome.PARTIAL, (PlaceReason.HELD_LESS_EXACT,), PLACE_RULE)
_MISMATCH: Final = Comparison(Outcome.MISMATCH, (), PLACE_RULE)
_NOT_HELD: Final = Comparison(Outcome.NOT_HELD, (), PLACE_RULE)
_NOT_COMPARED: Final = Comparison(Outcome.NOT_COMPARED, (), PLACE_RULE)
