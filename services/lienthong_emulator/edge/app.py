"""Every door behind the one port. A door is a module whose `routes` takes what it may use and gives its routes.

The card gateway, which thousands ask at once, gives the answers of its paths, for `Straight` to find.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect

from lienthong_emulator.edge import rpc, trying
from lienthong_emulator.edge.gateway import paths as gateway
from lienthong_emulator.edge.platform import routes as platform
from lienthong_emulator.edge.refusing import gone, refused, told
from lienthong_emulator.edge.straight import Straight
from lienthong_emulator.edge.testers import desk
from lienthong_emulator.edge.worlds import InTheirWorld
from lienthong_emulator.runtime.refusals import PeerRefusal, Refusal

if TYPE_CHECKING:
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp

    from lienthong_emulator.edge.doors import Doors

DOORS: Sequence[Callable[[Doors], Sequence[BaseRoute]]] = (
    platform.routes,
    desk.routes,
    rpc.routes,
    trying.routes,
)


def app_of(doors: Doors) -> ASGIApp:
    routes = [route for door in DOORS for route in door(doors)]
    handlers: Any = {Refusal: refused, PeerRefusal: refused, ClientDisconnect: gone}
    app = Starlette(routes=routes, exception_handlers=handlers)
    # A redirect would leave the world: its prefix is off the path by then.
    app.router.redirect_slashes = False
    return InTheirWorld(Straight(gateway.answers(doors), app), told)
