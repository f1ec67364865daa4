"""A province's system at the national platform, as its developers write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

QUANG_BINH = ("provinces-44", "lienthong-provinces-44")


@dataclass
class Province:
    """Takes a token with its client credentials, and shows it with every question."""

    client: httpx.AsyncClient
    credentials: tuple[str, str] = QUANG_BINH
    token: str = ""
    taken: dict[str, Any] = field(default_factory=dict[str, Any])

    async def take(self, **form: str) -> httpx.Response:
        return await self.client.post(
            "/token", auth=self.credentials, data={"grant_type": "client_credentials", **form}
        )

    async def signed_in(self, **form: str) -> Province:
        answer = await self.take(**form)
        assert answer.status_code == 200, answer.text
        self.taken = answer.json()
        self.token = self.taken["access_token"]
        return self

    async def post(self, path: str, headers: Mapping[str, str] | None = None, **given: Any) -> httpx.Response:
        shown = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return await self.client.post(path, headers=shown, **given)

    async def ask(self, service: str, **fields: Any) -> dict[str, Any]:
        """Fields that are None are left out."""
        body = {name: value for name, value in fields.items() if value is not None}
        answer = await self.post(f"/apiBHXH/{service}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()
