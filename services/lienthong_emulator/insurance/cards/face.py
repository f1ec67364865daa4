"""What stands on a card, put together from the card and its holder."""

from collections.abc import Sequence
from datetime import date

from lienthong_emulator.insurance.cards.domain import Card
from lienthong_emulator.insurance.cards.picture import CardFace
from lienthong_emulator.insurance.cards.texts import SEX_NAMES, birth_text, day_text
from lienthong_emulator.insurance.registry.domain import FATHER, MOTHER, Participant, Relative
from lienthong_emulator.qr_codes.health_card import HealthCardPayload, encode
from lienthong_emulator.qr_codes.scanned import Sex
from lienthong_emulator.reference.addresses import address_text, spaced
from lienthong_emulator.reference.facilities import find_facility
from lienthong_emulator.reference.provinces import armed_forces_offices, provinces

# Our choice: a QR code holds some 2,300 bytes, and a Vietnamese letter takes six of them in a payload.
LONGEST_ADDRESS = 120


def payload_of(card: Card, holder: Participant, relatives: Sequence[Relative]) -> HealthCardPayload:
    """The payload of the QR code, as card readers decode it."""
    born = holder.birth
    return HealthCardPayload(
        card_number=card.card_number,
        name=holder.full_name,
        birth=date(born.year, born.month, born.day) if born.day else born.year,
        sex=Sex(holder.sex),
        address=address_text(holder.residence)[:LONGEST_ADDRESS] or None,
        facility=card.initial_facility,
        valid_from=card.valid_from,
        valid_to=card.valid_to,
        issued=card.issue_date,
        office=f"0{card.province_code}00",
        parent=_parent(relatives),
        living_area=f"K{card.living_area}" if card.living_area else None,
        five_year_date=card.five_year_date,
    )


def face_of(card: Card, holder: Participant, relatives: Sequence[Relative]) -> CardFace:
    """Everything that stands on the card, formatted."""
    facility = find_facility(card.initial_facility)
    return CardFace(
        number=_grouped(card.card_number),
        name=spaced(holder.full_name).upper(),
        birth=birth_text(holder.birth),
        sex=SEX_NAMES[holder.sex],
        address=address_text(holder.residence),
        facility_code=card.initial_facility,
        facility_name=facility.name if facility else "",
        valid_from=day_text(card.valid_from),
        valid_to=day_text(card.valid_to),
        five_year_date=day_text(card.five_year_date),
        level=str(card.benefit_level),
        office=f"BHXH {_office(card.province_code)}",
        qr_text=encode(payload_of(card, holder, relatives)),
    )


def _grouped(number: str) -> str:
    return f"{number[:2]} {number[2]} {number[3:5]} {number[5:]}"


def _office(province_code: str) -> str:
    return (provinces().get(province_code) or armed_forces_offices()[province_code]).name


def _parent(relatives: Sequence[Relative]) -> str | None:
    """The mother's name, else the father's; readers show it for a child."""
    names = {relative.kind: relative.full_name for relative in relatives}
    return names.get(MOTHER) or names.get(FATHER)
