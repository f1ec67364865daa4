"""Ids that are the same on every machine: drawn from (seed, agency, kind, key), never from chance."""

import uuid
from hashlib import blake2b


def opaque_id(seed: int, agency: str, kind: str, key: object) -> str:
    """Twenty hexadecimal digits that tell nothing."""
    return _digest(seed, agency, kind, key, 10).hex()


def derived_uuid(seed: int, agency: str, kind: str, key: object) -> str:
    """A UUID for a request or a message that may have to be repeated after a crash."""
    return str(uuid.UUID(bytes=_digest(seed, agency, kind, key, 16), version=5))


def _digest(seed: int, agency: str, kind: str, key: object, size: int) -> bytes:
    return blake2b(f"{seed}/{agency}/{kind}/{key}".encode(), digest_size=size).digest()
