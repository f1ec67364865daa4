"""What a caller may see and ask."""

import pytest

from lienthong.type.v1.information_group_pb2 import InformationGroup
from lienthong_emulator.access.errors import PurposeNotPermitted
from lienthong_emulator.access.rules import Group, Tier, rule_for, rules
from lienthong_emulator.runtime.context import Context

EVERYTHING = frozenset(Group)


def test_insurance_sees_all_nine_groups() -> None:
    assert rule_for(Context(caller="agencies/insurance")).seen == EVERYTHING


def test_every_kind_of_user_of_the_decree_has_a_rule() -> None:
    assert {rule.user_kind for rule in rules()} == set(range(1, 9))


@pytest.mark.parametrize(
    ("caller", "kind", "tier"),
    [
        ("agencies/health", 3, Tier.FIELD_LEVEL),
        ("agencies/tax", 7, Tier.FIELD_LEVEL),
        ("agencies/transport", 7, Tier.FIELD_LEVEL),
        ("communes/00166", 7, Tier.FIELD_LEVEL),
        ("facilities/01001", 8, Tier.OVERALL_ONLY),
        ("banks/970436", 8, Tier.OVERALL_ONLY),
        ("participants/0a1b", 8, Tier.OVERALL_ONLY),
        ("anonymous", 8, Tier.OVERALL_ONLY),
    ],
)
def test_a_caller_is_of_a_kind(caller: str, kind: int, tier: Tier) -> None:
    rule = rule_for(Context(caller=caller))

    assert (rule.user_kind, rule.tier) == (kind, tier)


def test_whoever_is_no_state_body_sees_nothing_of_others() -> None:
    assert all(not rule.seen for rule in rules() if rule.user_kind == 8)


def test_a_purpose_narrows_what_is_seen() -> None:
    usual = rule_for(Context(caller="agencies/labour"))
    welfare = rule_for(Context(caller="agencies/labour", purpose="social-security"))

    assert Group.EMPLOYER in usual.seen - welfare.seen


def test_a_purpose_that_the_caller_has_not_is_refused_and_those_it_has_are_named() -> None:
    with pytest.raises(PurposeNotPermitted) as no:
        rule_for(Context(caller="agencies/tax", purpose="security-and-defence"))

    assert no.value.facts["purposes"] == "tax-management"


def test_groups_are_numbered_as_in_the_contract() -> None:
    assert {f"INFORMATION_GROUP_{group.name}": group.number for group in Group} == {
        name: number for name, number in InformationGroup.items() if number
    }
