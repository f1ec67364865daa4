"""Claims of a batch as bytes: what is taken out is what was put in."""

from __future__ import annotations

from operator import mul

import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from google.type.date_pb2 import Date
from hypothesis import given
from hypothesis import strategies as st

from lienthong.population.v1.citizen_service_pb2 import VerifyCitizensRequest, VerifyCitizensResponse
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong.type.v1.refusal_pb2 import Refusal
from lienthong.type.v1.verification_pb2 import Verification
from lienthong_emulator.verification.batches import claims_written, results_written, with_claims

long_texts = st.builds(mul, st.text(max_size=3), st.integers(0, 100))
claims = st.builds(
    PersonClaim,
    identity_number=st.builds(IdentityNumber, value=st.text(max_size=20)),
    full_name=long_texts,
    birth_date=st.builds(Date, year=st.integers(1, 9999)),
)


@given(st.lists(claims, max_size=5), st.text(max_size=9), st.sampled_from([None, FieldMask(paths=["sex"])]))
def test_each_claim_is_taken_out_as_it_is_written(given: list[PersonClaim], name: str, mask: FieldMask | None) -> None:
    batch = VerifyCitizensRequest(batch_id=name, compare_mask=mask, claims=given)

    assert claims_written(batch) == [claim.SerializeToString() for claim in given]


def test_fields_that_nobody_knows_change_nothing() -> None:
    known = VerifyCitizensRequest(claims=[PersonClaim(full_name="Lan"), PersonClaim(full_name="Nguyễn" * 40)])
    unknown = b"\x7a\x03abc"

    assert claims_written(VerifyCitizensRequest.FromString(unknown + known.SerializeToString() + unknown)) == [
        claim.SerializeToString() for claim in known.claims
    ]


@pytest.mark.parametrize("letters", [0, 100, 127, 128, 3_000])
def test_claims_that_are_written_are_put_in_as_they_are(letters: int) -> None:
    claims = [PersonClaim(full_name="Lan"), PersonClaim(full_name="x" * letters)]

    batch = with_claims(VerifyCitizensRequest(batch_id="7"), [claim.SerializeToString() for claim in claims])
    assert VerifyCitizensRequest.FromString(batch) == VerifyCitizensRequest(batch_id="7", claims=claims)


CONFIRMED, NOTHING = Verification(confirmed=True), Verification()
results = st.sampled_from([CONFIRMED, CONFIRMED, NOTHING]) | st.builds(
    Verification, refusal=st.builds(Refusal, reason=long_texts)
)


@given(st.lists(results, max_size=9), st.text(max_size=9))
def test_each_result_is_taken_out_as_it_is_written(given: list[Verification], name: str) -> None:
    answer = VerifyCitizensResponse(batch_id=name, verifications=given, source_system="agencies/population")

    assert results_written(answer.SerializeToString()) == [result.SerializeToString() for result in given]


def test_what_a_newer_register_adds_to_its_answer_changes_nothing() -> None:
    known = VerifyCitizensResponse(verifications=[CONFIRMED, CONFIRMED]).SerializeToString()
    text, number, eight_bytes, four_bytes = b"\x7a\x03abc", b"\x78\x96\x01", b"\x79" + bytes(8), b"\x7d" + bytes(4)
    far_place = b"\x82\x01\x01x"
    for added in (text, number, eight_bytes, four_bytes, far_place):
        assert results_written(added + known + added) == [CONFIRMED.SerializeToString()] * 2
