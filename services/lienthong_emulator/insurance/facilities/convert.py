"""Between the domain and the wire."""

from collections.abc import Sequence

from lienthong.insurance.v1 import facility_service_pb2 as pb
from lienthong_emulator.insurance.facilities.domain import Account, Officer, account_of
from lienthong_emulator.reference.facilities import Facility


def facility_to_proto(
    facility: Facility, account: Account | None = None, officers: Sequence[Officer] = ()
) -> pb.Facility:
    return pb.Facility(
        name=f"facilities/{facility.code}",
        code=facility.code,
        display_name=facility.name,
        province_code=facility.province_code,
        account=_account_to_proto(account) if account else None,
        officers=[_officer_to_proto(officer, facility.code, with_account=bool(account)) for officer in officers],
    )


def _account_to_proto(account: Account) -> pb.FacilityAccount:
    return pb.FacilityAccount(username=account.username, password=account.password, locked=account.locked)


def _officer_to_proto(officer: Officer, facility_code: str, *, with_account: bool) -> pb.Officer:
    account = account_of(facility_code, officer.personal_number) if with_account else None
    return pb.Officer(
        full_name=officer.full_name,
        personal_number=officer.personal_number,
        account=_account_to_proto(account) if account else None,
    )
