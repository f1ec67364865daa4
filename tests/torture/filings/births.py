"""Births: a dossier each, and of each one record, one citizen, one participant, one card, one fact."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.benchmarks.births import dossiers_without_end
from tests.torture.filings import Damage

if TYPE_CHECKING:
    from tests.torture.desk import Desk

CARD_ISSUED = "CARD_ISSUED"


class Births:
    """Ordinary ones, as a commune files them."""

    name = "births"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._dossiers = dossiers_without_end()
        self._names: list[str] = []

    @property
    def filed(self) -> int:
        return len(self._names)

    async def file(self) -> None:
        request = next(self._dossiers)
        request.request_id = self._desk.request_id()
        dossier = await self._desk.ask(self._desk.client.civil_status.FileBirthDossier, request, "portals/one-stop")
        self._names.append(dossier.name.removeprefix("birthDossiers/"))

    def is_finished(self) -> bool:
        return not self._desk.rows("justice", "SELECT 1 FROM birth_dossier WHERE state = 'IN_PROCESS' LIMIT 1")

    def compare(self) -> Damage:
        damage = Damage()
        dossiers = self._desk.rows("justice", "SELECT dossier_id, state FROM birth_dossier ORDER BY position")
        found = Counter(row["dossier_id"] for row in dossiers)
        for name in self._names:
            damage.count(f"dossier {name}", found[name])
        damage.count("dossiers", len(dossiers), self.filed)
        for row in dossiers:
            damage.count(f"card of dossier {row['dossier_id']}, {row['state']}", row["state"] == CARD_ISSUED)
        damage.add(self._effects())
        return damage

    def _effects(self) -> Damage:
        """What each birth leaves in every register."""
        damage = Damage()
        records = self._desk.rows("justice", "SELECT dossier_id, personal_number FROM birth_record")
        per_dossier = Counter(row["dossier_id"] for row in records)
        effects = {name: Counter(row["number"] for row in self._desk.rows(*asked)) for name, asked in EFFECTS.items()}
        for name in self._names:
            damage.count(f"record of dossier {name}", per_dossier[name])
        for row in records:
            for effect, found in effects.items():
                damage.count(f"{effect} of the child of {row['dossier_id']}", found[row["personal_number"]])
        damage.count("numbers", len({row["personal_number"] for row in records}), len(records))
        return damage


EFFECTS = {
    "citizen": ("population", "SELECT personal_number AS number FROM citizen"),
    "participant": ("insurance", "SELECT value AS number FROM participant_number"),
    "card": (
        "insurance",
        "SELECT n.value AS number FROM card c JOIN participant_number n ON n.participant_key = c.participant_key",
    ),
    "facts": (
        "population",
        """
        SELECT c.personal_number AS number FROM insurance_facts f JOIN citizen c ON c.citizen_key = f.citizen_key
        WHERE f.card_number <> ''
        """,
    ),
}
"""Where the number of a child stands once."""
