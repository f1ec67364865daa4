"""What people present at the desk."""

from __future__ import annotations

from lienthong_emulator.people.by_hand.person import Person

Papers = dict[str, str]


def papers_of(person: Person, **changed: str) -> Papers:
    """What a person presents and says: their latest card, where they ever had one."""
    birth = person.birth
    return {
        "card_number": person.cards[-1].card_number if person.cards else "",
        "full_name": person.full_name,
        "birth": "-".join(f"{part:02}" for part in (birth.year, birth.month, birth.day) if part),
        **changed,
    }
