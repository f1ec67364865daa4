"""Which calls gRPC may make again by itself, as its service configuration says it.

Those that the contract marks (`idempotency_level`): they only read, or leave no more than a record that they were made.
Any other that got no answer may have been done, and is made again by whoever has its `request_id`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from google.protobuf.descriptor_pb2 import (
    FileDescriptorProto,
    MethodDescriptorProto,
    MethodOptions,
    ServiceDescriptorProto,
)

from lienthong.contract import descriptor_set

ATTEMPTS = 4
"""With the first. gRPC makes no more than five."""
REPEATABLE = (MethodOptions.NO_SIDE_EFFECTS, MethodOptions.IDEMPOTENT)
POLICY = {
    "maxAttempts": ATTEMPTS,
    "initialBackoff": "0.1s",
    "maxBackoff": "2s",
    "backoffMultiplier": 2,
    "retryableStatusCodes": ["UNAVAILABLE"],
}
"""A refusal that says how long to wait (`RetryInfo`) tells gRPC so (`grpc-retry-pushback-ms`), and it waits as long."""


@cache
def service_config() -> str:
    """For the channel option `grpc.service_config` of gRPC in any language."""
    names = [
        {"service": f"{file.package}.{service.name}", "method": method.name}
        for file, service, method in _methods()
        if _may_be_made_again(method)
    ]
    return json.dumps({"methodConfig": [{"name": names, "retryPolicy": POLICY}]})


def _may_be_made_again(method: MethodDescriptorProto) -> bool:
    """Of a stream gRPC would have to keep all that was sent, and to forget what came."""
    is_stream = method.client_streaming or method.server_streaming
    return not is_stream and method.options.idempotency_level in REPEATABLE


def _methods() -> Iterator[tuple[FileDescriptorProto, ServiceDescriptorProto, MethodDescriptorProto]]:
    for file in descriptor_set().file:
        if file.package.startswith("lienthong."):
            for service in file.service:
                for method in service.method:
                    yield file, service, method
