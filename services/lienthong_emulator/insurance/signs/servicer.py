"""The signs' side of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.insurance.v1 import violation_sign_service_pb2 as pb
from lienthong_emulator.access.rights import refuse_unless_keeper
from lienthong_emulator.insurance.signs.convert import rule_to_proto
from lienthong_emulator.insurance.signs.errors import ViolationRuleNotFound
from lienthong_emulator.insurance.signs.pages import sign_page
from lienthong_emulator.insurance.signs.rules import rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.insurance.signs.domain import Rule
    from lienthong_emulator.runtime.calls import Call


class ViolationSignServicer:
    async def ListViolationRules(
        self, _request: pb.ListViolationRulesRequest, call: Call
    ) -> pb.ListViolationRulesResponse:
        refuse_unless_keeper(call)
        return pb.ListViolationRulesResponse(rules=map(rule_to_proto, rules()))

    async def ListViolationSigns(
        self, request: pb.ListViolationSignsRequest, call: Call
    ) -> pb.ListViolationSignsResponse:
        refuse_unless_keeper(call)
        return await sign_page(call, request, _wanted(request))


def _wanted(request: pb.ListViolationSignsRequest) -> Sequence[Rule]:
    """Raises `ViolationRuleNotFound`."""
    if request.rule_code and request.rule_code not in {rule.code for rule in rules()}:
        raise ViolationRuleNotFound(field="rule_code", rule=request.rule_code)
    return [
        rule for rule in rules() if request.rule_code in ("", rule.code) and rule.severity >= request.least_severity
    ]
