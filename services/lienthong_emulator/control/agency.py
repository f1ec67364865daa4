"""The wiring of control: what it offers a tester."""

from lienthong.control.v1 import case_service_pb2, clock_service_pb2, journal_service_pb2, world_service_pb2
from lienthong_emulator.control.cases.servicer import CaseServicer
from lienthong_emulator.control.clock.servicer import ClockServicer
from lienthong_emulator.control.journal.servicer import JournalServicer
from lienthong_emulator.control.nodes import Nodes
from lienthong_emulator.control.worlds.registry import Registry
from lienthong_emulator.control.worlds.servicer import WorldServicer
from lienthong_emulator.runtime.agency import Agency, Service


def control_agency(registry: Registry) -> Agency:
    """Control over the worlds of a registry. It has no database in any world of them."""
    return Agency(
        name="control",
        schema="",
        in_worlds=False,
        services=[
            Service(
                descriptor=world_service_pb2.DESCRIPTOR.services_by_name["WorldService"],
                servicer=lambda node: WorldServicer(registry, Nodes(node.peers)),
            ),
            Service(
                descriptor=clock_service_pb2.DESCRIPTOR.services_by_name["ClockService"],
                servicer=lambda node: ClockServicer(registry, Nodes(node.peers)),
            ),
            Service(
                descriptor=case_service_pb2.DESCRIPTOR.services_by_name["CaseService"],
                servicer=lambda node: CaseServicer(registry, Nodes(node.peers)),
            ),
            Service(
                descriptor=journal_service_pb2.DESCRIPTOR.services_by_name["JournalService"],
                servicer=lambda node: JournalServicer(registry, Nodes(node.peers)),
            ),
        ],
    )
