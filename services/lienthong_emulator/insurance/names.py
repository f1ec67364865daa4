"""What resources are called: names tell no number of a person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

PARTICIPANTS: Final = "participants/"


@dataclass(frozen=True, slots=True)
class Names:
    """Names in one world. `opaque_id` is the kit's."""

    opaque_id: Callable[[str, object], str]

    def participant(self, participant_key: int) -> str:
        return f"{PARTICIPANTS}{self.opaque_id('participant', participant_key)}"

    def household(self, household_key: int) -> str:
        return f"households/{self.opaque_id('household', household_key)}"

    def card(self, participant_key: int, serial: int) -> str:
        return f"cards/{self.opaque_id('card', f'{participant_key}/{serial}')}"

    def treatment(self, treatment_number: int) -> str:
        return f"treatments/{self.opaque_id('treatment', treatment_number)}"
