"""The channels to the agencies: where each is, what a channel may do, what every call on it carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lienthong.retrying import service_config

OPTIONS = (
    ("grpc.enable_http_proxy", 0),  # an emulator on this machine is reached directly, even where an office has a proxy
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1_000),  # of itself gRPC waits up to two minutes for who was long away
)
AGENCIES = ("population", "justice", "tax", "exchange", "insurance", "control")


def addresses_of(address: str, elsewhere: Mapping[str, str]) -> Mapping[str, str]:
    """Where each agency is. Raises `ValueError` where one is named that there is not."""
    if unknown := elsewhere.keys() - set(AGENCIES):
        raise ValueError(f"there is no agency {', '.join(sorted(unknown))}; there are {', '.join(AGENCIES)}")
    return {agency: elsewhere.get(agency, address) for agency in AGENCIES}


def options_of(retry: bool) -> Sequence[tuple[str, Any]]:
    """Options of a channel."""
    return (*OPTIONS, ("grpc.service_config", service_config())) if retry else OPTIONS


def metadata_of(world: str, caller: str, purpose: str, legal_basis: str) -> Sequence[tuple[str, str]]:
    """What every call carries: nothing that is empty."""
    values = {
        "lienthong-world": world,
        "lienthong-caller": caller,
        "lienthong-purpose": purpose,
        "lienthong-legal-basis": legal_basis,
    }
    return tuple((key, value) for key, value in values.items() if value)


class Labelled:
    """A channel whose calls, of all four shapes, carry the same metadata beneath what the call itself gives.

    grpc's own interceptors do the same in four classes, and cost each call a task.
    """

    has_ended = False
    """Whether nobody may make a stub of it any more: on a closed channel grpc would end the process by a signal."""

    def __init__(self, channel: Any, ours: Sequence[tuple[str, str]]) -> None:
        self.unary_unary = _labelling(channel.unary_unary, ours)
        self.unary_stream = _labelling(channel.unary_stream, ours)
        self.stream_unary = _labelling(channel.stream_unary, ours)
        self.stream_stream = _labelling(channel.stream_stream, ours)

    def end(self) -> None:
        """Say that the channel is about to be closed."""
        self.has_ended = True


def _labelling(multicallable: Callable[..., Any], ours: Sequence[tuple[str, str]]) -> Callable[..., Any]:
    def labelled(*codec: Any, **named: Any) -> Callable[..., Any]:
        method = multicallable(*codec, **named)

        def call(*request: Any, metadata: Sequence[tuple[str, Any]] | None = None, **options: Any) -> Any:
            given = tuple(metadata or ())
            said = {key for key, _ in given}
            return method(*request, metadata=(*(pair for pair in ours if pair[0] not in said), *given), **options)

        return call

    return labelled
