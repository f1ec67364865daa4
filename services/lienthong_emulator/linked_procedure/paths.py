"""A field of a message, found by its path."""

from google.protobuf.message import Message

from lienthong_emulator.linked_procedure.values import Value


def put(message: Message, path: str, value: Value) -> None:
    """Set a field; the messages around it come into being."""
    *around, name = path.split(".")
    for part in around:
        message = getattr(message, part)
    if isinstance(value, Message):
        getattr(message, name).CopyFrom(value)
    else:
        setattr(message, name, value)


def held(message: Message, path: str) -> Value | None:
    """The value of a field, None where it or a message around it is absent."""
    *around, name = path.split(".")
    for part in around:
        if not message.HasField(part):
            return None
        message = getattr(message, part)
    value: Value = getattr(message, name)
    return None if isinstance(value, Message) and not message.HasField(name) else value
