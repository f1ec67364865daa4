"""A hospital's system at the card gateway, as its developers write it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import httpx

USERNAME, PASSWORD = "01999_BV", "lienthong-01999"
OFFICER = {"hoTenCb": "Nguyễn Thị Tiếp Đón", "cccdCb": "901190999901"}
NGOC = {"maThe": "TE1010119000101", "hoTen": "Trần Bảo Ngọc", "ngaySinh": "12/08/2019"}
LAST = "/api/egw/KQNhanLichSuKCB2024"
EARLIER = "/api/egw/KQNhanLichSuKCB2018"


def md5(password: str) -> str:
    return hashlib.md5(password.encode()).hexdigest()


@dataclass
class Hospital:
    """Signs in when it must, and shows its token in the query (style A) unless told otherwise."""

    client: httpx.AsyncClient
    username: str = USERNAME
    password: str = PASSWORD
    key: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def shown(self) -> dict[str, str]:
        """As style A shows it."""
        return {
            "token": self.key["access_token"],
            "id_token": self.key["id_token"],
            "username": self.username,
            "password": md5(self.password),
        }

    async def take(self) -> httpx.Response:
        answer = await self.client.post(
            "/api/token/take", data={"username": self.username, "password": md5(self.password)}
        )
        self.key = answer.json()["APIKey"] or {}
        return answer

    async def signed_in(self) -> Hospital:
        assert (await self.take()).json()["maKetQua"] == "200"
        return self

    async def post(self, path: str, **given: Any) -> httpx.Response:
        return await self.client.post(path, params=self.shown, **given)

    async def look_up(self, path: str = LAST, **fields: Any) -> dict[str, Any]:
        """Of Ngọc's card by the officer of the day, unless told otherwise; what is None is left out."""
        given = {**NGOC, **(OFFICER if path == LAST else {}), **fields}
        answer = await self.post(path, json={name: value for name, value in given.items() if value is not None})
        assert answer.status_code == 200
        return answer.json()

    async def switch(self, **switches: Any) -> None:
        """What a tester has the gateway do in this world."""
        answer = await self.client.patch("/lienthong/gateway", json=switches)
        assert answer.status_code == 200, answer.text
