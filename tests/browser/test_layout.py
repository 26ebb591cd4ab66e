"""Each kind of page fits every screen with larger text and wider spacing too, in any letters.

That every page fits as it comes is seen in `test_every_page.py`.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.letters import letters_of_the_device, own_letters
from tests.browser.measuring import HEIGHT, WIDTHS, overflow
from tests.browser.served import LANGUAGES, NewContext, Served

EXTREMES = (WIDTHS[0], WIDTHS[-1])
STANDARD = {"standard": 16, "fixed": 13}
TWICE = {"standard": 32, "fixed": 26}
ROOT = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
LARGEST = "Object.assign(document.documentElement.dataset, { size: '3', spacing: 'wide' })"


def larger(page: Page) -> Iterator[str]:
    """What is too wide with the largest settings of the site, then with those of the browser."""
    before = page.evaluate(ROOT)
    page.evaluate(LARGEST)
    assert page.evaluate(ROOT) == pytest.approx(before * 1.5)
    yield from (f"largest setting: {each}" for each in overflow(page, *WIDTHS))
    page.evaluate("delete document.documentElement.dataset.size")
    page.evaluate("delete document.documentElement.dataset.spacing")
    # As the browser's own setting does it, not by zooming the whole page.
    browser = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": TWICE})
    assert page.evaluate(ROOT) == pytest.approx(before * 2)
    yield from (f"twice the size: {each}" for each in overflow(page, *WIDTHS))
    browser.send("Page.setFontSizes", {"fontSizes": STANDARD})
    assert page.evaluate(ROOT) == before
    browser.detach()


@pytest.mark.parametrize("language", LANGUAGES)
def test_larger_text_fits_in_any_letters(language: str, page: Page, site: Served) -> None:
    faults = []
    for address in site.kinds(language):
        page.goto(address)
        for letters in (own_letters, letters_of_the_device):
            letters(page)
            faults += [f"{address}: {letters.__name__}: {each}" for each in larger(page)]
    assert not faults, "\n".join(faults)


def test_an_overflow_is_seen(page: Page) -> None:
    page.set_content('<body><pre class="wide">' + "x" * 500)
    (said,) = overflow(page, 320)
    assert "pre.wide" in said


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
    for address in site.kinds(language):
        page.goto(address)
        page.add_style_tag(content=SPACING)
        for letters in (own_letters, letters_of_the_device):
            letters(page)
            for width in EXTREMES:
                faults += [f"{address}: {each}" for each in overflow(page, width)]
                faults += [f"{address} at {width}: {each}" for each in page.evaluate(CLIPPED)]
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
    for address in site.kinds(language):
        page.goto(address)
        if page.locator(".settings summary").count():
            page.locator(".settings summary").click()
        faults += [f"{address}: {each}" for each in page.evaluate(SMALL)]
    assert not faults, "\n".join(faults)


def test_a_small_target_is_seen(page: Page) -> None:
    page.set_content("<nav><button>a</button></nav>")
    assert page.evaluate(SMALL)


# A number on a tile is an inline block: a line may end after it, unless it is told not to.
TORN_OFF = """() => [...document.querySelectorAll('.cite')].filter(cite => {
    const stop = cite.nextSibling;
    if (!cite.getClientRects().length || !stop || !/^[.,;:!?،؛؟]/.test(stop.data)) return false;
    const range = document.createRange();
    range.setStart(stop, 0);
    range.setEnd(stop, 1);
    const number = cite.lastElementChild.getBoundingClientRect();
    const { top, bottom } = range.getBoundingClientRect();
    return (top + bottom) / 2 > number.bottom || (top + bottom) / 2 < number.top;
}).map(cite => cite.parentElement.textContent.slice(0, 60))"""
NARROW = range(320, 640, 40)


def torn_off(page: Page) -> Iterator[str]:
    """The stops that begin a line, away from the number of the source before them."""
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        yield from (f"{page.url} at {width}: {each}" for each in page.evaluate(TORN_OFF))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stop_never_begins_a_line(language: str, page: Page, site: Served) -> None:
    faults: list[str] = []
    for address in site.kinds(language):
        page.goto(address)
        faults += torn_off(page)
    assert not faults, "\n".join(faults)


def test_a_stop_at_the_beginning_of_a_line_is_seen(page: Page) -> None:
    page.set_content(
        '<p style="inline-size: 5rem">word<sup class="cite">'
        '<a style="display: inline-block; inline-size: 5rem">1</a></sup>.</p>'
    )
    assert len(list(torn_off(page))) == len(NARROW)
