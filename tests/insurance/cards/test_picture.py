"""The picture of a health-insurance card."""

import io
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import resvg_py
import segno
import zxingcpp
from fontpkg_be_vietnam_pro import ROOT
from PIL import Image, ImageChops, ImageDraw, ImageFont

from lienthong_emulator.insurance.cards import picture
from lienthong_emulator.insurance.cards.picture import CardFace, UnprintableText, draw_png, draw_svg
from lienthong_emulator.qr_codes.health_card import HealthCardPayload, decode, encode
from lienthong_emulator.qr_codes.scanned import Sex

SVG = "{http://www.w3.org/2000/svg}"
FONTS = [ROOT / "files" / f"BeVietnamPro-{weight}.ttf" for weight in picture.WEIGHTS]
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES] + ["đ"]
VIETNAMESE = [*SMALL, *(letter.upper() for letter in SMALL)]

# Ngọc, born in Hà Nội in the first days of 2022.
NGOC_PAYLOAD = HealthCardPayload(
    card_number="TE1010120000001",
    name="Nguyễn Bảo Ngọc",
    birth=date(2022, 1, 3),
    sex=Sex.FEMALE,
    address="Số 12 phố Hàng Bông, phường Hàng Gai, quận Hoàn Kiếm, thành phố Hà Nội",
    facility="01832",
    valid_from=date(2022, 1, 3),
    valid_to=date(2028, 9, 30),
    issued=date(2022, 1, 5),
    office="01001",
    parent="Trần Thị Lan",
    living_area=None,
    five_year_date=date(2027, 1, 3),
)
NGOC = CardFace(
    number="TE 1 01 0120000001",
    name="NGUYỄN BẢO NGỌC",
    birth="03/01/2022",
    sex="Nữ",
    address="Số 12 phố Hàng Bông, phường Hàng Gai, quận Hoàn Kiếm, thành phố Hà Nội",
    facility_code="01 - 832",
    facility_name="Bệnh viện Đa khoa Hồng Hà",
    valid_from="03/01/2022",
    valid_to="30/09/2028",
    five_year_date="03/01/2027",
    level="1 (100 %)",
    office="BHXH quận Hoàn Kiếm, thành phố Hà Nội",
    qr_text=encode(NGOC_PAYLOAD),
)
# Khương bears a name of the old royal house, and lives at the end of a long lane.
LONG_NAME = "Công Tằng Tôn Nữ Nguyễn Phước Huyền Trường Phượng Khương"
LONG_ADDRESS = (
    "Số nhà 123/45/67A ngách 89 ngõ Nguyễn Trường Tộ, đường Nguyễn Hữu Thọ kéo dài, tổ dân phố Thượng Phước, "
    "khu đô thị mới Phước Kiển, thị trấn Hương Thượng, huyện Trường Phượng Hạ, tỉnh Thừa Thiên Trường"
)
KHUONG_PAYLOAD = replace(NGOC_PAYLOAD, name=LONG_NAME, parent=LONG_NAME, address=LONG_ADDRESS)
KHUONG = replace(NGOC, name=LONG_NAME.upper(), address=LONG_ADDRESS, qr_text=encode(KHUONG_PAYLOAD))
BROAD = ("name", "sex", "address", "facility_name", "valid_to", "level", "office")


def test_the_picture_says_what_it_is_and_that_it_is_worth_nothing() -> None:
    lines = texts(draw_svg(NGOC))

    assert "BẢO HIỂM XÃ HỘI VIỆT NAM" in lines
    assert "THẺ BẢO HIỂM Y TẾ" in lines
    assert "DỮ LIỆU TỔNG HỢP – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in lines


def test_everything_on_the_face_is_printed() -> None:
    words = " ".join(texts(draw_svg(NGOC)))

    printed = (
        "TE 1 01 0120000001",
        "NGUYỄN BẢO NGỌC",
        "Ngày sinh",
        "03/01/2022",
        "Nữ",
        "1 (100 %)",
        "Số 12 phố Hàng Bông, phường Hàng Gai, quận Hoàn Kiếm, thành phố Hà Nội",
        "01 - 832 · Bệnh viện Đa khoa Hồng Hà",
        "03/01/2022 – 30/09/2028",
        "03/01/2027",
        "BHXH quận Hoàn Kiếm, thành phố Hà Nội",
    )
    assert [text for text in printed if text not in words] == []


def test_the_card_has_the_proportion_of_a_bank_card() -> None:
    root = ElementTree.fromstring(draw_svg(NGOC))

    assert (root.get("width"), root.get("height")) == ("85.6mm", "54mm")
    assert opened(draw_png(NGOC)).size == (1012, 639)
    assert opened(draw_png(NGOC, width=428)).size == (428, 270)


@pytest.mark.parametrize(
    ("face", "payload"),
    [
        pytest.param(NGOC, NGOC_PAYLOAD, id="a usual card"),
        pytest.param(KHUONG, KHUONG_PAYLOAD, id="the longest card"),
    ],
)
def test_a_scanner_reads_the_payload_from_the_png(face: CardFace, payload: HealthCardPayload) -> None:
    [barcode] = zxingcpp.read_barcodes(opened(draw_png(face)))

    assert barcode.text == face.qr_text
    assert decode(barcode.text) == payload


def test_four_modules_of_white_surround_the_qr_code() -> None:
    panel = opened(draw_png(NGOC, width=2568)).convert("L").crop((1728, 372, 2448, 1092))
    left, top, right, bottom = panel.point([255] * 80 + [0] * 176).getbbox() or (0, 0, 0, 0)

    module = (right - left) / len(segno.make_qr(NGOC.qr_text, error="l").matrix)
    assert [left, top, 720 - right, 720 - bottom] == pytest.approx([4 * module] * 4, abs=1)


