"""Every page of the site, visited once: each question that is asked of all of them, in one visit.

Two accessibility engines have nothing to say: IBM's rules, and axe-core with all of its own, those
that look at colours in light, in dark and in high contrast. What is the same on many pages is
judged on the first of them: a menu or the settings, letter by letter; and the colours and sizes of
a text in a theme, with all that is behind it. (The one rule that looks into style sheets runs on
each kind of page, in `test_accessibility.py`.) Nothing overflows on any screen. A page says its
language and its direction, leads to itself in the other language, and asks nothing of anybody else.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.engines import (
    BUT_COLOURS,
    Judged,
    axe,
    colours,
    ibm,
    not_judged,
    take_away_what_was_judged,
    with_engines,
)
from tests.browser.hearing import Listener
from tests.browser.letters import letters_of_the_device, own_letters
from tests.browser.measuring import HEIGHT, WIDTHS, overflow
from tests.browser.reading import show
from tests.browser.served import DIRECTIONS, LANGUAGES, NewContext, Served

PARTS = 16  # of the site's pages, for the processes that run the tests
THEMES = ("set-dark", "set-contrast", "light")
JUDGED_PARTS: set[str] = set()
JUDGED_STYLES = {theme: Judged() for theme in THEMES}
# What a closed panel holds has no name for IBM's engine: it is looked at open.
OPEN = "document.querySelectorAll('details').forEach(each => { each.open = true })"
LANGUAGE = """() => [document.documentElement.lang.split('-')[0], document.documentElement.dir,
    getComputedStyle(document.body).direction]"""
# The language links that a reader sees, and where the head says that the translations are.
LINKS = """() => {
    const here = document.documentElement.lang.split('-')[0];
    if (!document.querySelector('.site-header')) return [];  // the page of the choice itself
    return [...document.querySelectorAll("link[rel='alternate'][hreflang]")]
        .filter(({ hreflang }) => ![here, 'x-default'].includes(hreflang))
        .map(({ href, hreflang }) => {
            const path = url => decodeURI(new URL(url).pathname);
            const seen = document.querySelector(
                `body a[hreflang='${hreflang}'][rel~='alternate']`);
            return [hreflang, path(href), seen && [path(seen.href), seen.lang, seen.dir]];
        });
}"""


def faults(page: Page, address: str) -> Iterator[str]:
    """What is wrong with a page, which is opened for it."""
    page.goto(address)
    lang, *ways = page.evaluate(LANGUAGE)
    if lang not in LANGUAGES or ways != [DIRECTIONS[lang]] * 2:
        yield f"it is in {lang}, {ways}"
    for other, path, link in page.evaluate(LINKS):
        if link != [path, other, DIRECTIONS[other]]:
            yield f"the link to its {other} is {link}, not {path}"
    letters_of_the_device(page)
    yield from overflow(page, WIDTHS[0])
    own_letters(page)
    yield from overflow(page, *WIDTHS)
    take_away_what_was_judged(page, JUDGED_PARTS)
    yield from axe(page, BUT_COLOURS)
    for theme in not_judged(page, JUDGED_STYLES):
        show(page, theme)
        yield from (f"{theme}: {each}" for each in colours(page, JUDGED_STYLES[theme]))
    show(page, "light")
    page.evaluate(OPEN)
    yield from ibm(page)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_for_everyone(part: int, context: NewContext, site: Served) -> None:
    profile = context(
        color_scheme="light",
        reduced_motion="reduce",
        viewport={"width": WIDTHS[0], "height": HEIGHT},
    )
    page = with_engines(profile).new_page()
    listener = Listener(page, site.address)
    addresses = site.readable()[part::PARTS]
    assert addresses
    found = [f"{each}: {fault}" for each in addresses for fault in faults(page, each)]
    assert not found + listener.faults, "\n".join(found + listener.faults)
