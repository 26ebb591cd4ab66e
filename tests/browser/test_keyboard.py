"""With the keyboard alone, in both directions: to what one came for, and back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import LANGUAGES, Served

QUERY = {"ar": "بطاقة القطار", "fr": "carte de train"}
MOST = 60  # stops before giving up


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press the key until an element of the selector has the focus."""
    for _ in range(MOST):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{MOST} stops do not lead to {selector}")


def open_question(page: Page, site: Served, language: str) -> None:
    """The first question of a guide, that one comes to from the home page."""
    page.goto(f"{site.address}fr/votre-situation/association/")
    if language != "fr":
        tab_to(page, f".languages a[hreflang={language}]")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{language}/**")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_skip_link_leads_to_the_text(language: str, page: Page, site: Served) -> None:
    open_question(page, site, language)
    page.reload()
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.keyboard.press("Shift+Tab")
    assert not page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_leads_to_a_section(language: str, page: Page, site: Served) -> None:
    page.goto(f"{site.address}{language}/")
    tab_to(page, ".main-menu a")
    address = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    expect(page.locator(".main-menu [aria-current=page]")).to_have_count(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_leads_to_a_page_and_back(language: str, page: Page, site: Served) -> None:
    page.goto(f"{site.address}{language}/")
    tab_to(page, ".search-link")
    page.keyboard.press("Enter")
    page.locator("form.search").wait_for()
    tab_to(page, "[type=search]")
    page.keyboard.type(QUERY[language])
    first = page.locator(".search-result a").first
    expect(first).to_be_visible()
    expect(page.locator("[type=search]")).to_be_focused()
    tab_to(page, ".search-result a")
    expect(first).to_be_focused()
    title = first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
    page.go_back()
    expect(page.locator("[type=search]")).to_have_value(QUERY[language])
    expect(page.locator(".search-result a").first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_settings_open_change_and_close(language: str, page: Page, site: Served) -> None:
    page.goto(f"{site.address}{language}/")
    tab_to(page, ".settings summary")
    page.keyboard.press("Enter")
    expect(page.locator(".settings-panel")).to_be_visible()
    tab_to(page, "[name=theme]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.keyboard.press("Escape")
    expect(page.locator(".settings-panel")).to_be_hidden()
    expect(page.locator(".settings summary")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "[data-reset]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.dataset.theme") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_leads_from_question_to_result_and_back(
    language: str, page: Page, site: Served
) -> None:
    open_question(page, site, language)
    question = page.url
    tab_to(page, ".choice")
    answer = page.evaluate("document.activeElement.textContent").strip()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != question)
    expect(page.locator(".answers dd").first).to_contain_text(answer)
    tab_to(page, ".answers a")
    page.keyboard.press("Enter")
    page.wait_for_url(question)
    tab_to(page, ".choice")