def test_the_qr_code_is_a_path_and_not_a_raster() -> None:
    assert b"<image" not in draw_svg(NGOC)
    assert b"base64" not in draw_svg(NGOC)


@pytest.mark.parametrize(
    "face",
    [
        pytest.param(NGOC, id="a usual card"),
        pytest.param(KHUONG, id="the longest card"),
        pytest.param(replace(NGOC, **dict.fromkeys(BROAD, "WẶM " * 60)), id="texts far too long"),
        pytest.param(replace(NGOC, address="Ặ" * 200, name="W" * 200), id="words without a space"),
    ],
)
def test_no_text_leaves_the_margins_or_touches_another(face: CardFace) -> None:
    margins = (38, 10, 818, 534)
    panel = Image.new("L", (856, 540))
    panel.paste(255, (576, 124, 816, 364))

    taken = panel
    for text, ink in inks(draw_svg(face)):
        assert inside(ink.getbbox(), margins), text
        assert ImageChops.multiply(taken, ink).getbbox() is None, text
        taken = ImageChops.lighter(taken, ink)


def test_a_long_address_is_printed_whole() -> None:
    assert len(LONG_ADDRESS) == 200
    assert LONG_ADDRESS in " ".join(texts(draw_svg(KHUONG)))
    assert LONG_NAME.upper() in " ".join(texts(draw_svg(KHUONG)))


def test_a_text_beyond_all_measure_ends_in_an_ellipsis() -> None:
    lines = texts(draw_svg(replace(NGOC, address="Hàng Bông, " * 100)))

    assert [line for line in lines if line.endswith("…")] != []


def test_markup_in_a_name_stays_text() -> None:
    hostile = "<script>alert('&amp;')</script> $qr {office} ]]>"

    root = ElementTree.fromstring(draw_svg(replace(NGOC, address=hostile)))

    assert root.find(f".//{SVG}script") is None
    assert hostile in " ".join(element.text or "" for element in root.iter(f"{SVG}text"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Lan\x00", id="a zero byte"),
        pytest.param("Lan\x1b[2J", id="a terminal command"),
        pytest.param("Lan\n", id="a line break"),
        pytest.param("Lan\u202e", id="a change of direction"),
        pytest.param("Lan\ud800", id="half a character"),
        pytest.param("Lan\uffff", id="a non-character"),
    ],
)
def test_unprintable_characters_are_refused_by_field(text: str) -> None:
    with pytest.raises(UnprintableText, match="name") as refusal:
        replace(NGOC, name=text)

    assert refusal.value.field == "name"


def test_letters_and_marks_apart_are_drawn_as_one() -> None:
    apart = replace(NGOC, name=unicodedata.normalize("NFD", NGOC.name))

    assert draw_svg(apart) == draw_svg(NGOC)


def test_the_same_face_gives_the_same_bytes() -> None:
    assert draw_svg(NGOC) == draw_svg(NGOC)
    assert draw_png(NGOC) == draw_png(NGOC)


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
def test_the_font_has_a_glyph_for_every_vietnamese_letter(font: Path) -> None:
    face = ImageFont.truetype(font, 40)
    nothing, box = glyph(face, " "), glyph(face, "\uffff")

    assert len(VIETNAMESE) == 146
    assert [letter for letter in VIETNAMESE if glyph(face, letter) in (nothing, box)] == []


def test_vietnamese_letters_are_drawn_and_not_replaced_by_boxes() -> None:
    drawn = {draw_png(replace(NGOC, name=letter * 9), width=428) for letter in "aắoỡuữDĐơư\u4e2d"}

    assert len(drawn) == 11


def test_the_table_of_advances_agrees_with_the_font() -> None:
    fonts = [ImageFont.truetype(font, 1000, layout_engine=ImageFont.Layout.BASIC) for font in FONTS[1:]]
    table = tomllib.loads((Path(picture.__file__).parent / "data" / "advances.toml").read_text("utf-8"))
    advances = {character: int(width) for width, group in table.items() for character in group}

    assert set(VIETNAMESE) <= set(advances)
    assert {c: max(round(font.getlength(c)) for font in fonts) for c in advances} == advances


def texts(svg: bytes) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def inks(svg: bytes) -> Iterator[tuple[str, Image.Image]]:
    """Each text of the drawing with the pixels that it alone puts on the card, 10 to the millimetre."""
    root = ElementTree.fromstring(svg)
    for shape in ("rect", "path", "text"):
        for element in root.iter(f"{SVG}{shape}"):
            element.set("visibility", "hidden")
    for element in root.iter(f"{SVG}text"):
        element.set("visibility", "visible")
        yield element.text or "", ink(ElementTree.tostring(root, encoding="unicode"))
        element.set("visibility", "hidden")


def ink(svg: str) -> Image.Image:
    png = resvg_py.svg_to_bytes(
        svg_string=svg, width=856, dpi=254, skip_system_fonts=True, font_files=[str(font) for font in FONTS]
    )
    return opened(png).getchannel("A").point([0] * 96 + [255] * 160)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def inside(box: tuple[int, int, int, int] | None, frame: tuple[int, int, int, int]) -> bool:
    assert box is not None
    return frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]


def glyph(face: ImageFont.FreeTypeFont, letter: str) -> bytes:
    canvas = Image.new("L", (80, 80))
    ImageDraw.Draw(canvas).text((20, 20), letter, fill=255, font=face)
    return canvas.tobytes()
