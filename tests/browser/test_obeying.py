"""What the device asks for is obeyed: forced colours hide nothing, less motion means none."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser.reading import choose
from tests.browser.served import LANGUAGES, NewContext, Served

STOPS = 12  # of the keyboard, on each page
Scheme = Literal["light", "dark"]
STEP: dict[Scheme, str] = {"light": "Tab", "dark": "Shift+Tab"}
OPEN = "document.querySelectorAll('.settings').forEach(each => { each.open = true })"
# Controls must be seen as such when backgrounds are gone: by a border, or as links by their line.
BARE = """() => [...document.querySelectorAll('button, summary, input, .button, .choice')]
    .filter(each => each.checkVisibility() && getComputedStyle(each).opacity !== '0')
    .filter(each => {
        const { borderBlockStartWidth, borderBlockStartStyle, borderBlockStartColor,
            backgroundColor, appearance } = getComputedStyle(each);
        const edge = parseFloat(borderBlockStartWidth) > 0 && borderBlockStartStyle !== 'none' &&
            borderBlockStartColor !== backgroundColor;
        return !edge && !each.matches('[type=checkbox], main summary');
    }).map(each => each.outerHTML.slice(0, 90))"""
# The focus shows as an outline, on the element itself or on what it fills.
FOCUS = """() => {
    const { activeElement } = document;
    const places = [activeElement, activeElement.closest('label, .card')];
    const seen = places.filter(Boolean).some(each => {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 &&
            outlineColor !== getComputedStyle(document.documentElement).backgroundColor;
    });
    return seen || activeElement === document.body ? '' : activeElement.outerHTML.slice(0, 90);
}"""
MOVING = """() => [...document.querySelectorAll('*')].filter(each => {
    const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(each);
    return animationName !== 'none' || scrollBehavior === 'smooth' ||
        transitionDuration.split(',').some(time => parseFloat(time) > 0);
}).map(each => each.outerHTML.slice(0, 90))"""


def walk(page: Page, scheme: Scheme) -> Iterator[str]:
    """The stops of the keyboard of which nothing is seen: forth in light, back in the dark."""
    for _ in range(STOPS):
        page.keyboard.press(STEP[scheme])
        unseen = page.evaluate(FOCUS)
        if unseen:
            yield f"{page.url}: {scheme}: no focus: {unseen}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_disappears_in_forced_colours(
    language: str, context: NewContext, site: Served
) -> None:
    page = context(forced_colors="active").new_page()
    faults: list[str] = []
    for address in site.kinds(language):
        page.goto(address)
        for scheme in STEP:
            page.emulate_media(color_scheme=scheme)
            page.evaluate(OPEN)
            faults += [f"{address}: {scheme}: no edge: {each}" for each in page.evaluate(BARE)]
            faults += walk(page, scheme)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_focus_is_seen(language: str, context: NewContext, site: Served) -> None:
    page = context().new_page()
    faults: list[str] = []
    for address in site.kinds(language):
        page.goto(address)
        for scheme in STEP:
            page.emulate_media(color_scheme=scheme)
            faults += walk(page, scheme)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("asked", ["device", "setting"])
def test_nothing_moves(asked: str, context: NewContext, site: Served) -> None:
    profile = context(reduced_motion="reduce" if asked == "device" else "no-preference")
    if asked == "setting":
        choose(profile, motion="less")
    page = profile.new_page()
    for language in LANGUAGES:
        for address in site.kinds(language):
            page.goto(address)
            assert not page.evaluate(MOVING), address


def test_faults_are_seen(page: Page) -> None:
    page.set_content("<button style='border: 0; transition: color 1s; outline: none'>a</button>")
    assert page.evaluate(BARE)
    assert page.evaluate(MOVING)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)
