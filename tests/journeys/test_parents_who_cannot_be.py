"""Parents who cannot be: too young at the birth, or dead before it; and a wrong father whom a court replaces."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import grpc
import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.journeys.amending import HUNG, HUNG_HIMSELF, LANS_DAUGHTER, Registrar, parent
from tests.journeys.mourning import Mourning, declaration_of

from lienthong.insurance.v1.participant_pb2 import RELATIVE_KIND_FATHER
from lienthong.justice.v1.birth_amendment_service_pb2 import (
    AMENDMENT_KIND_DETERMINATION,
    AMENDMENT_KIND_RECOGNITION,
    AMENDMENT_STATE_ENTERED,
    AMENDMENT_STATE_REFUSED,
)
from lienthong.justice.v1.birth_declaration_pb2 import IdentityPaper, PaperKind
from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED, DOSSIER_STATE_RETURNED
from lienthong_emulator.people.by_hand.personas import personas

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Born, Commune, Example
    from lienthong.justice.v1.birth_amendment_service_pb2 import AmendmentKind

pytestmark = pytest.mark.asyncio(loop_scope="session")

JUDGMENT = "Bản án 12/2022/HNGĐ-ST"


@pytest_asyncio.fixture(loop_scope="session")
async def mourning(commune: Commune) -> Mourning:
    return Mourning(commune)


@pytest_asyncio.fixture(loop_scope="session")
async def registrar(commune: Commune) -> Registrar:
    return Registrar(commune)


@pytest.mark.parametrize(
    ("role", "born", "age"),
    [
        pytest.param("me", "12/06/2019", "2", id="a mother of two"),
        pytest.param("me", "29/12/2009", "11", id="a mother on the eve of twelve"),
        pytest.param("cha", "2011", "10", id="a father of whom the year is known"),
    ],
)
async def test_nobody_has_a_child_before_the_age_of_twelve(
    commune: Commune, khoi: Example, refusal: Refusing, role: str, born: str, age: str
) -> None:
    """Khôi was born on 28/12/2021."""
    young = {f"{role}NgaySinh": born, f"{role}SoDDCN": ..., f"{role}LoaiGiayToTuyThan": "2"}
    no = await refusal(commune.send(khoi(**young, **{f"{role}SoGiayToTuyThan": "B1234567"})))

    name = {"me": "mother", "cha": "father"}[role]
    assert (no.code, no.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "PARENT_TOO_YOUNG")
    assert no.field == f"declaration.{name}.birth_date"
    assert (no.metadata["role"], no.metadata["age"], no.metadata["youngest"]) == (name, age, "12")
    assert await commune.dossiers() == []


async def test_a_mother_who_had_died_bears_nobody(commune: Commune, khoi: Example, mourning: Mourning) -> None:
    """Lan's death was entered by mistake: the dossier goes on when it is revoked."""
    died = await mourning.file(declaration_of("lan", died=date(2021, 12, 27)))
    returned = await commune.file(khoi())
    await mourning.revoke(died.death_record)
    again = await commune.supplement(returned, khoi())

    assert (returned.state, returned.refusal.reason) == (DOSSIER_STATE_RETURNED, "PARENT_DIED_BEFORE")
    assert returned.refusal.field == "declaration.mother.personal_number"
    assert returned.refusal.metadata["death_date"] == "2021-12-27"
    assert again.state == DOSSIER_STATE_CARD_ISSUED


async def test_a_mother_may_die_on_the_day_of_the_birth(commune: Commune, khoi: Example, mourning: Mourning) -> None:
    await mourning.file(declaration_of("lan", died=date(2021, 12, 28)))

    assert (await commune.file(khoi())).state == DOSSIER_STATE_CARD_ISSUED


@pytest.mark.parametrize(
    ("died", "state", "reason"),
    [
        pytest.param(date(2021, 3, 3), DOSSIER_STATE_CARD_ISSUED, "", id="300 days before"),
        pytest.param(date(2021, 3, 2), DOSSIER_STATE_RETURNED, "PARENT_DIED_BEFORE", id="301 days before"),
    ],
)
async def test_a_child_may_be_born_after_its_father_died(
    commune: Commune, khoi: Example, mourning: Mourning, died: date, state: int, reason: str
) -> None:
    await mourning.file(declaration_of("hung", died=died))
    ended = await commune.file(khoi())

    assert (ended.state, ended.refusal.reason) == (state, reason)


