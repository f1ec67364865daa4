"""Messages as JSON, in the form that protocol buffers give it: one line, Vietnamese letters as they are."""

from __future__ import annotations

import re
from typing import Any

from connectrpc.code import Code
from connectrpc.codec import Codec
from connectrpc.compat import google_protobuf_binary_codec
from connectrpc.errors import ConnectError
from google.protobuf.json_format import MessageToJson, Parse, ParseError
from google.protobuf.message import DecodeError, Message

from lienthong_emulator.edge.rpc_errors import connect_error
from lienthong_emulator.runtime.handlers import MalformedRequest
from lienthong_emulator.runtime.refusals import status_of

NO_FIELD = re.compile(r'has no field named "(?P<field>[^"]*)" at "[^".]*\.?(?P<within>[^"]*)"')
FAULTY_FIELD = re.compile(r"Failed to parse (\w+) field")
MOST_OF_A_PROBLEM = 300


class MalformedJson(MalformedRequest):
    """What was sent is no JSON, or not that of the request."""

    english = "The request is not the JSON of a {expected}: {problem}."
    vietnamese = "Yêu cầu không phải là JSON của {expected}: {problem}."


class JsonCodec(Codec[Message, Any]):
    """JSON, in which a field that the contract does not know is refused: it would be a misspelt one."""

    def name(self) -> str:
        return "json"

    def encode(self, message: Message) -> bytes:
        try:
            return MessageToJson(message, indent=None, ensure_ascii=False).encode()
        except TypeError as error:  # a message within holds one of a kind that is not in the contract
            raise ConnectError(Code.UNIMPLEMENTED, f"The answer has no JSON: {error} Ask in another form.") from error

    def decode(self, data: bytes | bytearray, message_class: type[Any]) -> Any:
        try:
            if not data.lstrip().startswith(b"{"):  # of a list or a text the library would make an empty message
                raise ParseError("it is no JSON object")
            return Parse(bytes(data), message_class())
        except (ParseError, UnicodeDecodeError) as error:
            raise connect_error(status_of(_malformed(message_class, str(error)))) from error


class BinaryCodec(Codec[Message, Any]):
    """The binary form, with our reason where bytes are no such message."""

    def __init__(self) -> None:
        self._codec: Codec[Message, Any] = google_protobuf_binary_codec()

    def name(self) -> str:
        return self._codec.name()

    def encode(self, message: Message) -> bytes:
        return self._codec.encode(message)

    def decode(self, data: bytes | bytearray, message_class: type[Any]) -> Any:
        try:
            return self._codec.decode(bytes(data), message_class)
        except DecodeError as error:
            no = MalformedRequest(expected=message_class.DESCRIPTOR.full_name)
            raise connect_error(status_of(no)) from error


def _malformed(kind: type[Any], problem: str) -> MalformedJson:
    first = problem.partition("\n")[0].rstrip(" .")[:MOST_OF_A_PROBLEM]
    return MalformedJson(field=_field_in(problem), expected=kind.DESCRIPTOR.full_name, problem=first)


def _field_in(problem: str) -> str:
    """The path of the field at fault, as other refusals name it; empty where the text as a whole is no JSON."""
    if found := NO_FIELD.search(problem):
        path = [*filter(None, found["within"].split(".")), found["field"]]
    else:
        path = FAULTY_FIELD.findall(problem)
    return ".".join(re.sub("([A-Z])", r"_\1", name).lower() for name in path)
