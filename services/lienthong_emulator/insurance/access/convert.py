"""Between the domain and the wire."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, cast

from lienthong.insurance.v1 import access_service_pb2
from lienthong_emulator.access.rules import Group, Rule
from lienthong_emulator.insurance.access.errors import UnknownGroup
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.wire import date_to_proto

if TYPE_CHECKING:
    from google.protobuf.field_mask_pb2 import FieldMask

    from lienthong.type.v1.information_group_pb2 import InformationGroup
    from lienthong.type.v1.verification_pb2 import VerificationTier
    from lienthong_emulator.insurance.access.domain import Consent
    from lienthong_emulator.insurance.names import Names

GROUPS = list(Group)
FIELDS = {group.name.lower(): group for group in Group}
"""By the group's field in `Participant`."""


def groups_to_proto(groups: Iterable[Group]) -> Sequence[InformationGroup.ValueType]:
    """In the order of the decree."""
    return cast("Sequence[InformationGroup.ValueType]", sorted(group.number for group in groups))


def groups_from_proto(numbers: Iterable[int]) -> frozenset[Group]:
    return frozenset(GROUPS[number - 1] for number in numbers)


def asked_groups(mask: FieldMask) -> Collection[Group]:
    """The groups that a read mask names by their field in `Participant`, all for an empty one."""
    for path in mask.paths:
        if path not in FIELDS:
            raise UnknownGroup(field="read_mask", path=path)
    return [FIELDS[path] for path in mask.paths] or GROUPS


def consent_to_proto(consent: Consent, names: Names) -> access_service_pb2.Consent:
    return access_service_pb2.Consent(
        name=f"consents/{consent.consent_number}",
        participant=names.participant(consent.participant_key),
        grantee=consent.grantee,
        information_groups=groups_to_proto(consent.groups),
        purpose=consent.purpose,
        valid_from=date_to_proto(consent.valid_from),
        valid_to=date_to_proto(consent.valid_to) if consent.valid_to else None,
        create_time=instant(consent.create_time),
        withdraw_time=instant(consent.withdraw_time) if consent.withdraw_time else None,
    )


def rule_to_proto(rule: Rule) -> access_service_pb2.AccessRule:
    return access_service_pb2.AccessRule(
        user_kind=rule.user_kind,
        callers=rule.callers,
        purpose=rule.purpose,
        seen_groups=groups_to_proto(rule.seen),
        asked_groups=groups_to_proto(rule.asked),
        tier=cast("VerificationTier.ValueType", rule.tier.value),
        legal_source=f"Decree 43/2021, Article 10, clause {rule.clause}",
    )
