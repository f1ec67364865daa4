"""Who looks, and whose card is looked up."""

from __future__ import annotations

from datetime import date

from lienthong.gateway import Officer

RECEPTION = Officer("Nguyễn Thị Tiếp Đón", "901190999901")
NGOC = ("TE1010119000101", "Trần Bảo Ngọc", date(2019, 8, 12))
TAKE, LOOK_UP = "/api/token/take", "/api/egw/KQNhanLichSuKCB2024"
