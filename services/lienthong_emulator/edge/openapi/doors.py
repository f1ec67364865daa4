"""Every path that is none of the contract's, in the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lienthong_emulator.edge.openapi import files, gateway, platform, testers

TAGS: Sequence[Mapping[str, str]] = (gateway.TAG, platform.TAG, testers.TAG)
SECURITY: Mapping[str, Any] = {"platform": platform.SECURITY}


def door_paths() -> Mapping[str, Any]:
    return {
        **gateway.look_up_paths(),
        **files.file_paths(),
        **platform.platform_paths(),
        **testers.tester_paths(),
    }
