"""A hop shows whether a step came from its party or led to it."""

import pytest

from lienthong.control.v1.case_pb2 import CaseStep
from lienthong_emulator.cli.hops import hop_of


@pytest.mark.parametrize(
    ("step", "route"),
    [
        pytest.param(CaseStep(agency="agencies/justice"), "justice", id="of its own"),
        pytest.param(
            CaseStep(agency="agencies/justice", party="agencies/insurance"), "justice → insurance", id="led to it"
        ),
        pytest.param(
            CaseStep(agency="agencies/justice", party="agencies/population", from_party=True),
            "justice ← population",
            id="came from it",
        ),
    ],
)
def test_a_hop_points_the_way_the_step_went(step: CaseStep, route: str) -> None:
    assert hop_of(step).route == route
