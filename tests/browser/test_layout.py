"""Pages fit every screen, in both directions, with larger text and wider spacing too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import kinds
from tests.browser.reading import choose
from tests.browser.served import DIRECTIONS, LANGUAGES, NewContext, Served

WIDTHS = (320, 360, 768, 1280)
HEIGHT = 800

OVERFLOWING = """() => {
    const root = document.scrollingElement;
    if (root.scrollWidth === root.clientWidth) return '';
    const wide = [...document.body.querySelectorAll('*')].filter(element => {
        const box = element.getBoundingClientRect();
        const spills = element.scrollWidth > element.clientWidth + 1 &&
            getComputedStyle(element).overflowX === 'visible';
        return box.width > 0 && (spills || box.right > root.clientWidth + 1 || box.left < -1);
    });
    const name = element => element.tagName.toLowerCase() +
        (element.className ? '.' + element.className : '');
    return `${root.scrollWidth} wide in ${root.clientWidth}: ${wide.map(name).slice(0, 5)}`;
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overflows(language: str, page: Page, site: Served) -> None:
    faults = []
    for address in site.readable(language):
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            overflow = page.evaluate(OVERFLOWING)
            if overflow:
                faults.append(f"{address} at {width}: {overflow}")
    assert not faults, "\n".join(faults)


def test_an_overflow_is_seen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": HEIGHT})
    page.set_content('<body><pre class="wide">' + "x" * 500)
    assert "pre.wide" in page.evaluate(OVERFLOWING)


# Larger text and wider spacing: each kind of page


def addresses(site: Served, language: str) -> Iterator[str]:
    return (site.address + each.url for _, each in kinds(site.tree) if each.language == language)


def overflows(page: Page, address: str) -> Iterator[str]:
    page.goto(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        overflow = page.evaluate(OVERFLOWING)
        if overflow:
            yield f"{address} at {width}: {overflow}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_of_twice_the_size_fits(language: str, page: Page, site: Served) -> None:
    # As the browser's own setting does it, not by zooming the whole page.
    page.context.new_cdp_session(page).send(
        "Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}}
    )
    page.goto(f"{site.address}{language}/")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > 32
    faults = [each for address in addresses(site, language) for each in overflows(page, address)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_largest_setting_fits(language: str, context: NewContext, site: Served) -> None:
    profile = context()
    choose(profile, size="3", spacing="wide")
    page = profile.new_page()
    faults = [each for address in addresses(site, language) for each in overflows(page, address)]
    assert not faults, "\n".join(faults)


# WCAG 1.4.12. Letters of Arabic are joined: space between them is not asked for.
SPACING = """
    * { line-height: 1.5 !important; word-spacing: .16em !important; }
    :not(:lang(ar)) { letter-spacing: .12em !important; }
    p { margin-block-end: 2em !important; }
"""
CLIPPED = """() => [...document.body.querySelectorAll('*')].filter(element => {
    const style = getComputedStyle(element);
    if (style.clipPath !== 'none') return false;
    if (element.closest('.visually-hidden, .skip-link, svg')) return false;
    return /hidden|clip/.test(style.overflowX + style.overflowY) &&
        element.getClientRects().length &&
        (element.scrollHeight > element.clientHeight + 1 ||
            element.scrollWidth > element.clientWidth + 1);
}).map(element => element.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_wider_spacing_clips_nothing(language: str, context: NewContext, site: Served) -> None:
    page = context(bypass_csp=True).new_page()
    faults = []
    for address in addresses(site, language):
        page.goto(address)
        page.add_style_tag(content=SPACING)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            faults += [f"{address} at {width}: {each}" for each in page.evaluate(CLIPPED)]
            overflow = page.evaluate(OVERFLOWING)
            faults += [f"{address} at {width}: {overflow}"] if overflow else []
    assert not faults, "\n".join(faults)


def test_clipping_is_seen(page: Page) -> None:
    page.set_content('<div style="overflow: hidden; height: 1em"><p>a<p>b</div>')
    assert page.evaluate(CLIPPED)


# Targets: WCAG 2.5.5. Links in the run of a text are exempt.
SMALL = """() => [...document.querySelectorAll('a, button, summary, label')].filter(element => {
    const box = element.getBoundingClientRect();
    const inText = element.closest('.prose, .card, .lead, .source-origin') ||
        getComputedStyle(element).display === 'inline';
    const hidden = !box.width || element.closest('.visually-hidden, .skip-link');
    return !inText && !hidden && (box.height < 43.5 || box.width < 43.5);
}).map(element => element.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_targets_are_large(language: str, page: Page, site: Served) -> None:
    page.set_viewport_size({"width": 360, "height": HEIGHT})
    faults = []
    for address in addresses(site, language):
        page.goto(address)
        if page.locator(".settings summary").count():
            page.locator(".settings summary").click()
        faults += [f"{address}: {each}" for each in page.evaluate(SMALL)]
    assert not faults, "\n".join(faults)


def test_a_small_target_is_seen(page: Page) -> None:
    page.set_content("<nav><button>a</button></nav>")
    assert page.evaluate(SMALL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_and_direction(language: str, page: Page, site: Served) -> None:
    for address in site.readable(language):
        page.goto(address)
        root = page.locator("html")
        assert (root.get_attribute("lang") or "").split("-")[0] == language, address
        assert root.get_attribute("dir") == DIRECTIONS[language], address
        style = page.evaluate("getComputedStyle(document.body).direction")
        assert style == DIRECTIONS[language], address