async def test_a_court_puts_the_right_father_in_the_place_of_the_wrong_one(
    commune: Commune, registrar: Registrar, khoi: Example
) -> None:
    boy = (await commune.file(khoi())).birth_record.personal_number
    before = await registrar.entry(boy)
    father = parent("Sato Ken", Date(year=1985), passport="TK7654321", nationality="JP")
    done = await registrar.determine(boy, father=father, basis=JUDGMENT)
    entry = await registrar.entry(boy)

    assert (done.kind, done.state, done.basis) == (AMENDMENT_KIND_DETERMINATION, AMENDMENT_STATE_ENTERED, JUDGMENT)
    assert (before.birth.father.full_name, entry.birth.father.full_name) == (HUNG_HIMSELF[0], "Sato Ken")
    assert entry.birth.mother == before.birth.mother
    assert (await commune.citizen(boy)).father == ""
    relatives = (await commune.participant(boy)).basic.relatives
    assert [one for one in relatives if one.kind == RELATIVE_KIND_FATHER] == []


async def test_a_determination_names_the_decision_and_recognition_replaces_nobody(
    registrar: Registrar, refusal: Refusing
) -> None:
    father = parent(*HUNG_HIMSELF, HUNG)
    unfounded = await refusal(registrar.send_parents(LANS_DAUGHTER, AMENDMENT_KIND_DETERMINATION, father=father))
    nobody = await refusal(registrar.send_parents(LANS_DAUGHTER, AMENDMENT_KIND_DETERMINATION, basis=JUDGMENT))

    assert (unfounded.reason, unfounded.field) == ("FIELD_REQUIRED", "basis")
    assert (nobody.reason, nobody.field) == ("FIELD_REQUIRED", "mother")


async def test_nobody_becomes_the_father_of_who_was_born_too_long_after_his_death(
    commune: Commune, registrar: Registrar, mourning: Mourning, born: Born
) -> None:
    boy = (await commune.file(born("Trần Minh Khôi", "lan", nksNgaySinh="28/12/2021"))).birth_record
    await mourning.file(declaration_of("hung", died=date(2021, 3, 2)))
    done = await registrar.recognise(boy.personal_number, father=parent(*HUNG_HIMSELF, HUNG))

    assert (done.state, done.refusal.reason) == (AMENDMENT_STATE_REFUSED, "PARENT_DIED_BEFORE")
    assert done.refusal.field == "father.personal_number"


async def test_a_birth_date_is_not_corrected_to_a_day_after_the_mothers_death(
    commune: Commune, registrar: Registrar, khoi: Example, mourning: Mourning, refusal: Refusing
) -> None:
    boy = (await commune.file(khoi())).birth_record.personal_number
    await mourning.file(declaration_of("lan", died=date(2021, 12, 29)))
    no = await refusal(registrar.send_correction(boy, birth_date=Date(year=2021, month=12, day=30)))
    same_day = await registrar.correct(boy, birth_date=Date(year=2021, month=12, day=29))

    assert (no.code, no.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "PARENT_DIED_BEFORE")
    assert (no.field, no.metadata["death_date"]) == ("values.birth_date", "2021-12-29")
    assert same_day.state == AMENDMENT_STATE_ENTERED


async def test_nor_to_a_day_too_long_after_the_death_of_a_father_who_recognised_the_child(
    commune: Commune, registrar: Registrar, mourning: Mourning, born: Born, refusal: Refusing
) -> None:
    boy = (await commune.file(born("Trần Minh Khôi", "lan", nksNgaySinh="28/12/2021"))).birth_record.personal_number
    await mourning.file(declaration_of("hung", died=date(2021, 3, 4)))
    await registrar.recognise(boy, father=parent(*HUNG_HIMSELF, HUNG))
    no = await refusal(registrar.send_correction(boy, birth_date=Date(year=2021, month=12, day=30)))

    assert (no.reason, no.metadata["death_date"]) == ("PARENT_DIED_BEFORE", "2021-03-04")


