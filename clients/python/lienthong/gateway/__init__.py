"""A client for the card gateway over HTTP, the real one or the emulator's. httpx comes with the extra `gateway`."""

from lienthong.gateway.answers import (
    Card,
    CardCheck,
    CoPayment,
    CoPayments,
    EarlierCheck,
    NewCard,
    Treatment,
    Treatments,
)
from lienthong.gateway.client import Gateway, Officer
from lienthong.gateway.errors import (
    GatewayError,
    GatewayUnavailable,
    OfficerRefused,
    RequestRefused,
    SignInRefused,
    TokenRefused,
)

__all__ = [
    "Card",
    "CardCheck",
    "CoPayment",
    "CoPayments",
    "EarlierCheck",
    "Gateway",
    "GatewayError",
    "GatewayUnavailable",
    "NewCard",
    "Officer",
    "OfficerRefused",
    "RequestRefused",
    "SignInRefused",
    "TokenRefused",
    "Treatment",
    "Treatments",
]
