"""What stands in the QR codes of the cards that people show: drawn by who issues them, read by who scans them."""

from lienthong_emulator.qr_codes.citizen_card import CitizenCardPayload
from lienthong_emulator.qr_codes.health_card import HealthCardPayload, ShortCardPayload
from lienthong_emulator.qr_codes.reading import NoKnownPayload, Reading, read
from lienthong_emulator.qr_codes.scanned import MalformedPayload, Sex

__all__ = [
    "CitizenCardPayload",
    "HealthCardPayload",
    "MalformedPayload",
    "NoKnownPayload",
    "Reading",
    "Sex",
    "ShortCardPayload",
    "read",
]
