"""A text as the picture of a QR code."""

from __future__ import annotations

from io import BytesIO
from typing import Any

QUIET = 4  # modules of white around a code, by its standard
PIXELS = 6  # of a module
ECC = "m"


def qr_svg(text: str) -> bytes:
    return _drawn(text, "svg", xmldecl=False, unit="mm", scale=0.5)


def qr_png(text: str) -> bytes:
    return _drawn(text, "png", scale=PIXELS)


def _drawn(text: str, kind: str, **style: Any) -> bytes:
    import segno

    picture = BytesIO()
    segno.make_qr(text, error=ECC, encoding="utf-8").save(picture, kind=kind, border=QUIET, **style)
    return picture.getvalue()
