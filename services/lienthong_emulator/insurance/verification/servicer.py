"""The insurance register's side of the contract of verification."""

from collections.abc import AsyncGenerator, AsyncIterator

from lienthong.insurance.v1 import verification_service_pb2
from lienthong_emulator.insurance.verification.convert import PATHS, participant_claim_from_proto, person_alone
from lienthong_emulator.insurance.verification.register import ParticipantRegister
from lienthong_emulator.runtime.calls import Call
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.verification.desk import Desk

SOURCE = "agencies/insurance"
DESK = Desk(participant_claim_from_proto, person_alone, PATHS)
Batch = verification_service_pb2.VerifyParticipantsResponse


class VerificationServicer:
    async def VerifyParticipant(  # noqa: N802 - the contract names it
        self, request: verification_service_pb2.VerifyParticipantRequest, call: Call
    ) -> verification_service_pb2.VerifyParticipantResponse:
        now, register = call.kit.now(), ParticipantRegister(call.kit.lookups)
        found = await DESK.verify(request.claim, request.compare_mask, call, register, now)
        return verification_service_pb2.VerifyParticipantResponse(
            verification=found, source_system=SOURCE, as_of_time=instant(now)
        )

    async def VerifyParticipants(  # noqa: N802 - the contract names it
        self, requests: AsyncIterator[verification_service_pb2.VerifyParticipantsRequest], call: Call
    ) -> AsyncGenerator[verification_service_pb2.VerifyParticipantsResponse]:
        register = ParticipantRegister(call.kit.lookups)
        async for request in requests:
            now = call.kit.now()
            found = await DESK.verify_all(request.claims, request.compare_mask, call, register, now, Batch)
            answer = Batch.FromString(found)
            answer.batch_id = request.batch_id
            answer.source_system = SOURCE
            answer.as_of_time.CopyFrom(instant(now))
            yield answer
