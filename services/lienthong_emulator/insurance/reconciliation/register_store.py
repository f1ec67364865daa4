"""The register as it is read to be held against another: as claims are written, and closely where they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, Final

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.insurance.reconciliation.domain import Glimpse, Own
from lienthong_emulator.insurance.registry.domain import FATHER, MOTHER, is_same_person
from lienthong_emulator.matching import Number, PartialDate, Place
from lienthong_emulator.verification.fingerprints import made_of
from lienthong_emulator.verification.written_claims import KIND, YEAR, Row, word_of_address, word_of_date

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Reader, Transaction
    from lienthong_emulator.runtime.database import Row as NamedRow

IDENTITY: Final = (PERSONAL_NUMBER, CMND)
"""Kinds of numbers by which another register knows a person, the better one first."""
DIED: Final = -1
"""The day of death, empty of who is alive: the last word of a row."""
Again = Mapping[int, tuple[Sequence[int], bool]]
"""Of those who are held more than once: the keys of all their records, and whether two have a card."""
KINDS: Final[Mapping[str, Any]] = {"kinds": IDENTITY, "mother": MOTHER, "father": FATHER}
ONCE: Final[tuple[Sequence[int], bool]] = ((), False)
ROWS: Final = f"""
    SELECT coalesce(number.value, ''), coalesce(number.kind, 0), participant.full_name,
        {word_of_date("birth_year", "birth_month", "birth_day")}, sex, {word_of_address("residence")},
        coalesce(mother.number_kind || ' ' || mother.number, ''),
        coalesce(father.number_kind || ' ' || father.number, ''), participant.participant_key, death_date
    FROM participant
    LEFT JOIN participant_number AS number ON number.participant_key = participant.participant_key
        AND number.superseded = 0 AND number.kind IN (:kinds*)
    LEFT JOIN relative AS mother ON mother.participant_key = participant.participant_key
        AND mother.kind = :mother AND mother.number <> ''
    LEFT JOIN relative AS father ON father.participant_key = participant.participant_key
        AND father.kind = :father AND father.number <> ''
    WHERE participant.participant_key {{which}}
    ORDER BY participant.participant_key, number.kind
