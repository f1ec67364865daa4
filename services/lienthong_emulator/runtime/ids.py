"""Ids that are the same on every machine: drawn from (seed, agency, kind, key), never from chance."""

from hashlib import blake2b


def opaque_id(seed: int, agency: str, kind: str, key: object) -> str:
    """Twenty hexadecimal digits that tell nothing."""
    return _digest(seed, agency, kind, key, 10).hex()


def derived_uuid(seed: int, agency: str, kind: str, key: object) -> str:
    """A UUID for a request or a message that may have to be repeated after a crash."""
    digits = bytearray(_digest(seed, agency, kind, key, 16))
    digits[6] = digits[6] & 0x0F | 0x50  # RFC 9562: version 5, a name's hash
    digits[8] = digits[8] & 0x3F | 0x80
    text = digits.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _digest(seed: int, agency: str, kind: str, key: object, size: int) -> bytes:
    return blake2b(f"{seed}/{agency}/{kind}/{key}".encode(), digest_size=size).digest()
