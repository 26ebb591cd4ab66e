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
    for address in site.kinds(language):
        page.goto(address)
        alternate = page.locator(f"link[rel='alternate'][hreflang='{OTHER[language]}']")
        if not alternate.count() or address == site.address:
            continue
        expected = alternate.get_attribute("href") or ""
        language_link(page, OTHER[language]).click()
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


HEADINGS = "main :is(h2, h3, h4)[id]:not(.contents *, [id^=letter-])"
TARGETED = f"""() => {{
    const target = document.querySelector(':target');
    if (!target) return -1;
    const headings = [...document.querySelectorAll('{HEADINGS}')];
    return headings.findIndex(heading => heading === target || heading.contains(target)
        || target.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING);
}}"""
# The headings that can be the one that is being read: it stands at the top, the next further down.
SECTIONS = """all => all.map((heading, place) => {
    heading.scrollIntoView();
    const top = each => each ? each.getBoundingClientRect().top : Infinity;
    const isRead = top(heading) < innerHeight / 4 && top(all[place + 1]) > innerHeight / 2;
    return isRead ? heading.id : '';
})"""
TAGS = "all => all.map(each => each.tagName)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_is_kept(language: str, context: NewContext, site: Served) -> None:
    page = context(viewport={"width": 360, "height": 500}).new_page()
    kept: set[str] = set()
    for address in site.kinds(language):
        page.goto(address)
        if not language_link(page, OTHER[language]).count():
            continue
        levels = page.locator(HEADINGS).evaluate_all(TAGS)
        sections = page.locator(HEADINGS).evaluate_all(SECTIONS)
        for place, anchor in enumerate(sections):
            if not anchor or anchor in kept or place not in (len(levels) // 2, len(levels) - 1):
                continue
            page.goto(f"{address}#{anchor}")
            # A reader would scroll up to the link; a keyboard or a script follows it from here.
            with page.expect_navigation():
                language_link(page, OTHER[language]).dispatch_event("click")
            if page.locator(HEADINGS).evaluate_all(TAGS) == levels:
                assert page.evaluate(TARGETED) == place, f"{address}#{anchor} → {page.url}"
                kept.add(anchor)
    assert "page_sources" in kept
    assert len(kept) > 5
