"""Papers that come in another order than what they tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google.type.date_pb2 import Date
from tests.journeys.mourning import YESTERDAY, Mourning, day, declaration_of

from lienthong.insurance.v1.card_pb2 import CARD_STATE_LOCKED
from lienthong.justice.v1.birth_declaration_pb2 import IdentityPaper, PaperKind
from lienthong.justice.v1.death_dossier_pb2 import DEATH_DOSSIER_STATE_FINISHED, DEATH_DOSSIER_STATE_RETURNED
from lienthong.type.v1.person_pb2 import SEX_MALE

if TYPE_CHECKING:
    from journeys.conftest import Commune, Example
    from lienthong.justice.v1.death_declaration_pb2 import DeathDeclaration

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_death_that_is_declared_before_the_birth_waits_for_the_number(commune: Commune, khoi: Example) -> None:
    """The family guesses a number; the dossier comes back, and goes on once the birth is registered."""
    mourning = Mourning(commune)
    early = await mourning.file(_of_khoi("901221900077"))
    number = (await commune.file(khoi())).birth_record.personal_number
    ended = await mourning.supplement(early, _of_khoi(number))
    child = await mourning.participant(number)

    assert (early.state, early.refusal.reason) == (DEATH_DOSSIER_STATE_RETURNED, "DECEASED_NOT_FOUND")
    assert ended.state == DEATH_DOSSIER_STATE_FINISHED
    assert (child.basic.death_date, not child.health_insurance.HasField("card")) == (day(YESTERDAY), True)
    assert [card.state for card in child.health_insurance.past_cards] == [CARD_STATE_LOCKED]


def _of_khoi(number: str) -> DeathDeclaration:
    paper = IdentityPaper(kind=PaperKind.PAPER_KIND_CCCD, number=number)
    born = Date(year=2021, month=12, day=28)
    return declaration_of("hung", full_name="Trần Minh Khôi", birth_date=born, sex=SEX_MALE, paper=paper)
