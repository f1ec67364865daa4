"""Plays agencies in this process: all of them, or a few that call out to others."""

from __future__ import annotations

import ipaddress
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.kit import Recipe
from lienthong_emulator.runtime.node import Node, serving
from lienthong_emulator.runtime.peers import Peers

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency

CONTROL = "control"
