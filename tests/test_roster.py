"""What an agency says of itself before its staff is there must be true of the staff."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, cast

import pytest

from lienthong_emulator.control.agency import control_agency
from lienthong_emulator.control.worlds.registry import Registry
from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.late import Late

if TYPE_CHECKING:
    from google.protobuf.descriptor import ServiceDescriptor

CONTROL = control_agency(cast(Registry, None))
"""Nobody asks it anything here."""
NOT_NEEDED_TO_SERVE = ("typer", "rich", "numpy", "protovalidate", "httpx", "starlette", "uvicorn", "yaml", "PIL")


@pytest.mark.parametrize("agency", [*ROSTER.values(), CONTROL], ids=lambda agency: agency.name)
def test_the_staff_has_a_servicer_for_every_service_and_no_more(agency: Agency) -> None:
    staff = agency.staff()

    assert staff.servicers.keys() == {service.name for service in agency.services}
    assert staff.settled.keys() <= staff.servicers.keys()


@pytest.mark.parametrize("agency", [*ROSTER.values(), CONTROL], ids=lambda agency: agency.name)
def test_a_servicer_that_comes_late_answers_every_method_of_its_service(agency: Agency) -> None:
    servicers = agency.staff().servicers
    late = {service: make for service in agency.services if isinstance(make := servicers[service.name], Late)}

    assert {service.name: _methods(service) - {*dir(make.kind)} for service, make in late.items()} == {
        service.name: set[str]() for service in late
    }


def _methods(service: ServiceDescriptor) -> set[str]:
    return {method.name for method in service.methods}


@pytest.mark.parametrize("agency", [*ROSTER.values(), CONTROL], ids=lambda agency: agency.name)
def test_who_takes_in_messages_says_so(agency: Agency) -> None:
    assert agency.has_inbox == bool(agency.staff().inbox)


def test_a_start_imports_nobody_who_works() -> None:
    program = "import sys, lienthong_emulator.cli.play; print(*sys.modules, sep='\\n')"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout
    modules = found.splitlines()

    assert {f"lienthong_emulator.{name}.agency" for name in ROSTER} <= {*modules}
    assert [name for name in modules if name.rpartition(".")[2] in ("servicer", "staff", "desk")] == []
    assert [name for name in modules if name.partition(".")[0] in NOT_NEEDED_TO_SERVE] == []


def test_the_staff_imports_servicers_only_of_what_goes_on_without_a_call() -> None:
    program = """
import sys
from lienthong_emulator.roster import ROSTER
for agency in ROSTER.values():
    agency.staff()
print(*sys.modules, sep='\\n')
"""
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout

    assert [name for name in found.splitlines() if name.endswith(".servicer")] == [
        "lienthong_emulator.exchange.relay.servicer"
    ]
