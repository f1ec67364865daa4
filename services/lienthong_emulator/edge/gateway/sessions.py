"""Tokens of the card gateway: what is in them, how long they live, and who may show them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from lienthong_emulator.edge.tokens.store import TokenStore

if TYPE_CHECKING:
    from lienthong_emulator.edge.tokens.clock import IssueMoment

LIFE: Final = timedelta(minutes=10)
_FILETIME_STARTS: Final = datetime(1601, 1, 1, tzinfo=UTC)
_TICKS_IN_MICROSECOND: Final = 10
_KEY: Final = b"lienthong"
"""Nothing is secret here: it makes tokens that look like the gateway's, and are the same on every machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a client shows; what it does not show is empty."""

    access_token: str = ""
    id_token: str = ""
    username: str = ""
    password_md5: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A token and who took it. `issue_time` is on the world's clock where `on_world_clock`, else on the wall's."""

    world: str
    access_token: str
    id_token: str
    username: str
    password_md5: str
    facility_code: str
    address: str
    issue_time: datetime
    on_world_clock: bool
    officers: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Those who were found to be registered, by number and name: nobody is struck off within ten minutes."""

    @property
    def caller(self) -> str:
        """The name by which agencies know the facility."""
        return f"facilities/{self.facility_code}"

    @property
    def expire_time(self) -> datetime:
        return self.issue_time + LIFE

    def fits(self, shown: Credentials, address: str) -> bool:
        """Whether this is the account's own token, shown from where it was taken. Some clients show the token alone."""
        return (
            address == self.address
            and shown.id_token in ("", self.id_token)
            and shown.username.lower() in ("", self.username.lower())
            and shown.password_md5.lower() in ("", self.password_md5)
        )


class Sessions(TokenStore[Session]):
    """Every session."""

    def add(
        self,
        *,
        world: str,
        username: str,
        password_md5: str,
        facility_code: str,
        address: str,
        moment: IssueMoment,
    ) -> Session:
        """Begin a session."""
        id_token = self._new_guid(world, username, moment.time)
        session = Session(
            world=world,
            access_token=_access_token(username, address, id_token, moment.time),
            id_token=id_token,
            username=username,
            password_md5=password_md5.lower(),
            facility_code=facility_code,
            address=address,
            issue_time=moment.time,
            on_world_clock=moment.on_world_clock,
        )
        self._keep(session)
        return session


def expiry_text(moment: datetime) -> str:
    """ISO 8601 in UTC with seven digits of a second: some clients cut at the last full stop."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond * _TICKS_IN_MICROSECOND:07}Z"


def _access_token(username: str, address: str, id_token: str, now: datetime) -> str:
    """Base64 of a signature, the account and the time in ticks. Of plain text it has neither `+` nor `/`."""
    ticks = (now - _FILETIME_STARTS) // timedelta(microseconds=1) * _TICKS_IN_MICROSECOND
    signed = f"{username}:{address}:{id_token}:{ticks}".encode()
    signature = base64.b64encode(hmac.digest(_KEY, signed, hashlib.sha256)).decode()
    return base64.b64encode(f"{signature}:{username}:{ticks}".encode()).decode()
