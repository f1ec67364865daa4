"""The face of a health-insurance card, drawn as SVG and, from that same SVG, as PNG."""

import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template
from typing import Any

FAMILY = "Be Vietnam Pro"
WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
LEADING = 1.3  # of the size: capitals with two marks (Ẳ) reach into the line above
ASCENT = 0.96  # of the size: from the top of a box to the first baseline
GAP = 6  # between the baseline of a label and the top of its box
ELLIPSIS = "…"
QUIET = 4  # modules of white around a QR code, by its standard
WIDEST = 1.1  # of the size: for a character that the table of advances does not know


class UnprintableText(ValueError):
    """A text holds control, format or unassigned characters; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(f"card face: {field} holds unprintable characters")
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFace:
    """What stands on a card, formatted already: the number in groups, dates as dd/MM/yyyy."""

    number: str
    name: str
    birth: str
    sex: str
    address: str
    facility_code: str
    facility_name: str
    valid_from: str
    valid_to: str
    five_year_date: str
    level: str
    office: str
    qr_text: str

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name).isprintable():
                raise UnprintableText(field.name)


def draw_svg(face: CardFace) -> bytes:
    """A card of 85.6 × 54 mm; one unit of the drawing is 0.1 mm."""
    texts = {name: unicodedata.normalize("NFC", text) for name, text in asdict(face).items()}
    svg = Template(_sheet("card.svg")).substitute(
        title=escape(f"{texts['number']} {texts['name']}"),
        labels="\n".join(map(_label, _boxes())),
        values="\n".join(_value(box, box.text.format_map(texts)) for box in _boxes()),
        qr=_qr(face.qr_text),
    )
    return svg.encode()


def draw_png(face: CardFace, *, width: int = 1012) -> bytes:
    """The same card, `width` pixels wide, in the bundled font alone: every machine draws the same bytes."""
    import resvg_py
    from fontpkg_be_vietnam_pro import ROOT

    return resvg_py.svg_to_bytes(
        svg_string=draw_svg(face).decode(),
        width=width,
        dpi=254,  # a pixel to the unit; the default of 0 makes millimetres vanish
        skip_system_fonts=True,
        font_files=[str(ROOT / "files" / f"BeVietnamPro-{weight}.ttf") for weight in WEIGHTS],
        font_family=FAMILY,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    """A label, and below it a place of `width` × `height` for a text of `size` down to `least`."""

    text: str
    label: str
    x: float
    y: float
    width: float
    height: float
    size: float
    least: float
    weight: int

    def rows(self, size: float) -> int:
        return int(self.height // (size * LEADING))


@dataclass(frozen=True, slots=True)
class _Paragraph:
    size: float
    lines: list[str]


def _label(box: _Box) -> str:
    return f'<text x="{box.x}" y="{box.y}">{escape(box.label)}</text>'


def _value(box: _Box, text: str) -> str:
    paragraph = _fitted(text, box)
    first = box.y + GAP + paragraph.size * ASCENT
    step = paragraph.size * LEADING
    return "\n".join(
        f'<text x="{box.x}" y="{first + row * step:.2f}" font-size="{paragraph.size}" '
        f'font-weight="{box.weight}">{escape(line)}</text>'
        for row, line in enumerate(paragraph.lines)
    )


def _fitted(text: str, box: _Box) -> _Paragraph:
    """The largest size at which the text fits its box; below the least it is cut with an ellipsis."""
    size = box.size
    while True:
        lines = _wrapped(text, box.width / size)
        if len(lines) <= box.rows(size):
            return _Paragraph(size, lines)
        if size <= box.least:
            return _Paragraph(size, _cut(lines, box.rows(size), box.width / size))
        size = max(size - 0.5, box.least)


def _wrapped(text: str, limit: float) -> list[str]:
    lines = [""]
    for word in _breakable(text.split(), limit):
        longer = f"{lines[-1]} {word}".lstrip()
        if _advance(longer) <= limit:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _breakable(words: list[str], limit: float) -> Iterator[str]:
    """Cut a word wider than a line into pieces that are not."""
    for word in words:
        piece = ""
        for character in word:
            if _advance(piece + character) > limit:
                yield piece
                piece = ""
            piece += character
        yield piece


def _cut(lines: list[str], rows: int, limit: float) -> list[str]:
    *kept, last = lines[:rows]
    while _advance(last + ELLIPSIS) > limit:
        last = last[:-1]
    return [*kept, last.rstrip() + ELLIPSIS]


def _advance(line: str) -> float:
    advances = _advances()
    return sum(advances.get(character, WIDEST) for character in line)


def _qr(text: str) -> str:
    import segno

    rows = segno.make_qr(text, error="l").matrix  # the lowest level that is asked for: it rises where there is room
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _runs(row))
    scale = 1 / (len(rows) + 2 * QUIET)
    return f'<path transform="scale({scale:.8f}) translate({QUIET} {QUIET})" d="{path}"/>'


def _runs(row: bytearray) -> Iterator[tuple[int, int]]:
    """Where dark modules begin, and how many they are."""
    x = 0
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            yield x, length
        x += length


@cache
def _boxes() -> tuple[_Box, ...]:
    return tuple(_Box(**box) for box in _table("boxes.toml")["box"])


@cache
def _advances() -> dict[str, float]:
    """Widths of characters as parts of the size."""
    by_width: dict[str, str] = _table("advances.toml")
    return {character: int(width) / 1000 for width, characters in by_width.items() for character in characters}


def _table(name: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(_sheet(name))


@cache
def _sheet(name: str) -> str:
    return (Path(__file__).with_name("data") / name).read_text(encoding="utf-8")
