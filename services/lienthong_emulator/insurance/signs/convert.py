"""Between the domain and the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lienthong.insurance.v1 import violation_sign_service_pb2 as pb
from lienthong_emulator.insurance.collection.convert import month_to_proto

if TYPE_CHECKING:
    from lienthong_emulator.insurance.names import Names
    from lienthong_emulator.insurance.signs.domain import Rule, Sign


def rule_to_proto(rule: Rule) -> pb.ViolationRule:
    return pb.ViolationRule(
        code=rule.code,
        severity=cast("pb.SignSeverity.ValueType", rule.severity.value),
        english=rule.english,
        vietnamese=rule.vietnamese,
        legal_source=rule.source,
    )


def sign_to_proto(sign: Sign, names: Names) -> pb.ViolationSign:
    unit, shown = sign.facts.books.unit, sign.shown
    return pb.ViolationSign(
        rule=rule_to_proto(sign.rule),
        unit_code=unit.unit_code,
        display_name=unit.full_name,
        tax_code=unit.tax_code,
        first_month=month_to_proto(shown.first_month),
        last_month=month_to_proto(shown.last_month),
        amount=shown.amount,
        participants=map(names.participant, shown.participant_keys),
    )
