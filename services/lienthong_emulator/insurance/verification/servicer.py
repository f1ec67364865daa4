"""The insurance register's side of the contract of verification."""

from collections.abc import AsyncGenerator, AsyncIterator

from lienthong.insurance.v1 import verification_service_pb2
from lienthong.type.v1.verification_pb2 import Verification
from lienthong_emulator.insurance.verification.convert import PATHS, participant_claim_from_proto, person_alone
from lienthong_emulator.insurance.verification.register import ParticipantRegister
from lienthong_emulator.runtime.calls import Call
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.verification.desk import Desk

SOURCE = "agencies/insurance"
DESK = Desk(
    participant_claim_from_proto,
    lambda claim: claim.person.identity_number.value,
    person_alone,
    lambda batch: [person_alone(claim).SerializeToString() for claim in batch.claims],
    PATHS,
)
Answer = verification_service_pb2.VerifyParticipantResponse
Batch = verification_service_pb2.VerifyParticipantsResponse


class VerificationServicer:
    async def VerifyParticipant(self, request: verification_service_pb2.VerifyParticipantRequest, call: Call) -> bytes:
        register = ParticipantRegister(call.kit.lookups)
        found = await DESK.verify(request.claim, request.compare_mask, call, register, _one)
        return found + Answer(source_system=SOURCE, as_of_time=instant(call.time)).SerializeToString()

    async def VerifyParticipants(
        self, requests: AsyncIterator[verification_service_pb2.VerifyParticipantsRequest], call: Call
    ) -> AsyncGenerator[bytes]:
        register = ParticipantRegister(call.kit.lookups)
        async for request in requests:
            now = call.kit.now()
            found = await DESK.verify_all(request, call, register, now, _one_of_many)
            rest = Batch(batch_id=request.batch_id, source_system=SOURCE, as_of_time=instant(now))
            yield found + rest.SerializeToString()


def _one(found: Verification) -> bytes:
    return Answer(verification=found).SerializeToString()


def _one_of_many(found: Verification) -> bytes:
    return Batch(verifications=[found]).SerializeToString()
