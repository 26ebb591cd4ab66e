"""Fonts cut to what the site needs: the real fonts of the site."""

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from dalil.config import Font
from dalil.fonts import characters, cut
from tests import tiny

STATIC = Path(__file__).parents[2] / "static"
ARABIC = (STATIC / "fonts/noto-sans-arabic.woff2").read_bytes()
FONTS = """\
fonts:
  fonts/name.woff2: {from: fonts/whole.woff2, unicode_range: U+627-629, weights: [400, 700]}
"""
STYLE = "@font-face{font-family:A;src:url(../fonts/name.woff2)}"


def opened(content: bytes) -> TTFont:
    return TTFont(io.BytesIO(content))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("U+41", {0x41}),
        ("u+41-43, U+A0", {0x41, 0x42, 0x43, 0xA0}),
        ("U+0621-0622,U+10FFFF", {0x621, 0x622, 0x10FFFF}),
    ],
)
def test_a_unicode_range_is_that_of_css(written: str, found: set[int]) -> None:
    assert characters(written) == found


def test_a_font_keeps_the_wanted_characters_their_joined_forms_and_the_wanted_weights() -> None:
    made = cut(ARABIC, Font("", "U+627, U+628, U+644, U+64E", (400, 700)))
    assert made is not None
    font = opened(made)
    assert set(font.getBestCmap()) == {0x627, 0x628, 0x644, 0x64E}
    (axis,) = font["fvar"].axes
    assert (axis.minValue, axis.maxValue) == (400, 700)
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert features >= {"init", "medi", "fina", "rlig"}
    assert font.flavor == "woff2"
    assert len(made) < len(ARABIC) / 10


def test_a_font_of_one_weight_is_no_longer_variable() -> None:
    made = cut(ARABIC, Font("", "U+627", (400, 400)))
    assert made is not None
    assert "fvar" not in opened(made)


def test_the_same_font_is_cut_to_the_same_bytes() -> None:
    wanted = Font("", "U+627-64A", (400, 700))
    assert cut(ARABIC, wanted) == cut(ARABIC, wanted)


def test_what_is_no_font_is_told() -> None:
    assert cut(b"no font", Font("", "U+41", ())) is None
    assert cut(ARABIC[:1000], Font("", "U+41", ())) is None


def test_the_style_sheet_loads_the_cut_font_and_the_whole_one_is_not_put_out(
    tmp_path: Path,
) -> None:
    files: dict[str, str | bytes | None] = {
        "site.yaml": tiny.SITE + tiny.MENUS + FONTS,
        "static/fonts/whole.woff2": ARABIC,
        "static/fonts/LICENSE.txt": "The licence of the font.",
        "static/css/site.css": STYLE,
    }
    root = tiny.lay_out(tmp_path, files)
    assert tiny.built(root).diagnostics == ()
    tree = tiny.tree(root / "output")
    fonts = {path for path in tree if "fonts/" in path}
    (font,) = (path for path in fonts if path.endswith(".woff2"))
    assert any(path.startswith("assets/fonts/LICENSE.") for path in fonts)
    (style,) = (path for path in tree if path.endswith(".css"))
    assert tree[style].decode() == STYLE.replace("../fonts/name.woff2", f"../{font[7:]}")
    assert set(opened(tree[font]).getBestCmap()) == {0x627, 0x628, 0x629}

    # Another range is another font under another name, and what loads it follows.
    narrower = (tiny.SITE + tiny.MENUS + FONTS).replace("U+627-629", "U+627")
    tiny.lay_out(root, files | {"site.yaml": narrower})
    assert tiny.built(root).diagnostics == ()
    again = tiny.tree(root / "output")
    (other,) = (path for path in again if path.endswith(".woff2"))
    assert other != font
    assert any(other[7:] in text.decode() for path, text in again.items() if path.endswith(".css"))