"""
NEXT_ROWS: Final = ROWS.format(which="> :after") + "LIMIT :most"
ROWS_OF: Final = ROWS.format(which="IN (:keys*)")


class RegisterQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def changes_so_far(self) -> int:
        """The place of the last change that a participant followed."""
        row = await self._db.fetch_one("SELECT coalesce(max(position), 0) AS last FROM change_event")
        assert row is not None
        return row["last"]

    async def changed_after(self, place: int) -> AbstractSet[int]:
        """Who followed a change since."""
        rows = await self._db.fetch_all(
            "SELECT DISTINCT participant_key FROM change_event WHERE position > :place", place=place
        )
        return {row["participant_key"] for row in rows}

    async def rows_after(self, checkpoint: int, most: int) -> Sequence[Row]:
        """The next rows of the register, each with a number by which another register knows the participant.

        Who has two of them has two rows, the better one first.
        """
        return await self._db.fetch_tuples(NEXT_ROWS, after=checkpoint, most=most, **KINDS)

    async def rows_of(self, keys: Sequence[int]) -> Sequence[Row]:
        """The same of some participants."""
        return await self._db.fetch_tuples(ROWS_OF, keys=keys, **KINDS) if keys else ()

    async def glimpses_after(self, checkpoint: int, most: int) -> Sequence[Glimpse]:
        """The same as the next rows, as far as somebody is asked about by a fingerprint.

        `+` has SQLite look into the index once for each participant, not once more for each kind.
        """
        return await self._db.fetch_tuples(
            """
            SELECT participant.participant_key, number.value, number.fingerprint
            FROM participant
            LEFT JOIN participant_number AS number ON number.participant_key = participant.participant_key
                AND number.superseded = 0 AND +number.kind IN (:kinds*)
            WHERE participant.participant_key > :after
            ORDER BY participant.participant_key, number.kind LIMIT :most
            """,
            after=checkpoint,
            most=most,
            kinds=IDENTITY,
        )

    async def again(self, keys: Sequence[int]) -> Again:
        """Who of some participants is held more than once."""
        shared = await self._sharing(keys) if keys else ()
        return await self._again(shared) if shared else {}

    async def _sharing(self, keys: Sequence[int]) -> Sequence[int]:
        """Who has a number that somebody else has too."""
        rows = await self._db.fetch_tuples(
            """
            SELECT DISTINCT own.participant_key FROM participant_number AS own
            JOIN participant_number AS other ON other.value = own.value AND other.kind = own.kind
                AND other.participant_key <> own.participant_key AND other.superseded = 0
            WHERE own.participant_key IN (:keys*) AND own.superseded = 0 AND own.kind IN (:kinds*)
            """,
            keys=keys,
            kinds=IDENTITY,
        )
        return [key for (key,) in rows]

    async def _again(self, sharing: Sequence[int]) -> Again:
        """Who of those with a number that somebody else has is that very person."""
        rows = await self._db.fetch_all(
            """
            SELECT own.participant_key AS own_key, other.participant_key AS other_key,
                one.full_name AS one_name, one.birth_year AS one_year, one.birth_month AS one_month,
                one.birth_day AS one_day, two.full_name AS two_name, two.birth_year AS two_year,
                two.birth_month AS two_month, two.birth_day AS two_day,
                (SELECT count(*) FROM card WHERE ending = 0
                 AND card.participant_key IN (own.participant_key, other.participant_key)) AS cards
            FROM participant_number AS own
            JOIN participant_number AS other ON other.value = own.value AND other.kind = own.kind
                AND other.participant_key <> own.participant_key AND other.superseded = 0
            JOIN participant AS one ON one.participant_key = own.participant_key
            JOIN participant AS two ON two.participant_key = other.participant_key
            WHERE own.participant_key IN (:sharing*) AND own.superseded = 0 AND own.kind IN (:kinds*)
            """,
            sharing=sharing,
            kinds=IDENTITY,
        )
        found: defaultdict[int, tuple[Sequence[int], bool]] = defaultdict(lambda: ONCE)
        for row in rows:
            if is_same_person(_name_and_birth(row, "one"), _name_and_birth(row, "two")):
                key = row["own_key"]
                keys, has_two_cards = found[key]
                found[key] = (*(keys or (key,)), row["other_key"]), has_two_cards or row["cards"] > 1
        return dict(found)


def _name_and_birth(row: NamedRow, which: str) -> tuple[str, PartialDate]:
    born = PartialDate(row[f"{which}_year"], row[f"{which}_month"], row[f"{which}_day"])
    return row[f"{which}_name"], born


class RegisterStore(RegisterQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    async def make_fingerprints(self, keys: Sequence[int]) -> None:
        """Keep fingerprints of what is held of some participants now, as far as one tells all of them."""
        alone = {*keys}.difference(await self._sharing(keys))
        made = made_of([row for row in await self.rows_of(sorted(alone)) if row[KIND] and not row[DIED]])
        self._tx.execute_many(
            """
            UPDATE participant_number SET fingerprint = :fingerprint
            WHERE value = :number AND kind = :kind AND participant_key = :key
            """,
            [one._asdict() for one in made],
        )


def own_of(row: Row, again: Again) -> Own:
    """A participant, for a closer look than most need."""
    number, kind, full_name, born, sex, home, mother, father, key, died = row
    keys, has_two_cards = again.get(key, ONCE)
    return Own(
        key=key,
        number=Number(kind, number) if kind else None,
        full_name=full_name,
        birth=PartialDate(born // YEAR, born % YEAR // 100, born % 100),
        sex=sex,
        residence=Place(*home.split(" ")),
        died=died,
        mother=_parent(mother),
        father=_parent(father),
        again=keys,
        has_two_cards=has_two_cards,
    )


def _parent(word: str) -> Number | None:
    kind, _, value = word.partition(" ")
    return Number(int(kind), value) if word else None
