"""What the device asks for is obeyed: forced colours hide nothing, less motion means none."""

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import kinds
from tests.browser.reading import choose
from tests.browser.served import LANGUAGES, NewContext, Served

STOPS = 12  # of the keyboard, on each page
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


def pages(site: Served, language: str) -> list[str]:
    return [site.address + each.url for _, each in kinds(site.tree) if each.language == language]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_disappears_in_forced_colours(
    language: str, scheme: str, context: NewContext, site: Served
) -> None:
    page = context(forced_colors="active", color_scheme=scheme).new_page()
    faults = []
    for address in pages(site, language):
        page.goto(address)
        if page.locator(".settings summary").count():
            page.locator(".settings summary").click()
        faults += [f"{address}: no edge: {each}" for each in page.evaluate(BARE)]
        for _ in range(STOPS):
            page.keyboard.press("Tab")
            unseen = page.evaluate(FOCUS)
            faults += [f"{address}: no focus: {unseen}"] if unseen else []
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_focus_is_seen(language: str, scheme: str, context: NewContext, site: Served) -> None:
    page = context(color_scheme=scheme).new_page()
    faults = []
    for address in pages(site, language):
        page.goto(address)
        for _ in range(STOPS):
            page.keyboard.press("Tab")
            unseen = page.evaluate(FOCUS)
            faults += [f"{address}: {unseen}"] if unseen else []
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("asked", ["device", "setting"])
def test_nothing_moves(asked: str, context: NewContext, site: Served) -> None:
    profile = context(reduced_motion="reduce" if asked == "device" else "no-preference")
    if asked == "setting":
        choose(profile, motion="less")
    page = profile.new_page()
    for language in LANGUAGES:
        for address in pages(site, language):
            page.goto(address)
            assert not page.evaluate(MOVING), address


def test_faults_are_seen(page: Page) -> None:
    page.set_content("<button style='border: 0; transition: color 1s; outline: none'>a</button>")
    assert page.evaluate(BARE)
    assert page.evaluate(MOVING)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)
