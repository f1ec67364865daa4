"""The body of a request as named fields, whether it came as JSON or as a form; keys in any case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from starlette.requests import Request

LARGEST_BODY: Final = 64 << 10
MOST_FIELDS: Final = 100
CHARSETS: Final = {"utf-8", "utf8", "us-ascii", "iso-8859-1", "windows-1252", "windows-1258"}


class UnreadableBody(Exception):
    """What came cannot be read; its text says why, in the language of those who send it."""


class BodyTooLarge(UnreadableBody):
    """More came than a door holds."""

    def __init__(self, largest: int) -> None:
        super().__init__(f"Nội dung vượt quá {largest} byte.")


@dataclass(frozen=True, slots=True)
class Fields:
    """Values by lower-case name. Those of a form are text, those of JSON what they are."""

    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    is_form: bool = False

    def value(self, name: str) -> Any:
        """As it came, None where it did not."""
        return self.values.get(name.lower())

    def text(self, name: str) -> str:
        """As text without blanks around it; empty where there is none. Raises `UnreadableBody` for what is no text."""
        value = self.value(name)
        if value is None:
            return ""
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise UnreadableBody(f"{name} không phải là chuỗi ký tự.")
        return str(value).strip()


async def fields_of(request: Request, largest: int = LARGEST_BODY) -> Fields:
    """The fields of a body. Raises `UnreadableBody`; a body that is empty has none."""
    return _fields(await whole_body(request, largest), request.headers.get("content-type", ""))


async def fields_of_json(request: Request) -> Fields:
    """The fields of a body that is JSON whatever it is said to be: `curl -d` says that everything is a form."""
    return _fields(await whole_body(request, LARGEST_BODY), "application/json")


def _fields(body: bytes, content_type: str) -> Fields:
    if not body.strip():
        return Fields()
    kind, charset = _media(content_type)
    if charset not in CHARSETS:
        raise UnreadableBody(f"Không hỗ trợ bảng mã {charset}.")
    try:
        if kind.endswith("json") or (not kind and body.lstrip().startswith(b"{")):
            return Fields(_from_json(body.decode("utf-8-sig" if charset in ("utf-8", "utf8") else charset)))
        if kind in ("application/x-www-form-urlencoded", ""):
            return Fields(_from_form(body, charset), is_form=True)
    except UnicodeError as error:
        raise UnreadableBody(f"Nội dung không đúng bảng mã {charset}.") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableBody("Nội dung không đúng định dạng.") from error
    raise UnreadableBody(f"Không hỗ trợ định dạng {kind}.")


async def whole_body(request: Request, largest: int) -> bytes:
    """All of a body. Raises `UnreadableBody` as soon as it is more than the largest."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise BodyTooLarge(largest)
    return bytes(body)


@lru_cache(maxsize=256)  # clients have few ways to say it, and reading one takes as long as reading the body
def _media(header: str) -> tuple[str, str]:
    """Kind of content, and its charset."""
    if not header:
        return "", "utf-8"
    parsed = Message()
    parsed["content-type"] = header
    return parsed.get_content_type(), str(parsed.get_param("charset", "utf-8")).lower()


def json_of(text: str) -> Any:
    """What a text says. Raises `ValueError` or `RecursionError`."""
    found = json.loads(text)
    if "\\u" in text:
        json.dumps(found, ensure_ascii=False).encode()  # halves of surrogate pairs pass JSON, and nothing after it
    return found


def _from_json(text: str) -> Mapping[str, Any]:
    found = json_of(text)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return {name.lower(): value for name, value in cast("dict[str, Any]", found).items()}


def _from_form(body: bytes, charset: str) -> Mapping[str, str]:
    """Letters stand escaped, or as they are: who puts a form together by hand escapes none."""
    pairs = [pair.partition(b"=") for pair in body.split(b"&") if pair]
    if len(pairs) > MOST_FIELDS:
        raise ValueError("too many fields")
    return {_plain(name, charset).lower(): _plain(value, charset) for name, _, value in pairs}


def _plain(text: bytes, charset: str) -> str:
    return unquote_to_bytes(text.replace(b"+", b" ")).decode(charset)
