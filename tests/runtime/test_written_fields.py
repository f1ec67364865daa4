"""Messages that are put together from what was written before."""

import pytest
from google.protobuf.wrappers_pb2 import BytesValue

from lienthong.exchange.v1.message_pb2 import LogEntry, Message
from lienthong_emulator.runtime.written_fields import field


@pytest.mark.parametrize("size", [0, 1, 127, 128, 16_383, 16_384, 1 << 21])
def test_a_field_is_written_as_protobuf_writes_it(size: int) -> None:
    value = b"x" * size

    assert BytesValue.FromString(field(1, value)) == BytesValue(value=value)


def test_a_message_is_its_fields_one_after_the_other() -> None:
    message = Message(subject="birthDossiers/lan", kind="justice.event")
    place = LogEntry.MESSAGE_FIELD_NUMBER

    written = LogEntry(sequence=7).SerializeToString() + field(place, message.SerializeToString())

    assert LogEntry.FromString(written) == LogEntry(sequence=7, message=message)
