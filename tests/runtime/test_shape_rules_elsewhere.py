"""Compiled rules trust nothing in vain under rules, either, that the contract does not have yet."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor_pb2 import FieldDescriptorProto as Field
from google.protobuf.text_format import Parse

from buf.validate import validate_pb2
from lienthong_emulator.runtime.shape_rules import keeps_rules
from lienthong_emulator.runtime.validation import validator

TEXT, BYTES, WHOLE, REAL = Field.TYPE_STRING, Field.TYPE_BYTES, Field.TYPE_INT32, Field.TYPE_DOUBLE
IF_ZERO = "ignore: IGNORE_IF_ZERO_VALUE"


def kind_with(rules: str, shape: str, kind: Field.Type.ValueType) -> Any:
    """A kind of message with one field, `it`, under these rules."""
    package = f"elsewhere_{abs(hash((rules, shape, kind)))}"
    file = descriptor_pb2.FileDescriptorProto(name=f"{package}.proto", package=package, syntax="proto3")
    file.dependency.append("buf/validate/validate.proto")
    message = file.message_type.add(name="Message")
    field = message.field.add(name="it", number=1, type=kind, label=Field.LABEL_OPTIONAL)
    if shape == "list":
        field.label = Field.LABEL_REPEATED
    if shape == "optional":
        field.proto3_optional, field.oneof_index = True, 0
        message.oneof_decl.add(name="_it")
    if shape == "map":
        entry = message.nested_type.add(name="ItEntry")
        entry.options.map_entry = True
        entry.field.add(name="key", number=1, type=TEXT, label=Field.LABEL_OPTIONAL)
        entry.field.add(name="value", number=2, type=kind, label=Field.LABEL_OPTIONAL)
        field.type, field.label = Field.TYPE_MESSAGE, Field.LABEL_REPEATED
        field.type_name = f".{package}.Message.ItEntry"
    Parse(rules, field.options.Extensions[validate_pb2.field])
    pool = descriptor_pool.Default()
    pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{package}.Message"))


@pytest.mark.parametrize(
    ("rules", "shape", "kind", "fields"),
    [
        pytest.param("required: true", "list", TEXT, {}, id="an empty list that is required"),
        pytest.param("required: true", "map", TEXT, {}, id="an empty map that is required"),
        pytest.param("map { min_pairs: 1 }", "map", TEXT, {}, id="a map with too little in it"),
        pytest.param("map { keys { string { min_len: 2 } } }", "map", TEXT, {"it": {"a": ""}}, id="a key too short"),
        pytest.param(
            "cel { id: 'some' message: 'some' expression: 'size(this) > 0' }", "map", TEXT, {}, id="an expression"
        ),
        pytest.param(f"int32 {{ gte: 1 }} {IF_ZERO}", "optional", WHOLE, {"it": 0}, id="a zero that was sent"),
        pytest.param(f"double {{ gt: 1 }} {IF_ZERO}", "plain", REAL, {"it": -0.0}, id="a zero below zero"),
        pytest.param("string { pattern: '^a{,3}$' }", "plain", TEXT, {"it": "aaa"}, id="a pattern read otherwise"),
        pytest.param("bytes { pattern: '^[a-z]+$' }", "plain", BYTES, {"it": b"7"}, id="a pattern for bytes"),
    ],
)
def test_what_breaks_a_rule_is_doubted(
    rules: str, shape: str, kind: Field.Type.ValueType, fields: dict[str, Any]
) -> None:
    message = kind_with(rules, shape, kind)(**fields)

    assert validator().collect_violations(message)
    assert not keeps_rules(message)
