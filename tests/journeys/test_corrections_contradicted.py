"""A correction that contradicts the family is refused, and the book stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.journeys.amending import HUNG, LAN, LANS_DAUGHTER, Registrar
from tests.journeys.mourning import Mourning, declaration_of
from tests.journeys.test_marriages import DUONG, TUAN, marry, number_of, party

from lienthong.type.v1.person_pb2 import SEX_FEMALE, SEX_MALE

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def registrar(commune: Commune) -> Registrar:
    return Registrar(commune)


@pytest.mark.parametrize(
    ("number", "values", "reason", "field"),
    [
        pytest.param(
            LANS_DAUGHTER,
            {"birth_date": Date(year=2004, month=1, day=1)},
            "PARENT_TOO_YOUNG",
            "values.birth_date",
            id="Lan was ten then",
        ),
        pytest.param(
            LAN, {"birth_date": Date(year=2010, month=5, day=17)}, "CHILD_TOO_OLD", "values.birth_date", id="at nine"
        ),
        pytest.param(LAN, {"sex": SEX_MALE}, "SEX_CONTRADICTS_ROLE", "values.sex", id="a mother"),
        pytest.param(HUNG, {"sex": SEX_FEMALE}, "SEX_CONTRADICTS_ROLE", "values.sex", id="a father"),
    ],
)
async def test_a_correction_that_the_family_contradicts_is_refused(
    registrar: Registrar, refusal: Refusing, number: str, values: dict[str, Any], reason: str, field: str
) -> None:
    before = await registrar.entry(number)
    no = await refusal(registrar.send_correction(number, **values))

    assert (no.reason, no.field) == (reason, field)
    assert await registrar.entry(number) == before


async def test_a_child_that_came_of_a_dossier_counts_too(
    commune: Commune, registrar: Registrar, refusal: Refusing, khoi: Example
) -> None:
    """Khôi's mother would have been eleven; he himself cannot be so old either."""
    boy = await commune.file(khoi())
    mother = boy.declaration.mother
    early = Date(year=mother.birth_date.year + 11, month=1, day=1)
    late = Date(year=boy.declaration.child.birth_date.year - 11, month=12, day=31)
    his = await refusal(registrar.send_correction(boy.birth_record.personal_number, birth_date=early))
    hers = await refusal(registrar.send_correction(mother.personal_number, birth_date=late))

    assert (his.reason, his.metadata["role"]) == ("PARENT_TOO_YOUNG", "mother")
    assert hers.reason == "CHILD_TOO_OLD"


async def test_a_marriage_and_a_death_come_after_the_birth(
    commune: Commune, registrar: Registrar, refusal: Refusing
) -> None:
    await marry(commune, party(TUAN), party(DUONG))
    born = Date(year=2015, month=7, day=7)
    bride = await refusal(registrar.send_correction(number_of(DUONG), birth_date=born))
    sex = await refusal(registrar.send_correction(number_of(DUONG), sex=SEX_MALE))
    await Mourning(commune).file(declaration_of("quoc-bao"))
    dead = await refusal(registrar.send_correction(number_of("quoc-bao"), birth_date=Date(year=2022, month=1, day=5)))

    assert [bride.reason, sex.reason] == ["MARRIED_TOO_YOUNG", "SEX_CONTRADICTS_ROLE"]
    assert dead.reason == "DEATH_BEFORE_BIRTH"
