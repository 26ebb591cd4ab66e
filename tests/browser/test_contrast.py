"""Every colour that text takes stands out 7 to 1 from every ground it may stand on."""

import itertools
import re

import pytest
from playwright.sync_api import Page

from tests.browser.reading import THEMES, reader
from tests.browser.served import NewContext, Served

TEXT, SHAPES = 7, 3
GROUNDS = ("paper", "raised", "tint")
PAIRS = [
    *itertools.product(
        ("ink", "soft", "link", "visited", "accent", "clay", "note", "tip"), ("paper", "raised")
    ),
    ("ink", "tint"), ("accent", "tint"), ("link", "tint"),
    ("on-accent", "accent"), ("on-deep", "deep"),
]  # fmt: skip
LINES = [("strong", "paper"), ("strong", "raised"), ("clay", "paper"), ("accent", "paper")]
COLOURS = """() => {
    const found = {}, probe = document.createElement('i');
    document.body.append(probe);
    for (const name of %s) {
        probe.style.color = `var(--${name})`;
        found[name] = getComputedStyle(probe).color;
    }
    return found;
}"""


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it, of `rgb(1, 2, 3)`."""
    channels = [int(each) / 255 for each in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(119, 119, 119)", "rgb(255, 255, 255)") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [each for each in THEMES if each != "forced-colors"])
def test_colours_stand_out(theme: str, context: NewContext, site: Served) -> None:
    page = reader(context, theme).new_page()
    page.goto(f"{site.address}fr/")
    names = sorted({name for pair in (*PAIRS, *LINES) for name in pair})
    colours = page.evaluate(COLOURS % names)
    weak = [
        f"{text} on {ground}: {ratio:.2f}"
        for pairs, least in ((PAIRS, TEXT), (LINES, SHAPES))
        for text, ground in pairs
        if (ratio := contrast(colours[text], colours[ground])) < least
    ]
    assert not weak, weak


def test_the_themes_differ(context: NewContext, site: Served) -> None:
    grounds = {}
    for theme in ("light", "dark", "set-contrast"):
        page = reader(context, theme).new_page()
        page.goto(f"{site.address}ar/")
        grounds[theme] = ground(page)
    assert len(set(grounds.values())) == 3, grounds


def test_a_setting_is_stronger_than_the_device(context: NewContext, site: Served) -> None:
    shown = []
    for theme, scheme in (("set-light", "dark"), ("set-dark", "light")):
        profile = reader(context, theme, color_scheme=scheme)
        page = profile.new_page()
        page.goto(f"{site.address}ar/")
        shown.append(luminance(ground(page)) > 0.5)
    assert shown == [True, False]


def ground(page: Page) -> str:
    found: str = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return found
