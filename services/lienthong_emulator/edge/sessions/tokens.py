"""Tokens of the card gateway: what is in them, how long they live, and who may show them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

LIFE: Final = timedelta(minutes=10)
MOST_SESSIONS: Final = 100_000
"""Our choice: of all worlds together; the oldest gives way."""
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


class Sessions:
    """Every session, by world and token. An account may have several: a new token does not end the one before."""

    def __init__(self) -> None:
        self._sessions: dict[tuple[str, str], Session] = {}
        self._taken = 0

    def __len__(self) -> int:
        return len(self._sessions)

    def add(
        self,
        *,
        world: str,
        username: str,
        password_md5: str,
        facility_code: str,
        address: str,
        now: datetime,
        on_world_clock: bool,
    ) -> Session:
        """Begin a session."""
        self._taken += 1
        id_token = _id_token(world, username, self._taken, now)
        session = Session(
            world=world,
            access_token=_access_token(username, address, id_token, now),
            id_token=id_token,
            username=username,
            password_md5=password_md5.lower(),
            facility_code=facility_code,
            address=address,
            issue_time=now,
            on_world_clock=on_world_clock,
        )
        self._make_room(now)
        self._sessions[world, session.access_token] = session
        return session

    def find(self, world: str, access_token: str) -> Session | None:
        return self._sessions.get((world, access_token))

    def end(self, session: Session) -> None:
        self._sessions.pop((session.world, session.access_token), None)

    def _make_room(self, now: datetime) -> None:
        """Sessions stand in the order in which they began; those on a world's clock end when they are shown again."""
        while self._sessions:
            oldest = next(iter(self._sessions.values()))
            is_over = not oldest.on_world_clock and oldest.expire_time <= now
            if not is_over and len(self._sessions) < MOST_SESSIONS:
                return
            self.end(oldest)


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


def _id_token(world: str, username: str, place: int, now: datetime) -> str:
    digest = hashlib.blake2b(f"{world}/{username}/{place}/{now.isoformat()}".encode(), digest_size=16).digest()
    return str(uuid.UUID(bytes=digest, version=4))
