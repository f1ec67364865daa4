"""Every door behind the one port. A door is a module whose `routes` takes what it may use and gives its routes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from lienthong_emulator.edge import rpc, trying
from lienthong_emulator.edge.gateway import routes as gateway
from lienthong_emulator.edge.platform import routes as platform
from lienthong_emulator.edge.refusing import refused, told
from lienthong_emulator.edge.sessions import desk
from lienthong_emulator.edge.worlds import InTheirWorld
from lienthong_emulator.runtime.refusals import PeerRefusal, Refusal

if TYPE_CHECKING:
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp

    from lienthong_emulator.edge.doors import Doors

DOORS: Sequence[Callable[[Doors], Sequence[BaseRoute]]] = (
    gateway.routes,
    platform.routes,
    desk.routes,
    rpc.routes,
    trying.routes,
)


def app_of(doors: Doors) -> ASGIApp:
    routes = [route for door in DOORS for route in door(doors)]
    return InTheirWorld(Starlette(routes=routes, exception_handlers={Refusal: refused, PeerRefusal: refused}), told)
