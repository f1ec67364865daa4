"""Asking another register about a page: by fingerprints where it takes them, then with claims about the others."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from lienthong_emulator.insurance.reconciliation.convert import batch_of, confirmed_in, fingerprints_of
from lienthong_emulator.insurance.reconciliation.domain import JUSTICE, POPULATION
from lienthong_emulator.insurance.reconciliation.register import LARGEST, glance_after, page_after, page_of
from lienthong_emulator.runtime.peers import converse
from lienthong_emulator.runtime.refusals import CallNotOffered, PeerRefusal
from lienthong_emulator.verification.errors import FingerprintRuleUnknown

if TYPE_CHECKING:
    from lienthong_emulator.insurance.reconciliation.register import Glance, Page
    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.kit import Kit
    from lienthong_emulator.runtime.peers import Peers
    from lienthong_emulator.verification.written_claims import Row

VERIFY_ALL: Final = {
    POPULATION: "/lienthong.population.v1.CitizenService/VerifyCitizens",
    JUSTICE: "/lienthong.justice.v1.VerificationService/VerifyCivilStatuses",
}
"""The calls of the other registers that take batches of claims."""
VERIFY_FINGERPRINTS: Final = {POPULATION: "/lienthong.population.v1.CitizenService/VerifyFingerprints"}
"""Those that take batches of fingerprints."""
Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True)
class Talk:
    """What one run asks of the other register."""

    peers: Peers
    kit: Kit
    context: Context
    agency: str

    async def page_after(self, checkpoint: int) -> Page:
        """The next page, in which stands who is confirmed by the fingerprint.

        Nobody stands there where the register takes no fingerprints or none of our rule: claims say the same at length.
        """
        if self.agency in VERIFY_FINGERPRINTS:
            glance = await glance_after(self.kit.lookups, checkpoint)
            try:
                return await page_of(self.kit.lookups, glance, await self._confirmed(glance))
            except CallNotOffered:
                pass
            except PeerRefusal as no:
                if no.reason != FingerprintRuleUnknown.reason:
                    raise
        return await page_after(self.kit.lookups, checkpoint)

    async def _confirmed(self, glance: Glance) -> Sequence[int]:
        batches = [*_batches(glance.asked)]
        written = (fingerprints_of(batch, str(glance.after)) for batch in batches)
        answers = await self._answers(VERIFY_FINGERPRINTS[self.agency], written)
        return [key for batch, answer in zip(batches, answers, strict=True) for key in confirmed_in(answer, batch)]

    async def claims(self, people: Sequence[Row]) -> Sequence[bytes]:
        """What it says of claims, batch by batch, in their order."""
        written = (batch_of(batch, str(place), self.agency) for place, batch in enumerate(_batches(people)))
        return await self._answers(VERIFY_ALL[self.agency], written)

    async def _answers(self, method: str, requests: Iterable[bytes]) -> Sequence[bytes]:
        name = self.agency.removeprefix("agencies/")
        stream = self.peers.bytes_stream(name, method)
        talk = converse(stream, _one_by_one(requests), kit=self.kit, context=self.context, agency=name)
        async with aclosing(talk) as answers:
            return [answer async for answer in answers]


def _batches(asked: Sequence[Asked]) -> Iterable[Sequence[Asked]]:
    return (asked[at : at + LARGEST] for at in range(0, len(asked), LARGEST))


async def _one_by_one(requests: Iterable[bytes]) -> AsyncGenerator[bytes]:
    for request in requests:
        yield request
