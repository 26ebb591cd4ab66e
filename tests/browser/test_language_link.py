"""The language link leads to the same page, the same section, and back."""

from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.served import DIRECTIONS, LANGUAGES, NewContext, Served

OTHER = {"ar": "fr", "fr": "ar"}


def language_link(page: Page, language: str) -> Locator:
    """The link to this page in another language, as a reader sees it."""
    return page.locator(f"body a[hreflang='{language}'][rel~='alternate']").first


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_there_and_back(language: str, scripts: bool, context: NewContext, site: Served) -> None:
    page = context(java_script_enabled=scripts).new_page()
    crossed = 0
    for address in site.readable(language):
        page.goto(address)
        alternate = page.locator(f"link[rel='alternate'][hreflang='{OTHER[language]}']")
        if not alternate.count():
            continue
        expected = alternate.get_attribute("href") or ""
        link = language_link(page, OTHER[language])
        assert link.get_attribute("lang") == OTHER[language], address
        assert link.get_attribute("dir") == DIRECTIONS[OTHER[language]], address
        link.click()
        assert path(page.url) == path(expected), address
        language_link(page, language).click()
        assert path(page.url) == path(address), address
        crossed += 1
    assert crossed, "no page has a translation"


def path(address: str) -> str:
    """An address without its host: the pages claim their own."""
    return unquote(urlsplit(address).path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_choice_without_scripts(language: str, context: NewContext, site: Served) -> None:
    page = context(java_script_enabled=False).new_page()
    page.goto(site.address)
    mine = f"[lang='{language}'][dir='{DIRECTIONS[language]}']"
    link = page.locator(f"a[hreflang='{language}']:is({mine}, {mine} *)").first
    assert link.is_visible()
    link.click()
    assert page.url == f"{site.address}{language}/"


HEADINGS = "main :is(h2, h3, h4)[id]"
TARGETED = f"""() => {{
    const target = document.querySelector(':target');
    if (!target) return -1;
    const headings = [...document.querySelectorAll('{HEADINGS}')];
    return headings.findIndex(heading => heading === target || heading.contains(target)
        || target.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING);
}}"""
IS_READ = """(heading, next) => heading.getBoundingClientRect().top < innerHeight / 4
    && (!next || next.getBoundingClientRect().top > innerHeight / 2)"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_is_kept(language: str, context: NewContext, site: Served) -> None:
    page = context(viewport={"width": 360, "height": 500}).new_page()
    kept = 0
    for address in site.readable(language):
        page.goto(address)
        levels = page.locator(HEADINGS).evaluate_all("all => all.map(each => each.tagName)")
        if len(levels) < 2 or not language_link(page, OTHER[language]).count():
            continue
        middle = len(levels) // 2
        heading, after = page.locator(HEADINGS).nth(middle), page.locator(HEADINGS).nth(middle + 1)
        anchor = heading.get_attribute("id")
        page.goto(f"{address}#{anchor}")
        if not heading.evaluate(IS_READ, after.element_handle() if after.count() else None):
            continue
        # A reader would scroll up to the link; a keyboard or a script follows it from here.
        with page.expect_navigation():
            language_link(page, OTHER[language]).dispatch_event("click")
        there = page.locator(HEADINGS).evaluate_all("all => all.map(each => each.tagName)")
        if there == levels:
            assert page.evaluate(TARGETED) == middle, f"{address}#{anchor} → {page.url}"
            kept += 1
    assert kept, "no two pages pair"
