"""A field that breaks its shape rule is named, with a sentence that says what is expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import Message

from lienthong.contract import import_messages
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest
from lienthong.population.v1.citizen_service_pb2 import IssuePersonalNumberRequest, VerifyCitizenRequest
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong_emulator.runtime.expected_forms import expected_form
from lienthong_emulator.runtime.validation import InvalidRequest, check, is_validator_loaded, validator

PROTO = Path(__file__).parents[2] / "proto" / "lienthong"


def test_a_number_that_is_none_is_refused_in_words_and_not_in_a_pattern() -> None:
    with pytest.raises(InvalidRequest) as no:
        check(GetCardRequest(card_number="999"))

    assert no.value.message == (
        "The request is not well formed: card_number: must be a card number of 15 characters, such as DN4010115000017, "
        "or a social-insurance number of 10 digits"
    )
    assert no.value.message_vi == (
        "Yêu cầu không đúng định dạng: card_number: phải là số thẻ gồm 15 ký tự, ví dụ DN4010115000017, hoặc mã số bảo "
        "hiểm xã hội gồm 10 chữ số"
    )


def test_a_field_that_may_be_empty_says_so() -> None:
    with pytest.raises(InvalidRequest) as no:
        check(IssuePersonalNumberRequest(ethnic_group="one"))

    found = {violation.field: violation for violation in no.value.violations()}["ethnic_group"]
    assert (found.message, found.message_vi) == ("must be 2 digits or empty", "phải gồm 2 chữ số hoặc để trống")


def test_every_pattern_of_the_contract_has_its_words() -> None:
    text = "".join(path.read_text("utf-8") for path in PROTO.rglob("*.proto"))
    patterns = {found.replace("\\\\", "\\") for found in re.findall(r'pattern(?: =|:) "([^"]+)"', text)}

    assert len(patterns) > 20
    for pattern in patterns:
        assert all(expected_form(pattern))


def _kinds_of_requests() -> list[type[Message]]:
    import_messages()
    pool = descriptor_pool.Default()
    files = [
        pool.FindFileByName(str(path.relative_to(PROTO.parent))) for path in sorted(PROTO.rglob("*_service.proto"))
    ]
    methods = [method for file in files for service in file.services_by_name.values() for method in service.methods]
    return [message_factory.GetMessageClass(method.input_type) for method in methods]


def test_no_request_is_let_through_that_the_validator_refuses() -> None:
    """Messages without rules do not come before it; an empty message breaks most rules that there are."""
    refused = [kind() for kind in _kinds_of_requests() if validator().collect_violations(kind())]

    assert len(refused) > 20
    for request in refused:
        with pytest.raises(InvalidRequest):
            check(request)


def test_a_request_without_rules_is_not_looked_at() -> None:
    validator.cache_clear()

    check(VerifyCitizenRequest(claim=PersonClaim(full_name="A" * 10_000)))

    assert not is_validator_loaded()
