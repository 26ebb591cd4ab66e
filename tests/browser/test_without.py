"""What a page is without JavaScript, and without its style sheet: the same, whole and in order."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kinds import kinds
from tests.browser.served import LANGUAGES, NewContext, Served

# What scripts alone make work is not missing where they do not run; nor is what stands for it.
SCRIPTED = ".scripted, noscript, #search_status, #search_results"


def text(page: Page, address: str) -> list[str]:
    """The words that a reader sees, line by line."""
    page.goto(address)
    page.locator("body").evaluate(
        f"body => body.querySelectorAll('{SCRIPTED}').forEach(each => each.remove())"
    )
    said = page.locator("body").inner_text()
    return [line.strip() for line in said.splitlines() if line.strip()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_the_text_is_the_same(
    language: str, context: NewContext, site: Served
) -> None:
    scripted = context().new_page()
    plain = context(java_script_enabled=False).new_page()
    for _, each in kinds(site.tree):
        if each.language == language:
            address = site.address + each.url
            said = text(plain, address)
            assert len(said) > 3, address
            assert said == text(scripted, address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_a_guide_answers(
    language: str, context: NewContext, site: Served
) -> None:
    page = context(java_script_enabled=False).new_page()
    page.goto(f"{site.address}{language}/")
    page.goto(f"{site.address}fr/votre-situation/association/")
    if language != "fr":
        page.locator(f".languages a[hreflang={language}]").click()
    question = page.url
    steps = 0
    while page.locator(".choice").count():
        page.locator(".choice").first.click()
        steps += 1
    assert steps
    expect(page.locator(".answers dd")).to_have_count(steps)
    assert page.locator(".prose").inner_text().strip()
    page.locator(".answers a").first.click()
    page.wait_for_url(question)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_the_search_shows_other_ways(
    language: str, context: NewContext, site: Served
) -> None:
    page = context(java_script_enabled=False).new_page()
    page.goto(f"{site.address}fr/recherche/")
    if language != "fr":
        page.locator(f".languages a[hreflang={language}]").click()
    for selector in ("form.search", ".settings"):
        expect(page.locator(selector)).to_be_hidden()
    expect(page.locator("noscript .callout, .callout").first).to_be_visible()
    ways = page.locator("main .prose a").evaluate_all("all => all.map(each => each.href)")
    assert len(ways) >= 2
    for way in ways[:2]:  # the site map and the index lead to every page
        page.goto(way)
        assert page.locator("main :is(.tree, .index) a").count() > 50


PLACES = """() => {
    const top = selector => {
        const found = [...document.querySelectorAll(selector)].find(each => each.checkVisibility());
        return found ? found.getBoundingClientRect().top + scrollY : null;
    };
    return ['.skip-link', '.languages a', '.main-menu', 'h1', '.prose', '.site-footer'].map(top);
}"""
ICONS = """() => [...document.querySelectorAll('svg:not([role])')]
    .filter(each => each.getBoundingClientRect().width > 48).map(each => each.outerHTML)"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_style_the_order_is_that_of_reading(
    language: str, page: Page, site: Served
) -> None:
    page.route(re.compile(r"\.css$"), lambda route: route.abort())
    for _, each in kinds(site.tree):
        if each.language == language:
            page.goto(site.address + each.url)
            assert page.evaluate("getComputedStyle(document.body).display") == "block", "styled"
            places = [place for place in page.evaluate(PLACES) if place is not None]
            assert len(places) >= (4 if each.url.count("/") > 1 else 2), each.url
            assert places == sorted(places), each.url
            first = page.locator("main :is(h1, h2, h3, h4)").first
            assert first.evaluate("each => each.tagName") == "H1", each.url
            assert not page.evaluate(ICONS), each.url
