"""Which parents are known, and what follows for a child's home, household and card."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from google.type.date_pb2 import Date

from lienthong.justice.v1.birth_dossier_pb2 import (
    DOSSIER_STATE_CARD_ISSUED,
    DOSSIER_STATE_IN_PROCESS,
    DOSSIER_STATE_RETURNED,
    DOSSIER_STATE_WITHDRAWN,
    DOSSIER_STEP_PUBLIC_NOTICE,
    BirthDossier,
)
from lienthong_emulator.linked_procedure import result_of

if TYPE_CHECKING:
    from journeys.conftest import Born, Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

ABANDONED = "5"


async def test_both_parents_are_known(commune: Commune, born: Born) -> None:
    dossier = await commune.file(born("Trần Minh Anh", "lan", "hung"))

    assert (dossier.card.card_number, dossier.card.household_code) == ("TE1010122900000", "0199000001")


async def test_the_mother_is_unknown(commune: Commune, born: Born) -> None:
    """The child lives with its father and joins his household."""
    dossier = await commune.file(born("Lê Tuấn Kiệt", "anh-tuan", nksGioiTinh="1"))

    assert (dossier.card.card_number, dossier.card.household_code) == ("TE1797922900000", "7999000012")
    assert (await commune.citizen("979222900000")).mother == ""


async def test_the_father_is_unknown(commune: Commune, born: Born) -> None:
    dossier = await commune.file(born("Niê Y Thắng", "h-hen", nksGioiTinh="1"))

    assert (dossier.card.card_number, dossier.card.household_code) == ("TE1666622900000", "6699000010")


async def test_neither_parent_is_known(commune: Commune, born: Born) -> None:
    """No notice is needed; the child lives with its guardian, in a household of its own."""
    dossier = await commune.file(born("Mai Bình Minh"))

    assert (dossier.card.card_number, dossier.card.household_code) == ("TE1797922900000", "7999900000")
    members = (await commune.household("7999900000")).members
    assert [(member.full_name, member.relation) for member in members] == [("Mai Bình Minh", "Người được nuôi dưỡng")]


async def test_a_guardian_may_take_the_child_into_a_household(commune: Commune, born: Born) -> None:
    dossier = await commune.file(born("Mai Bình Minh", maHo="7999000014"))

    members = (await commune.household("7999000014")).members
    assert dossier.card.household_code == "7999000014"
    assert [member.full_name for member in members] == ["Mai Thị An", "Mai Bình Minh"]


async def test_an_abandoned_child_waits_for_seven_days(commune: Commune, born: Born) -> None:
    filed = await commune.send(born("Mai Hoài An", nksLoaiKhaiSinh=ABANDONED))
    await commune.settle()

    waiting = await commune.look_at(filed.name)
    assert (waiting.state, waiting.step) == (DOSSIER_STATE_IN_PROCESS, DOSSIER_STEP_PUBLIC_NOTICE)
    assert waiting.waits_until_date == Date(year=2022, month=1, day=12)
    assert await commune.advance(days=6) == []
    assert (await commune.look_at(filed.name)).step == DOSSIER_STEP_PUBLIC_NOTICE
    assert await commune.advance(days=1) == ["public-notice-ends"]
    ended = await commune.look_at(filed.name)
    assert (ended.state, ended.birth_record.registration_date) == (
        DOSSIER_STATE_CARD_ISSUED,
        Date(year=2022, month=1, day=12),
    )
    assert not ended.HasField("waits_until_date")


async def test_an_abandoned_childs_card_is_of_its_guardians_province(commune: Commune, born: Born) -> None:
    """Found and registered in Hà Nội, raised in Hồ Chí Minh City: the number is of the one, the card of the other."""
    ended = await _after_notice(commune, born("Mai Hoài An", nksLoaiKhaiSinh=ABANDONED, noiDangKy="00166"))

    assert result_of(ended).personal_number == "901322900000"
    assert ended.card.card_number == "TE1797922900000"


async def test_without_a_guardians_home_the_card_is_of_the_registering_commune(commune: Commune, born: Born) -> None:
    dossier = born("Mai Hoài An", nksLoaiKhaiSinh=ABANDONED, noiDangKy="00166", nycNoiCuTru=...)
    ended = await _after_notice(commune, dossier)

    home = (await commune.participant(ended.card.card_number)).basic.residence
    assert ended.card.card_number == "TE1010122900000"
    assert (home.province_code, home.district_code, home.commune_code) == ("01", "005", "00166")
    assert (await commune.household(ended.card.household_code)).address == home


async def test_an_abandoned_childs_card_is_valid_from_its_birth(commune: Commune, born: Born) -> None:
    ended = await _after_notice(commune, born("Mai Hoài An", nksLoaiKhaiSinh=ABANDONED))

    assert (result_of(ended).valid_from, result_of(ended).valid_to) == (date(2022, 1, 1), date(2028, 9, 30))


async def test_a_family_that_is_found_withdraws_the_dossier(commune: Commune, born: Born) -> None:
    filed = await commune.send(born("Mai Hoài An", nksLoaiKhaiSinh=ABANDONED))

    assert (await commune.withdraw(filed)).state == DOSSIER_STATE_WITHDRAWN
    assert await commune.advance(days=60) == []


async def test_a_child_whose_sex_is_undetermined_is_sent_back_before_any_number_is_made(
    commune: Commune, born: Born
) -> None:
    returned = await commune.file(born("Lê Tuấn Kiệt", "anh-tuan", nksGioiTinh="3"))

    assert (returned.state, returned.refusal.reason) == (DOSSIER_STATE_RETURNED, "SEX_UNDETERMINED")
    assert returned.refusal.field == "declaration.child.sex"
    supplemented = await commune.supplement(returned, born("Lê Tuấn Kiệt", "anh-tuan", nksGioiTinh="1"))
    assert supplemented.birth_record.personal_number == "979222900000"


async def test_a_supplement_that_says_the_child_was_abandoned_begins_the_notice(commune: Commune, born: Born) -> None:
    returned = await commune.file(born("Mai Hoài An", nksGioiTinh="3"))
    await commune.advance(days=2)
    supplemented = await commune.send_supplement(returned, born("Mai Hoài An", nksLoaiKhaiSinh=ABANDONED))

    assert (supplemented.step, supplemented.waits_until_date) == (
        DOSSIER_STEP_PUBLIC_NOTICE,
        Date(year=2022, month=1, day=14),
    )
    assert await commune.advance(days=7) == ["public-notice-ends"]
    assert (await commune.look_at(returned.name)).state == DOSSIER_STATE_CARD_ISSUED


async def test_an_abandoned_child_whose_dossier_came_back_does_not_wait_for_a_second_notice(
    commune: Commune, born: Born
) -> None:
    returned = await _after_notice(commune, born("Mai Hoài An", nksLoaiKhaiSinh=ABANDONED, nksGioiTinh="3"))
    assert (returned.state, returned.refusal.reason) == (DOSSIER_STATE_RETURNED, "SEX_UNDETERMINED")

    ended = await commune.supplement(returned, born("Mai Hoài An", nksLoaiKhaiSinh=ABANDONED, nksGioiTinh="2"))
    assert (ended.state, ended.birth_record.registration_date) == (
        DOSSIER_STATE_CARD_ISSUED,
        Date(year=2022, month=1, day=12),
    )


async def test_an_abandoned_child_who_is_declared_in_another_commune_waits_for_the_notice_there(
    commune: Commune, born: Born
) -> None:
    returned = await _after_notice(commune, born("Mai Hoài An", nksLoaiKhaiSinh=ABANDONED, nksGioiTinh="3"))
    elsewhere = born("Mai Hoài An", nksLoaiKhaiSinh=ABANDONED, noiDangKy="00166")

    supplemented = await commune.send_supplement(returned, elsewhere)
    assert supplemented.waits_until_date == Date(year=2022, month=1, day=19)


async def _after_notice(commune: Commune, dossier: dict[str, object]) -> BirthDossier:
    filed = await commune.send(dossier)
    await commune.advance(days=7)
    return await commune.look_at(filed.name)