async def test_who_recognised_a_child_is_not_made_younger_than_its_father_can_be(
    commune: Commune, registrar: Registrar, born: Born, refusal: Refusing
) -> None:
    bao = personas(2021)["quoc-bao"]
    his_day = Date(year=bao.birth.year, month=bao.birth.month, day=bao.birth.day)
    boy = (await commune.file(born("Trần Minh Khôi", "lan", nksNgaySinh="28/12/2021"))).birth_record.personal_number
    before = await registrar.correct(bao.personal_number, birth_date=Date(year=2012, month=11, day=2))
    await registrar.correct(before.new_personal_number, birth_date=his_day)
    number = (await registrar.amendments(bao.personal_number)).amendments[-1].new_personal_number
    father = parent(bao.full_name, his_day, number)
    recognised = await registrar.recognise(boy, father=father)
    no = await refusal(registrar.send_correction(number, birth_date=Date(year=2012, month=11, day=2)))

    assert (before.state, recognised.state) == (AMENDMENT_STATE_ENTERED, AMENDMENT_STATE_ENTERED)
    assert (no.reason, no.field) == ("CHILD_TOO_OLD", "values.birth_date")


async def test_a_court_strikes_out_a_father_and_names_nobody(
    commune: Commune, registrar: Registrar, khoi: Example, refusal: Refusing
) -> None:
    boy = (await commune.file(khoi())).birth_record.personal_number
    before = await registrar.entry(boy)
    done = await registrar.determine(boy, no_father=True, basis=JUDGMENT)
    entry = await registrar.entry(boy)
    again = await refusal(registrar.send_parents(boy, AMENDMENT_KIND_DETERMINATION, no_father=True, basis=JUDGMENT))

    assert (done.state, done.no_father, done.no_mother) == (AMENDMENT_STATE_ENTERED, True, False)
    assert (before.birth.HasField("father"), entry.birth.HasField("father")) == (True, False)
    assert entry.birth.mother == before.birth.mother
    assert (await commune.citizen(boy)).father == ""
    relatives = (await commune.participant(boy)).basic.relatives
    assert [one for one in relatives if one.kind == RELATIVE_KIND_FATHER] == []
    assert (again.reason, again.field) == ("ENTRY_UNCHANGED", "no_father")


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        pytest.param(AMENDMENT_KIND_RECOGNITION, {}, id="it takes a court"),
        pytest.param(AMENDMENT_KIND_DETERMINATION, {"father": parent(*HUNG_HIMSELF, HUNG)}, id="somebody is named"),
    ],
)
async def test_nobody_is_struck_out_where(
    registrar: Registrar, refusal: Refusing, kind: AmendmentKind.ValueType, given: dict[str, Any]
) -> None:
    no = await refusal(registrar.send_parents(LANS_DAUGHTER, kind, no_father=True, basis=JUDGMENT, **given))

    assert (no.code, no.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "FIELD_NOT_EXPECTED")
    assert no.field == "no_father"


async def test_a_foreign_mother_who_had_died_bears_nobody(commune: Commune, khoi: Example, mourning: Mourning) -> None:
    """Population knows no foreigners; the death register may."""
    paper = IdentityPaper(kind=PaperKind.PAPER_KIND_PASSPORT, number="TK7654321")
    await mourning.file(
        declaration_of("lan", died=date(2021, 12, 27), full_name="Sato Yuki", nationality="JP", paper=paper)
    )
    hers = {"meHoTen": "Sato Yuki", "meQuocTich": "JP", "meLoaiGiayToTuyThan": "2", "meSoGiayToTuyThan": "TK7654321"}
    returned = await commune.file(khoi(**hers, meSoDDCN=...))

    assert (returned.state, returned.refusal.reason) == (DOSSIER_STATE_RETURNED, "PARENT_DIED_BEFORE")
    assert returned.refusal.field == "declaration.mother.paper.number"
