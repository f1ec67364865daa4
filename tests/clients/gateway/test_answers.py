"""What the gateway tells, as the client reads it: shapes that no door of ours fills yet, and those that are off."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from lienthong.gateway import CoPayment, GatewayError, GatewayUnavailable, SignInRefused, Treatment
from lienthong.gateway.answers import Told, card_check, co_payments, treatments
from lienthong.gateway.keys import key_from
from lienthong.gateway.sending import Reply
from lienthong.gateway.texts import HANOI, birth_text

NOON = datetime(2026, 8, 20, 12, tzinfo=UTC)


def test_treatments_are_read_with_moments_in_ha_noi() -> None:
    told = {
        "maKetQua": "000",
        "ghiChu": None,
        "dsLichSuKCB2025": [
            {
                "maHoSo": 12345,
                "maCSKCB": "01999",
                "ngayVao": "202601050730",
                "ngayRa": "202601091600",
                "tenBenh": "Viêm phổi",
                "tinhTrang": "1",
                "kqDieuTri": "2",
                "lyDoVV": "1",
            }
        ],
    }

    assert treatments(Told(told)).treatments == (
        Treatment(
            number="12345",
            facility="01999",
            admitted=datetime(2026, 1, 5, 7, 30, tzinfo=HANOI),
            discharged=datetime(2026, 1, 9, 16, 0, tzinfo=HANOI),
            diagnosis="Viêm phổi",
            discharge_kind="1",
            result="2",
            visit_reason="1",
        ),
    )


def test_co_payments_are_read_in_dong() -> None:
    row = {"maCskcb": "01999", "ngayVao": "05/01/2026", "ngayRa": "", "tBNCCTMCCT": 120000.5, "tBNCCTLuyKe": 3600000}
    told = {"MaKetQua": "200", "GhiChu": "", "DataCCT": [row], "ThongTinSoThe": {"hoTen": "Nguyễn Thị Lan"}}

    read = co_payments(Told(told))
    assert read.full_name == "Nguyễn Thị Lan"
    assert read.rows == (
        CoPayment(
            facility="01999",
            admitted=date(2026, 1, 5),
            discharged=None,
            paid=Decimal("120000.5"),
            paid_this_year=Decimal(3600000),
        ),
    )


def test_what_is_off_is_empty() -> None:
    told = {"MAKETQUA": 10, "maThe": "GD4", "gtTheTu": "2026-01-05", "dsLichSuKT2018": ["x", {"thoiGianKT": "soon"}]}

    check = card_check(Told(told))
    assert check.code == "10"
    assert check.card is not None
    assert (check.card.valid_from, check.card.full_name) == (None, "")
    assert [earlier.time for earlier in check.earlier_checks] == [None]
    [paid] = co_payments(Told({"DataCCT": [{"tBNCCTMCCT": "nhiều"}]})).rows
    assert (paid.paid, paid.paid_this_year) == (0, 0)


@pytest.mark.parametrize(
    ("born", "text"),
    [
        pytest.param(date(1993, 5, 17), "17/05/1993", id="a day"),
        pytest.param(date(993, 5, 17), "17/05/0993", id="a day of long ago"),
        pytest.param("05/1993", "05/1993", id="a month"),
    ],
)
def test_a_birth_date_is_written_as_the_gateway_reads_it(born: date | str, text: str) -> None:
    assert birth_text(born) == text


KEY: dict[str, Any] = {"access_token": "bm9ib2R5", "id_token": "00000000-0000-4000-8000-000000000000"}


@pytest.mark.parametrize(
    ("expires_in", "good_until"),
    [
        pytest.param("2026-08-20T12:10:00.1047187Z", timedelta(minutes=9, seconds=30), id="as the gateway writes it"),
        pytest.param("2026-08-20T12:10:00.1047187", timedelta(minutes=9, seconds=30), id="without a zone"),
        pytest.param("2026-08-20T11:50:00.0000000Z", None, id="past already"),
        pytest.param("1500", None, id="seconds"),
        pytest.param("soon", None, id="no moment"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_a_key_is_good_until_shortly_before_its_end_where_that_is_told(
    expires_in: str | None, good_until: timedelta | None
) -> None:
    told = Told({"maKetQua": "200", "APIKey": {**KEY, "expires_in": expires_in}})
    key = key_from(Reply(status=200, told=told), NOON)

    assert key.access_token == "bm9ib2R5"
    assert (key.good_until and key.good_until.replace(microsecond=0)) == (good_until and NOON + good_until)


@pytest.mark.parametrize(
    ("status", "told", "kind", "code"),
    [
        pytest.param(200, {"maKetQua": "401", "APIKey": None}, SignInRefused, "401", id="no, in the body"),
        pytest.param(403, None, SignInRefused, "403", id="no, by the status alone"),
        pytest.param(200, {"maKetQua": "200", "APIKey": None}, GatewayUnavailable, "200", id="yes, without a key"),
        pytest.param(200, {"maKetQua": "500"}, GatewayUnavailable, "500", id="at a loss"),
        pytest.param(404, {"reason": "WORLD_NOT_FOUND"}, GatewayUnavailable, "404", id="somebody else"),
    ],
)
def test_a_sign_in_without_a_key_is_told(
    status: int, told: dict[str, Any] | None, kind: type[GatewayError], code: str
) -> None:
    with pytest.raises(kind) as no:
        key_from(Reply(status=status, told=Told(told) if told else None), NOON)

    assert no.value.code == code


def test_who_speaks_grpc_alone_needs_no_httpx() -> None:
    program = "import sys, lienthong; print('httpx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
