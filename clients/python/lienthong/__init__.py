"""The contract of the National Insurance Database of Viet Nam, and a client that speaks it."""

from lienthong.blocking import BlockingClient, connect_blocking
from lienthong.client import Client, connect
from lienthong.contract import descriptor_set
from lienthong.refusals import Refused, field_of, reason_of, refused, status_of

__all__ = [
    "BlockingClient",
    "Client",
    "Refused",
    "connect",
    "connect_blocking",
    "descriptor_set",
    "field_of",
    "reason_of",
    "refused",
    "status_of",
]
