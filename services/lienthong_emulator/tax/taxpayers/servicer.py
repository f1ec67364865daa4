"""The register of taxpayers' side of the contract."""

from collections.abc import AsyncGenerator, AsyncIterator

from lienthong.tax.v1 import taxpayer_pb2, taxpayer_service_pb2
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong.type.v1.verification_pb2 import Verification
from lienthong_emulator.papers import number_asked
from lienthong_emulator.runtime.calls import Call
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.runtime.paging import page_size, page_token, place_in
from lienthong_emulator.tax.taxpayers.convert import (
    PATHS,
    months_from_proto,
    payment_to_proto,
    taxpayer_claim_from_proto,
    taxpayer_name,
    taxpayer_to_proto,
)
from lienthong_emulator.tax.taxpayers.domain import Organisation, Payment, Person, checked_key
from lienthong_emulator.tax.taxpayers.errors import TaxpayerNotFound
from lienthong_emulator.tax.taxpayers.register import TaxpayerRegister
from lienthong_emulator.tax.taxpayers.store import EMPLOYER, PERSON, TaxpayerQuestions
from lienthong_emulator.verification.desk import Desk

PAGE = 100
LARGEST_PAGE = 1_000
START = (0, 0)
SOURCE = "agencies/tax"
NO_PERSON = PersonClaim()
DESK = Desk(
    taxpayer_claim_from_proto,
    lambda claim: claim.tax_code,
    lambda _claim: NO_PERSON,
    lambda batch: [b""] * len(batch.claims),
    PATHS,
)
Answer = taxpayer_service_pb2.VerifyTaxpayerResponse
Batch = taxpayer_service_pb2.VerifyTaxpayersResponse

PaymentsRequest = taxpayer_service_pb2.ListIncomePaymentsRequest
Place = tuple[int, int]
"""In a list of payments: a month, and the key of the other side."""


class TaxpayerServicer:
    async def GetTaxpayer(self, request: taxpayer_service_pb2.GetTaxpayerRequest, call: Call) -> taxpayer_pb2.Taxpayer:
        found = await _asked_for(TaxpayerQuestions(call.kit.lookups), request)
        if found is None:
            raise TaxpayerNotFound(field=request.WhichOneof("number") or "")
        return taxpayer_to_proto(found, taxpayer_name(call.kit, found))

    async def ListIncomePayments(
        self, request: PaymentsRequest, call: Call
    ) -> taxpayer_service_pb2.ListIncomePaymentsResponse:
        months = months_from_proto(request.month)
        side, key = await _party(TaxpayerQuestions(call.kit.lookups), request)
        size = page_size(request, PAGE, LARGEST_PAGE)
        month, other_key = place_in(call, request, START)
        payments = await TaxpayerQuestions(call.kit.scans).payments(
            side, key, months=months, after=(month, other_key), most=size + 1
        )
        more = len(payments) > size
        return taxpayer_service_pb2.ListIncomePaymentsResponse(
            payments=map(payment_to_proto, payments[:size]),
            next_page_token=page_token(call, request, *_place_of(payments[size - 1], side)) if more else "",
        )

    async def VerifyTaxpayer(self, request: taxpayer_service_pb2.VerifyTaxpayerRequest, call: Call) -> bytes:
        register = TaxpayerRegister(call.kit.lookups)
        found = await DESK.verify(request.claim, request.compare_mask, call, register, _one)
        return found + Answer(source_system=SOURCE, as_of_time=instant(call.time)).SerializeToString()

    async def VerifyTaxpayers(
        self, requests: AsyncIterator[taxpayer_service_pb2.VerifyTaxpayersRequest], call: Call
    ) -> AsyncGenerator[bytes]:
        register = TaxpayerRegister(call.kit.lookups)
        async for request in requests:
            now = call.kit.now()
            found = await DESK.verify_all(request, call, register, now, _one_of_many)
            rest = Batch(batch_id=request.batch_id, source_system=SOURCE, as_of_time=instant(now))
            yield found + rest.SerializeToString()


def _one(found: Verification) -> bytes:
    return Answer(verification=found).SerializeToString()


def _one_of_many(found: Verification) -> bytes:
    return Batch(verifications=[found]).SerializeToString()


async def _asked_for(
    taxpayers: TaxpayerQuestions, request: taxpayer_service_pb2.GetTaxpayerRequest
) -> Organisation | Person | None:
    if request.HasField("tax_code"):
        return await taxpayers.find(checked_key(request.tax_code, "tax_code"))
    number = number_asked(request.identity_number, "identity_number")
    return await taxpayers.find_by_number(number.kind, number.value)


async def _party(taxpayers: TaxpayerQuestions, request: PaymentsRequest) -> tuple[str, int]:
    """The side that is asked about, and its key."""
    field = request.WhichOneof("party") or "employer_tax_code"
    key = checked_key(getattr(request, field), field)
    is_employer = field == "employer_tax_code"
    found = await (taxpayers.organisation(key) if is_employer else taxpayers.person(key))
    if found is None:
        raise TaxpayerNotFound(field=field)
    return EMPLOYER if is_employer else PERSON, key


def _place_of(payment: Payment, side: str) -> Place:
    return payment.month, payment.person_key if side == EMPLOYER else payment.employer_key
