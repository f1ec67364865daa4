"""What a portal shows of a dossier: statuses with who, when and why, and many dossiers polled by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.type.date_pb2 import Date

from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED, BirthDossier
from lienthong.justice.v1.civil_status_service_pb2 import PollBirthDossiersRequest, PolledBirthDossier
from lienthong.justice.v1.dossier_status_pb2 import PortalStatus
from lienthong_emulator.runtime.convert import moment_of

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Born, Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

WRONG = {"meHoTen": "Nguyễn Thị Lam"}
NO_HOUSEHOLD = {"maHo": "0100099999"}
PORTAL, OFFICE, INSURANCE = "portals/one-stop", "agencies/justice", "agencies/insurance"
LINKED, ONE_STOP = "G22.99-220105-0001", "H26.1.3-220105-0001"


def statuses(dossier: BirthDossier) -> list[str]:
    """The statuses to which a dossier came, in their order; the last is the one at which it stands."""
    history = [PortalStatus.Name(entry.status).removeprefix("PORTAL_STATUS_") for entry in dossier.status_history]
    assert dossier.portal_status == dossier.status_history[-1].status
    return history


async def poll(commune: Commune, *ids: str, **query: str) -> list[PolledBirthDossier]:
    request = PollBirthDossiersRequest(dossier_ids=ids, **query)
    return list((await commune.client.civil_status.PollBirthDossiers(request)).dossiers)


async def test_a_birth_goes_from_new_to_the_result(commune: Commune, khoi: Example) -> None:
    dossier = await commune.file(khoi())

    assert statuses(dossier) == ["NEW", "ACCEPTED", "IN_PROCESS", "FINISHED", "RESULT_RETURNED"]
    assert [entry.handler for entry in dossier.status_history] == [PORTAL, OFFICE, OFFICE, INSURANCE, OFFICE]
    assert dossier.status_history[2].note == "Đã đăng ký khai sinh số 1/2022, quyển 01/2022-TP/KS"
    assert {moment_of(entry.time, "time").isoformat() for entry in dossier.status_history} == {
        "2022-01-05T09:00:00+07:00"
    }


async def test_a_supplement_is_requested_with_its_day_and_its_reason(commune: Commune, khoi: Example) -> None:
    returned = await commune.file(khoi(**WRONG))

    assert statuses(returned) == ["NEW", "SUPPLEMENT_REQUESTED"]
    requested = returned.status_history[-1]
    assert (requested.note, requested.supplement_due_date) == (
        returned.refusal.message_vi,
        Date(year=2022, month=1, day=14),
    )
    ended = await commune.supplement(returned, khoi())
    assert statuses(ended)[2:] == ["NEW", "ACCEPTED", "IN_PROCESS", "FINISHED", "RESULT_RETURNED"]


async def test_what_was_accepted_is_not_new_again_with_a_supplement(commune: Commune, khoi: Example) -> None:
    returned = await commune.file(khoi(**NO_HOUSEHOLD))
    ended = await commune.supplement(returned, khoi())

    assert statuses(ended) == [
        *("NEW", "ACCEPTED", "IN_PROCESS", "SUPPLEMENT_REQUESTED"),
        *("IN_PROCESS", "FINISHED", "RESULT_RETURNED"),
    ]
    assert ended.status_history[4].handler == PORTAL


async def test_a_child_of_the_register_is_not_accepted(commune: Commune, born: Born) -> None:
    refused = await commune.file(born("Vũ Minh Quân", "thu-thuy", "son", nksNgaySinh="10/02/2016", nksGioiTinh="1"))

    assert refused.refusal.reason == "CHILD_ALREADY_REGISTERED"
    assert statuses(refused) == ["NEW", "NOT_ACCEPTED"]
    assert refused.status_history[-1].note == refused.refusal.message_vi


async def test_a_card_that_is_refused_stops_the_dossier(commune: Commune, khoi: Example) -> None:
    refused = await commune.file(khoi(nksNgaySinh="30/09/2015", ngayCapGCS=...))

    assert refused.refusal.reason == "CHILD_TOO_OLD_FOR_CARD"
    assert statuses(refused) == ["NEW", "ACCEPTED", "IN_PROCESS", "STOPPED"]
    assert refused.status_history[-1].handler == INSURANCE


@pytest.mark.parametrize(
    ("said", "ending"),
    [
        pytest.param(WRONG, "NOT_ACCEPTED", id="before anything was accepted"),
        pytest.param(NO_HOUSEHOLD, "STOPPED", id="after the birth was registered"),
    ],
)
async def test_a_supplement_that_does_not_come_ends_it(
    commune: Commune, khoi: Example, said: dict[str, Any], ending: str
) -> None:
    returned = await commune.file(khoi(**said))
    await commune.advance(days=10)

    assert statuses(await commune.look_at(returned.name))[-2:] == ["SUPPLEMENT_REQUESTED", ending]


async def test_a_dossier_that_is_withdrawn_says_who_withdrew_it(commune: Commune, khoi: Example) -> None:
    withdrawn = await commune.withdraw(await commune.file(khoi(**WRONG)))

    assert statuses(withdrawn) == ["NEW", "SUPPLEMENT_REQUESTED", "WITHDRAWN"]
    assert withdrawn.status_history[-1].handler == PORTAL


async def test_an_abandoned_child_is_in_process_while_the_notice_hangs(commune: Commune, born: Born) -> None:
    waiting = await commune.send(born("Mai Hoài An", nksLoaiKhaiSinh="5"))

    assert statuses(waiting) == ["NEW", "ACCEPTED", "IN_PROCESS"]
    assert waiting.status_history[-1].note == "Niêm yết việc trẻ bị bỏ rơi trong 7 ngày"


async def test_a_dossier_is_polled_by_either_id(commune: Commune, khoi: Example) -> None:
    filed = await commune.file(khoi(maHoSoLT=LINKED, maHoSoMCDT=ONE_STOP))
    by_linked, by_one_stop = await poll(commune, LINKED, ONE_STOP)

    assert (by_linked.dossier_id, by_one_stop.dossier_id) == (LINKED, ONE_STOP)
    assert by_linked.dossier == by_one_stop.dossier == filed
    assert by_linked.dossier.state == DOSSIER_STATE_CARD_ISSUED


async def test_a_list_is_answered_id_by_id_in_its_order(commune: Commune, khoi: Example, example: Example) -> None:
    await commune.file(khoi(maHoSoLT="first"))
    await commune.file(example(1, maHoSoLT="second"))
    found = await poll(commune, "second", "nobody", "first", module="KS", province_code="01")

    assert [one.dossier_id for one in found] == ["second", "nobody", "first"]
    assert [one.error.reason for one in found] == ["DOSSIER_OF_ANOTHER_PROVINCE", "DOSSIER_NOT_FOUND", ""]
    assert found[0].error.metadata == {"dossier": "second", "province": "01"}
    assert found[2].dossier.linked_dossier_id == "first"


async def test_of_two_dossiers_with_one_id_the_later_is_told(commune: Commune, khoi: Example) -> None:
    await commune.withdraw(await commune.file(khoi(maHoSoLT=LINKED, **WRONG)))
    later = await commune.file(khoi(maHoSoLT=LINKED))

    assert (await poll(commune, LINKED))[0].dossier == later


async def test_a_module_that_there_is_not_is_refused(commune: Commune, refusal: Refusing) -> None:
    no = await refusal(poll(commune, LINKED, module="KT"))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.INVALID_ARGUMENT, "MODULE_NOT_FOUND", "module")


@pytest.mark.parametrize(
    "ids",
    [
        pytest.param([], id="none"),
        pytest.param([LINKED, LINKED], id="one twice"),
        pytest.param([""], id="an empty one"),
        pytest.param([f"G22-{number}" for number in range(201)], id="too many"),
    ],
)
async def test_a_list_has_from_one_to_200_ids(commune: Commune, refusal: Refusing, ids: list[str]) -> None:
    assert (await refusal(poll(commune, *ids))).reason == "INVALID_REQUEST"
